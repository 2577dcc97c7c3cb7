"""Who may open the addresses of offers, profiles and recruitments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.web.doors import Door
from tests.web.world import SIGNED_IN, YOUNG, World

FIRM, YOUNG_ONLY = frozenset({"firm"}), frozenset({YOUNG})
FOLLOWING = frozenset({"firm", "recused"})
PARTIES = FIRM | YOUNG_ONLY
WITHOUT = SIGNED_IN - YOUNG_ONLY
NO_PROFILE = "who has no profile is told so"
WRITTEN: dict[str, Any] = {
    "title": "Une autre mission fictive",
    "mission": "Mettre en service une ligne fictive.",
    "siren": "900000001",
    "commune": "14366",
    "contract": "cdi",
    "starts_on": "2031-10-01",
    "skills": ["robotique"],
}


def offer(name: str) -> Callable[[World], list[Any]]:
    """Return the argument that names an offer."""
    return lambda world: [world.offers[name].reference]


def recruitment(name: str) -> Callable[[World], list[Any]]:
    """Return the argument that names a recruitment."""
    return lambda world: [world.recruitments[name].reference]


def post(
    allowed: frozenset[str],
    arguments: Callable[[World], list[Any]] = lambda _world: [],
    data: Mapping[str, Any] | None = None,
    *,
    is_own: bool = False,
    idle: frozenset[str] = frozenset(),
) -> Door:
    """Return a door that writes."""
    note = NO_PROFILE if idle else ""
    return Door(
        allowed,
        arguments,
        method="POST",
        data=lambda _world: data or {},
        is_page=False,
        is_own=is_own,
        idle=idle,
        note=note,
    )


RECRUITING: dict[str, Door | tuple[Door, ...]] = {
    "offers": (
        Door(),
        Door(query="?ou=14366&km=50&competence=automatisme&niveau=bac3&des=2031-07-01"),
        Door(query="?ou=Nulle-part-du-tout&des=hier&page=99999999"),
    ),
    "offer": (Door(arguments=offer("open")), Door(FIRM, offer("draft"))),
    "own-offers": Door(FIRM),
    "offer-new": (Door(FIRM), post(FIRM, data=WRITTEN)),
    "offer-edit": (Door(FIRM, offer("draft")), post(FIRM, offer("draft"), WRITTEN)),
    "offer-open": post(FIRM, offer("draft")),
    "offer-close": post(FIRM, offer("open")),
    "offer-profiles": (
        Door(FIRM, offer("open")),
        post(FIRM, offer("open"), {"profil": "J-FICTIF"}),
    ),
    "offer-answer": post(SIGNED_IN, offer("open"), is_own=True, idle=WITHOUT),
    "young-profile": Door(SIGNED_IN),
    "young-profile-edit": (
        Door(SIGNED_IN),
        post(SIGNED_IN, data={"skills": ["soudage"], "places": ["14366"]}, is_own=True),
    ),
    "young-profile-consent": (
        post(SIGNED_IN, data={"accord": "oui"}, is_own=True, idle=WITHOUT),
        post(SIGNED_IN, data={"accord": "non"}, is_own=True, idle=WITHOUT),
    ),
    "young-profile-erase": post(SIGNED_IN, is_own=True, idle=WITHOUT),
    "young-profile-data": Door(SIGNED_IN, is_page=False),
    "recruitments": (Door(FOLLOWING), Door(FOLLOWING, query="?etat=labelled")),
    "recruitment": (
        Door(FOLLOWING | YOUNG_ONLY, recruitment("labelled")),
        Door(FOLLOWING | YOUNG_ONLY, recruitment("signed")),
        Door(PARTIES, recruitment("proposed")),
        Door(PARTIES, recruitment("answered")),
        post(YOUNG_ONLY, recruitment("proposed"), {"acte": "accepter"}, is_own=True),
        post(PARTIES, recruitment("proposed"), {"acte": "refuser"}),
        post(
            FIRM,
            recruitment("answered"),
            {"acte": "dates", "starts_on": "2031-09-15", "ends_on": "2032-09-14"},
        ),
        post(
            PARTIES,
            recruitment("answered"),
            {"acte": "signer", "name": "Zoé Fictive", "born_on": "2009-02-03"},
        ),
        post(frozenset({"recused"}), recruitment("signed"), {"acte": "labelliser"}),
        post(
            frozenset({"recused"}),
            recruitment("signed"),
            {"acte": "decliner", "sentence": "La mission décrite n’est pas de transformation."},
        ),
        post(
            FOLLOWING,
            recruitment("labelled"),
            {"acte": "rompre", "on": "2031-06-01", "reason": "trial"},
        ),
    ),
}
