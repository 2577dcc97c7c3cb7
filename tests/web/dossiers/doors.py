"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rebond.web.dossiers.models import Attachment, SetAside
from tests.web.doors import Door
from tests.web.dossiers.drafts import pdf
from tests.web.world import NOW, World

APPLICANTS = frozenset(
    {"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin", "epci_b", "commune_c", "firm"}
)
STARTERS = APPLICANTS - {"epci_a_reader"}
OWN = frozenset({"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin"})
WRITERS = OWN - {"epci_a_reader"}
READERS = OWN | frozenset(
    {
        "prefecture_1",
        "dreal_1",
        "national",
        "national_second",
        "national_admin",
        "member",
    }
)
"""Those who may read the filed dossier of EPCI A; the recused member is not among them."""


NATIONAL = frozenset({"national", "national_second", "national_admin"})


def of(dossier: str, *rest: Any) -> Callable[[World], list[Any]]:
    return lambda world: [world.dossiers[dossier].reference, *rest]


def attachment(world: World) -> list[Any]:
    """Return the address of a file of EPCI A's draft, made once; the store does not hold it, and the page says so."""
    dossier = world.dossiers["a_draft"]
    made, _is_new = Attachment.objects.get_or_create(
        dossier=dossier,
        path="pieces",
        digest="sha256:" + "0" * 64,
        defaults={
            "name": "plan.pdf",
            "format": "pdf",
            "size": 1,
            "added_by": world.memberships["epci_a"],
            "added_at": NOW,
        },
    )
    return [dossier.reference, made.pk]


def set_aside(world: World) -> int:
    """Return an answer of EPCI A that waits because somebody else had changed it meanwhile."""
    return SetAside.objects.create(
        dossier=world.dossiers["a_draft"],
        path="site_nom",
        value="Un troisième nom",
        base_version=0,
        written_by=world.memberships["epci_a"],
        written_at=NOW,
    ).pk


def plan() -> SimpleUploadedFile:
    return SimpleUploadedFile("plan.pdf", pdf())


def page(allowed: frozenset[str], arguments: Callable[[World], list[Any]], **more: Any) -> Door:
    return Door(allowed=allowed, arguments=arguments, **more)


def act(allowed: frozenset[str], arguments: Callable[[World], list[Any]], **data: Any) -> Door:
    return Door(
        allowed=allowed,
        arguments=arguments,
        method="POST",
        data=lambda _world: data,
        is_page=False,
    )


DRAFT, FILED = of("a_draft"), of("a_filed")
DOORS: dict[str, Door | tuple[Door, ...]] = {
    "dossiers": Door(allowed=APPLICANTS),
    "dossier-start": Door(
        STARTERS,
        lambda world: [world.calls["open"].reference],
        "POST",
        is_page=False,
        idle=frozenset({"firm"}),
        note="the call of the test world is open to no firm, and says so",
    ),
    "dossier": (page(OWN, DRAFT), page(READERS, FILED)),
    "dossier-section": (
        page(OWN, of("a_draft", "site")),
        act(WRITERS, of("a_draft", "site"), site_nom="Autre nom", action="save"),
    ),
    "dossier-answer": Door(
        WRITERS,
        DRAFT,
        "POST",
        lambda _world: {"path": "site_nom", "held": "Autre nom", "version": 1},
        is_page=False,
        is_json=True,
    ),
    "dossier-missing": page(OWN, DRAFT),
    "dossier-assessment": page(OWN, DRAFT),
    "dossier-filing": (
        page(WRITERS, DRAFT),
        Door(
            WRITERS,
            DRAFT,
            "POST",
            is_page=False,
            idle=WRITERS,
            note="the draft of the test world is not complete: what is missing is listed",
        ),
    ),
    "dossier-withdraw": (
        page(WRITERS, DRAFT),
        act(WRITERS, DRAFT, motif="Le terrain fictif est vendu."),
    ),
    "dossier-places": (
        page(NATIONAL, FILED),
        act(NATIONAL, FILED, communes="62498", motif="Code saisi à la place d’un autre."),
    ),
    "dossier-asides": (
        page(WRITERS, DRAFT),
        Door(
            WRITERS,
            DRAFT,
            "POST",
            lambda world: {"action": f"settle:{set_aside(world)}:mine"},
            is_page=False,
        ),
    ),
    "dossier-upload": Door(
        WRITERS,
        DRAFT,
        "POST",
        lambda _world: {"path": "pieces", "fichier": plan()},
        is_page=False,
    ),
    "dossier-files": (
        page(WRITERS, of("a_draft", "pieces")),
        Door(
            WRITERS,
            of("a_draft", "pieces"),
            "POST",
            lambda _world: {"fichier": plan()},
            is_page=False,
        ),
    ),
    "dossier-file": Door(allowed=OWN, arguments=attachment, is_page=False, redirects=True),
    "dossier-filed": page(READERS, of("a_filed", 1)),
    "dossier-receipt": Door(allowed=OWN, arguments=of("a_filed", 1), is_page=False),
    "dossier-print": Door(allowed=READERS, arguments=FILED, is_page=False),
}
