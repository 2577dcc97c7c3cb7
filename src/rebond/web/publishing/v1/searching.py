"""The investor's ranked search: the query of the page `/sites/`, answered as rows with their reasons."""

from __future__ import annotations

import json
from dataclasses import astuple
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from rebond.web import clock
from rebond.web.needs import index, presenting, query, searching
from rebond.web.needs.explaining import Reason
from rebond.web.needs.fields import FIELDS, IMPORTANCES
from rebond.web.needs.sentences import sentence
from rebond.web.publishing import cursors
from rebond.web.publishing.errors import BadParameter
from rebond.web.publishing.v1.places import Words

router = Router()
_WHERE = "search"
_LEVELS = " ".join(one for one, _words in IMPORTANCES if one)
Typed = Annotated[str | None, Field(None, max_length=query.LONGEST)]


def _said(description: str) -> Any:
    return (
        Annotated[str | None, Field(None, max_length=query.LONGEST, description=description)],
        None,
    )


def _parameters() -> dict[str, Any]:
    """Return the parameters of the page, each told by its own words."""
    found: dict[str, Any] = {}
    for key, one in FIELDS.items():
        unit = f", {one.unit}" if one.unit else ""
        choices = ": " + ", ".join(value for value, _words in one.choices) if one.choices else ""
        several = "; several are parted by spaces" if one.kind == "places" else ""
        found[key] = _said(f"{one.title.en}{unit}{choices}{several}.")
        importance = f"Importance of `{key}` as a wish ({_LEVELS}); without it, a must."
        found[key + query.WEIGHT] = _said(importance)
    found[query.CHANCE] = _said("Chance asked of `pret`, in per cent; 80 by default.")
    found[query.BOX] = _said("West,south,east,north in degrees.")
    found[query.UNKNOWN] = _said("`non`: leave out sites of which a must is not known.")
    found["cursor"] = (
        Annotated[
            str | None,
            Field(None, max_length=cursors.LONGEST, description="From `next` of a page."),
        ],
        None,
    )
    return found


_MODEL: dict[str, Any] = _parameters()
SearchAsked: Any = create_model(
    "SearchAsked",
    __base__=Schema,
    # A name may not begin with an underscore, nor end in what would hide a method.
    **{
        f"asked_{key}": (Annotated[kind, Field(None, alias=key)], None)
        for key, (kind, _) in _MODEL.items()
    },
)


class ReasonOut(Schema):
    """One thing asked, held against one site."""

    field: str
    asked: Words
    is_must: bool
    met: bool | None
    share: float | None
    value: Words | None
    source: Words
    is_old: bool


class HitOut(Schema):
    """A site found."""

    rank: int
    site: str
    name: str
    where: str
    every_must_known: bool
    score_low: float
    score_high: float
    is_located_by_commune: bool
    is_fictitious: bool
    address: str
    reasons: list[ReasonOut]


class FacetOut(Schema):
    """How many sites found have one value; null is not established."""

    facet: str
    value: str | None
    count: int


class SearchOut(Schema):
    """The sites that answer, the best first."""

    need: Words
    address: str
    registry_state: int
    total: int
    every_must_known: int
    fictitious: int
    next: str | None
    facets: list[FacetOut]
    items: list[HitOut]


class _Given:
    """What is asked, as the page reads it."""

    def __init__(self, told: dict[str, str | None]) -> None:
        self.told = told

    def getlist(self, key: str) -> list[str]:
        value = self.told.get(key)
        return [] if value is None else [value]


@router.get(
    "/search",
    operation_id="search-sites",
    response=SearchOut,
    tags=["Search"],
    summary="Sites that answer an investor's need",
)
def search_sites(request: HttpRequest, asked: Query[SearchAsked]) -> Any:
    """Rank the public sites for a need, with each one's reasons, what misses and what is not known.

    Of sites that answer equally well, real ones come first, then identifiers rise.
    """
    told = asked.model_dump(by_alias=True)
    need = query.read(_Given(told))
    if need.faults:
        name, why = next(iter(need.faults.items()))
        raise BadParameter(name, told.get(name), why)
    canonical = query.to_query(need)
    written = told["cursor"]
    where = f"{_WHERE}?{canonical}"
    after = None if written is None else _read(cursors.after(where, written))
    found = searching.part(need, index.standing(clock.today()), after)
    following = None
    if found.rest is not None:
        joined = f"{canonical}&" if canonical else ""
        cursor = cursors.cursor(where, json.dumps(astuple(found.rest)))
        following = request.build_absolute_uri(f"{request.path}?{joined}cursor={cursor}")
    with translation.override("fr"):
        page_address = settings.BASE_URL + reverse("site-search")
        rows = presenting.rows(found)
        return {
            "need": sentence(need).as_json(),
            "address": f"{page_address}?{canonical}" if canonical else page_address,
            "registry_state": found.standing.number,
            "total": found.total,
            "every_must_known": found.sure,
            "fictitious": found.fictitious,
            "next": following,
            "facets": [
                {"facet": name, "value": value or None, "count": count}
                for name, counts in found.facets.items()
                for value, count in counts
            ],
            "items": [_hit(one) for one in rows],
        }


def _read(written: str) -> searching.After:
    """Return the site that a cursor, which we signed, stands behind."""
    return searching.After(*json.loads(written))


def _hit(row: presenting.Row) -> dict[str, Any]:
    hit = row.hit
    return {
        "rank": hit.rank,
        "site": hit.identifier,
        "name": row.name,
        "where": row.where,
        "every_must_known": hit.is_sure,
        "score_low": round(hit.low, 4),
        "score_high": round(hit.high, 4),
        "is_located_by_commune": row.is_by_commune,
        "is_fictitious": row.is_fictitious,
        "address": settings.BASE_URL + reverse("site-page", args=[hit.identifier]),
        "reasons": [_reason(one) for one in row.reasons],
    }


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "field": one.wanted.key,
        "asked": one.asked.as_json(),
        "is_must": one.wanted.is_must,
        "met": one.met,
        "share": None if one.share is None else round(one.share, 4),
        "value": one.value.words.as_json() if one.value.words else None,
        "source": one.value.source.as_json(),
        "is_old": one.value.is_old,
    }
