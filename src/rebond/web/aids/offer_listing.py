"""The public list of open offers: what it is narrowed to, and why each offer stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from rebond.errors import RebondError
from rebond.matching.recruits import CRITERIA, Comparison, Match, Seeker, Spot
from rebond.texts import Text
from rebond.web.aids import checking, measures, profiles, skills, suggesting
from rebond.web.aids.models import Offer
from rebond.web.aids.recruit_queries import MOST_LISTED, open_offers

PAGE, RANGE_KM, FARTHEST = 25, 50, 10_000
WHERE, FREE = Text("Où", "Where"), Text("Libre à partir du", "Free from")
RANGES = (20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor narrows the list to; a part that cannot be read is told and left out."""

    typed: dict[str, str]
    place: Spot | None = None
    range_km: int = RANGE_KM
    skill: str = ""
    level: str = ""
    free_from: date | None = None
    page: int = 1
    faults: tuple[RebondError, ...] = ()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked."""
        return bool(self.place or self.skill or self.level or self.free_from)

    def query(self, page: int) -> str:
        """Return the same question for another page."""
        return urlencode({k: v for k, v in self.typed.items() if v} | {"page": page})


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list."""

    rows: list[tuple[Offer, Match | None]]
    total: int
    of_all: int
    page: int
    pages: int = field(default=1)


def asked(given: QueryDict) -> Asked:
    """Read what the list is narrowed to; nothing is trusted."""
    typed = {
        name: given.get(name, "")[:200].replace("\0", "").strip()
        for name in ("ou", "km", "competence", "niveau", "des")
    }
    faults: list[RebondError] = []
    found: dict[str, Any] = {}
    if typed["ou"]:
        try:
            kind, code = checking.wanted("ou", WHERE, typed["ou"])
            found["place"] = suggesting.wanted(kind, code)
        except RebondError as error:
            faults.append(error)
    try:
        found["free_from"] = checking.day("des", FREE, typed["des"])
    except RebondError as error:
        faults.append(error)
    km = typed["km"]
    page = given.get("page", "")
    is_page = page.isascii() and page.isdigit() and len(page) <= len(str(FARTHEST))
    return Asked(
        typed=typed,
        range_km=int(km) if km in {str(one) for one in RANGES} else RANGE_KM,
        skill=typed["competence"] if typed["competence"] in skills.titles() else "",
        level=typed["niveau"] if typed["niveau"] in profiles.choices(measures.LEVEL) else "",
        page=max(1, min(int(page), FARTHEST)) if is_page else 1,
        faults=tuple(faults),
        **found,
    )


def listed(question: Asked, now: datetime) -> Listed:
    """Return one page: the newest first, or the best matches of what was asked, without what is against."""
    everything = open_offers(now)
    of_all = everything.count()
    if not question.is_narrowed:
        pages = max(1, -(-of_all // PAGE))
        page = min(question.page, pages)
        rows = everything.order_by("-opened_at", "-pk")[(page - 1) * PAGE : page * PAGE]
        return Listed([(one, None) for one in rows], of_all, of_all, page, pages)
    compared = everything.defer("mission").order_by("-opened_at", "-pk")[:MOST_LISTED]
    found, kept = suggesting.offers_for(
        _seeker(question),
        list(compared),
        question.page * PAGE,
        lambda one: not _is_left_out(one, question),
    )
    pages = max(1, -(-kept // PAGE))
    page = min(question.page, pages)
    rows = found[(page - 1) * PAGE : page * PAGE]
    shown = [(offer, _asked_only(match, question)) for offer, match in rows]
    return Listed([*shown], kept, of_all, page, pages)


def _seeker(question: Asked) -> Seeker:
    return Seeker(
        "visitor",
        frozenset({question.skill} - {""}),
        question.level,
        (question.place,) if question.place is not None else (),
        float(question.range_km),
        question.free_from,
    )


def _is_left_out(one: Comparison, question: Asked) -> bool:
    """Whether something asked for is not met; an offer that asks for no skill is not one of that skill."""
    if question.skill and not one.shared:
        return True
    return any(one.of(each) == "not_met" for each in CRITERIA if _is_asked(each, question))


def _is_asked(criterion: str, question: Asked) -> bool:
    return {
        "skills": bool(question.skill),
        "place": question.place is not None,
        "dates": question.free_from is not None,
        "level": bool(question.level),
    }[criterion]


def _asked_only(found: Match, question: Asked) -> Match:
    """Keep the reasons of what was asked: one skill says nothing of the others."""
    reasons = tuple(
        one
        for one in found.reasons
        if _is_asked(one.criterion, question) and one.criterion != "skills"
    )
    return Match(found.id, reasons, found.shared, found.missing, found.distance_km)
