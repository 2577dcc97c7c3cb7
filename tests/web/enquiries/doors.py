"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from rebond.web.enquiries.models import Enquiry
from tests.web.doors import Door
from tests.web.registry_world import TOKEN
from tests.web.world import World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
MANAGERS = frozenset({"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin"})
RECEIVERS = MANAGERS | NATIONAL | {"agency"}
"""Those who receive the fictitious contact."""
DESKS = RECEIVERS | {"epci_b", "commune_c", "firm"}
"""Those whose organisation may manage a site, or receives by rule."""
WRITERS = MANAGERS - {"epci_a_reader"}
SAID = {
    "nom": "Personne fictive",
    "courriel": "contact@exemple.invalid",
    "societe": "Société fictive",
    "pays": "DE",
    "message": "A fictitious enquiry.",
    "niveau": "open",
    "langue": "en",
}


def public(world: World) -> list[str]:
    return [world.sites["public"].identifier]


def reference(world: World) -> list[str]:
    return [world.enquiries["public"].reference]


def anonymous(world: World) -> list[str]:
    Enquiry.objects.filter(pk=world.enquiries["public"].pk).update(confidentiality="anonymous")
    return [TOKEN]


def token(_world: World) -> list[str]:
    return [TOKEN]


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "enquiry-new": (
        Door(arguments=public),
        Door(arguments=public, method="POST", data=lambda _world: SAID, is_page=False),
    ),
    "enquiries-new": (
        Door(query="?site=14366_SITE-ECO_public&site=62498_SITE-ECO_other"),
        Door(
            method="POST",
            data=lambda world: {
                **SAID,
                "site": [world.sites["public"].identifier, world.sites["other"].identifier],
            },
            is_page=False,
        ),
    ),
    # Who holds the link is who wrote: it opens for anyone, and tells nobody's account.
    "enquiry-follow": (
        Door(arguments=token),
        Door(
            arguments=token,
            method="POST",
            data=lambda _world: {"acte": "ecrire", "texte": "Une question."},
            is_page=False,
        ),
        Door(
            arguments=anonymous,
            method="POST",
            data=lambda _world: {"acte": "reveler"},
            is_page=False,
        ),
        Door(
            arguments=token,
            method="POST",
            data=lambda _world: {"acte": "retirer"},
            is_page=False,
        ),
    ),
    "enquiry-data": Door(arguments=token, is_page=False),
    "enquiries": Door(DESKS),
    "enquiries-csv": Door(DESKS, is_page=False),
    "enquiries-follow-up": Door(DESKS),
    "enquiry": (
        Door(RECEIVERS, reference),
        Door(
            WRITERS,
            reference,
            method="POST",
            data=lambda _world: {"acte": "repondre", "texte": "Oui."},
            is_page=False,
        ),
        Door(
            WRITERS,
            reference,
            method="POST",
            data=lambda _world: {"acte": "avancer", "etat": "visit", "etat_lu": "received"},
            is_page=False,
        ),
        Door(
            WRITERS | NATIONAL | {"agency"},
            reference,
            method="POST",
            data=lambda _world: {"acte": "noter", "note": "À suivre."},
            is_page=False,
        ),
    ),
}
