"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from rebond.web.instruction.models import Shortlist
from tests.web.doors import Door
from tests.web.world import World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
BOARDS = frozenset({"prefecture_1", "prefecture_2", "cnam"}) | NATIONAL
SERVICES = frozenset({"dreal_1", "dreal_2", "sous_prefet", "member", "recused"})
FIRST_REGION = frozenset({"prefecture_1"}) | NATIONAL


def filed(world: World) -> list[str]:
    return [world.dossiers["a_filed"].reference]


def closed(world: World) -> list[str]:
    return [world.calls["closed"].reference]


def not_sent(world: World) -> list[str]:
    """Return the call, the list of the first région being still with its préfecture."""
    Shortlist.objects.filter(region_code="28").update(sent_at=None, sent_by=None)
    return closed(world)


def first_request(world: World) -> list[int]:
    return [world.requests["a_filed"].pk]


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "instruction": Door(BOARDS),
    "instruction-dossier": (
        Door(FIRST_REGION, filed),
        # The national team reads it, but does not examine it.
        Door(
            frozenset({"prefecture_1"}),
            filed,
            method="POST",
            data=lambda _world: {"acte": "note", "note": "Note.", "note_lue": ""},
            is_page=False,
        ),
    ),
    "opinions": Door(SERVICES),
    "opinions-ask": (
        Door(BOARDS, query="?dossier=D-AFILED"),
        Door(
            frozenset({"prefecture_1"}),
            method="POST",
            data=lambda world: {
                "dossier": "D-AFILED",
                "service": str(world.organisations["banque"].pk),
                "echeance": "2031-06-20",
            },
            is_page=False,
        ),
    ),
    "opinion": (
        Door(frozenset({"dreal_1"}), first_request),
        Door(
            frozenset({"dreal_1"}),
            first_request,
            method="POST",
            data=lambda _world: {"sens": "favourable", "texte": "Oui."},
            is_page=False,
        ),
    ),
    "shortlist": (
        Door(frozenset({"prefecture_1", "prefecture_2"}) | NATIONAL, closed),
        Door(
            frozenset({"prefecture_1"}),
            not_sent,
            method="POST",
            data=lambda _world: {"acte": "transmettre", "region": "28", "confirme": "oui"},
            is_page=False,
        ),
    ),
    "shortlists": Door(NATIONAL | {"member", "recused"}, closed),
}
