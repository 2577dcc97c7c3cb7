"""The laureates of calls run elsewhere that are a place, stand in it, or hold it, and whose call it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.territories.ground import Ground, ground_of
from rebond.web.training.history import history
from rebond.web.training.models import Laureate

COMMUNE = "commune"
MOST_NAMED = 100
"""Communes that a query names; to write thousands costs more than reading the few laureates of the country."""


@dataclass(frozen=True, slots=True)
class Retained:
    """A laureate, and how its place stands to the one asked about."""

    laureate: Laureate
    is_inside: bool
    """Whether its place is the one asked about, or within it."""
    is_whole: bool
    """Whether the place asked about is wholly within the laureate's."""

    @property
    def call_title(self) -> Text:
        """The name of its call, as the history of calls writes it."""
        past = history().call(self.laureate.call_name)
        name = self.laureate.call_name
        return Text(name, name) if past is None else past.title

    def is_of(self, programme: str) -> bool | None:
        """Whether a programme launched its call; None when no page tells."""
        past = history().call(self.laureate.call_name)
        if past is None or past.programme is None:
            return None
        return past.programme == programme


def laureates_here(ground: Ground, day: date) -> list[Retained]:
    """Return the laureates retained by a day whose place touches this one, those within it first (one query).

    A laureate whose day is not established is told of every day: nothing says that it came later.
    """
    rows = Laureate.objects.filter(dossier=None).exclude(place_kind="")
    if len(ground.communes) <= MOST_NAMED:
        inside = Q(place_kind=COMMUNE, place_code__in=ground.communes)
        rows = rows.filter(inside | ~Q(place_kind=COMMUNE))
    ours = set(ground.communes)
    found = []
    for one in rows:
        if one.retained_on is not None and one.retained_on > day:
            continue
        held = _retained(one, ground, ours)
        if held is not None:
            found.append(held)
    return sorted(found, key=lambda one: not one.is_inside)


def _retained(one: Laureate, ground: Ground, ours: set[str]) -> Retained | None:
    try:
        theirs = set(ground_of(PlaceKey(one.place_kind, one.place_code)).communes)
    except RebondError:
        return None
    if not theirs & ours:
        return None
    is_part = ground.key.kind == "arrondissement" and one.place_kind != "arrondissement"
    return Retained(one, is_inside=theirs <= ours and not is_part, is_whole=ours <= theirs)
