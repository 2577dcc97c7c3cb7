"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from rebond.web.cases.models import Item
from tests.web.cases.lines import line_of
from tests.web.doors import Door
from tests.web.world import CAST, MEMBERS, World

READERS = frozenset({"epci_a_reader", "parliament"})
ACTING = frozenset(CAST) - READERS
NATIONAL = frozenset({"national", "national_second", "national_admin"})
EPCI = frozenset({"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin"})
PARTIES = frozenset({"sous_prefet", "firm", "dreal_1"}) | EPCI
WATCHING = NATIONAL | {"prefecture_1"}
SEE = PARTIES | WATCHING
ADD = PARTIES - READERS


def case(world: World) -> list[str]:
    return [world.cases["public"].reference]


def line(world: World) -> list[str]:
    """Return a task that every part sees, the same one while nobody has changed it."""
    item = Item.objects.filter(title="Ligne fictive", kind=Item.Kind.TASK, version=1).first()
    if item is None:
        item = line_of(world, Item.Kind.TASK, seen_by=["firm", "local_authority", "service"])
    return [world.cases["public"].reference, str(item.reference)]


def document(world: World) -> list[str]:
    """Return a document that the store does not hold: the page says so."""
    item = line_of(
        world,
        Item.Kind.DOCUMENT,
        seen_by=["firm", "service"],
        file_name="absent.pdf",
        file_digest="sha256:" + "0" * 64,
    )
    return [world.cases["public"].reference, str(item.reference)]


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "cases": Door(MEMBERS),
    "cases-csv": Door(MEMBERS, is_page=False),
    "case-new": (
        Door(frozenset({"sous_prefet", "prefecture_1", "prefecture_2"})),
        Door(
            frozenset({"sous_prefet", "prefecture_1"}),
            method="POST",
            data=lambda world: {"site": world.sites["private"].identifier, "titre": "Usine"},
            is_page=False,
        ),
    ),
    "case": Door(SEE, case),
    "case-conduct": (
        Door(frozenset({"sous_prefet"}), case),
        Door(
            frozenset({"sous_prefet"}),
            case,
            method="POST",
            data=lambda _world: {"acte": "etat", "etat": "paused", "motif": "Attente."},
            is_page=False,
        ),
    ),
    "case-line-new": (
        Door(ADD, case),
        Door(
            ADD,
            case,
            method="POST",
            data=lambda _world: {"nature": "note", "titre": "Note", "vu": ["service"]},
            is_page=False,
        ),
        Door(
            ADD,
            case,
            method="POST",
            data=lambda _world: {
                "nature": "document",
                "fichier": SimpleUploadedFile("points.csv", b"a,b\n1,2\n"),
            },
            is_page=False,
        ),
    ),
    "case-line": (
        Door(SEE, line),
        Door(
            frozenset({"sous_prefet"}),
            line,
            method="POST",
            data=lambda _world: {"titre": "Autre titre", "version": "1", "etat": "to_do"},
            is_page=False,
        ),
    ),
    "case-document": Door(
        frozenset({"sous_prefet", "firm", "dreal_1"}), document, is_page=False, redirects=True
    ),
}
