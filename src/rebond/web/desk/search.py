"""The list of dossiers that a person may see, narrowed as asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.desk.asking import PAGE, SORTS, Asked
from rebond.web.dossiers import queries as dossiers
from rebond.web.dossiers.models import Dossier
from rebond.web.territories.places import atlas


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the list, with how many there are in all."""

    rows: tuple[Dossier, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def narrowed(actor: Actor, asked: Asked, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers that an actor may see and that answer the question, in its order."""
    rows = dossiers.visible(actor, now)
    if asked.call:
        rows = rows.filter(call__reference=asked.call)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.region:
        rows = rows.filter(region_code=asked.region)
    if asked.eligibility:
        rows = rows.filter(eligibility=asked.eligibility)
    for word in asked.words.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(reference__istartswith=word)
            | Q(organisation__name__icontains=word)
            | Q(commune_code=word)
        )
    return rows.order_by(*SORTS[asked.sort])


def found(actor: Actor, asked: Asked, now: datetime) -> Found:
    """Return the page asked for; one beyond the last is the last."""
    rows = narrowed(actor, asked, now)
    total = rows.count()
    page = min(asked.page, max(1, -(-total // PAGE)))
    start = (page - 1) * PAGE
    # Keys are put in order first: ordering whole rows would carry each through the sort.
    keys = list(rows.values_list("pk", flat=True)[start : start + PAGE])
    shown = Dossier.objects.select_related("call", "organisation").in_bulk(keys)
    return Found(tuple(shown[key] for key in keys), total, page)


def every(actor: Actor, asked: Asked, now: datetime) -> Iterator[Dossier]:
    """Yield every dossier of the list, for a file."""
    rows = narrowed(actor, asked, now).select_related("call", "organisation")
    yield from rows.iterator(chunk_size=1000)


def calls_of(actor: Actor, now: datetime) -> list[Call]:
    """Return the calls of the dossiers that an actor may see, for the filter."""
    mine = dossiers.visible(actor, now).order_by().values("call").distinct()
    return list(Call.objects.filter(pk__in=mine).order_by("-opens_at")[:200])


@cache
def regions() -> dict[str, str]:
    """Return the names of the régions by code."""
    return {
        place.key.code: place.name
        for place in sorted(atlas().places("region"), key=lambda place: place.name)
    }


@cache
def commune_name(code: str) -> str:
    """Return the name of a commune; empty when the code is not known."""
    communes = _communes()
    return communes.get(code, "")


@cache
def _communes() -> dict[str, str]:
    table = atlas().communes
    return dict(zip(table.code.tolist(), table.name.tolist(), strict=True))
