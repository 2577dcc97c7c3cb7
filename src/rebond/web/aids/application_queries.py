"""Reading applications: which ones a person sees, in lists and one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from rebond.aid import Aid, shipped_aids
from rebond.aid.practice import practice_on
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import User
from rebond.web.aids import entitling
from rebond.web.aids.application_errors import AlreadyAided
from rebond.web.aids.application_permissions import By, may_apply
from rebond.web.aids.applying import OVER
from rebond.web.aids.models import Application, Recruitment

if TYPE_CHECKING:
    from django.http import QueryDict

SHOWN = 25
MOST_LETTERS = 24
OPERATOR, APPLICANT = "operator", "applicant"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to."""

    aid: str = ""
    state: str = ""
    words: str = ""

    @property
    def query(self) -> str:
        """Return the address's query of the same question."""
        parts = {"aide": self.aid, "etat": self.state, "q": self.words}
        return urlencode({name: value for name, value in parts.items() if value})


def visible(actor: Actor | None, user: User) -> QuerySet[Application]:
    """Return the applications that a person reads: their own, their firm's, their operator's, all for the national team."""
    mine = Q(person=user)
    if actor is not None:
        mine |= Q(firm=actor.organisation_id) | Q(operator=actor.organisation_id)
    found = Application.objects.all()
    if actor is None or not actor.is_national:
        found = found.filter(mine)
    return found.select_related(
        "recruitment__offer__organisation",
        "recruitment__person",
        "operator",
        "firm",
        "filed_by__user",
    )


def asked(given: QueryDict) -> Asked:
    """Read what the list is narrowed to; nothing is trusted."""
    known = {one.id for one in shipped_aids()}
    aid, state = given.get("aide", ""), given.get("etat", "")
    words = given.get("q", "").replace("\0", "").strip()[:MOST_LETTERS]
    return Asked(
        aid if aid in known else "", state if state in Application.State.values else "", words
    )


def listed(actor: Actor | None, user: User, question: Asked) -> QuerySet[Application]:
    """Return the list asked for: what waits for a decision in the order of filing, then the rest, newest first."""
    found = visible(actor, user).defer("aid", "answer", "facts", "practice", "settled", "asked")
    if question.aid:
        found = found.filter(aid_id=question.aid)
    if question.state:
        found = found.filter(state=question.state)
    if question.words:
        found = found.filter(
            Q(reference__istartswith=question.words)
            | Q(recruitment__reference__istartswith=question.words)
            | Q(siren=question.words)
        )
    return found.order_by("-filed_at", "-pk")


READY = frozenset({Recruitment.State.SIGNED, Recruitment.State.LABELLED})
"""Signed by both: before, a firm reads nothing of the person."""


def offered(
    by: By, recruitment: Recruitment, on: date
) -> list[tuple[Aid, Application | None, AlreadyAided | None]]:
    """Return the aids that a person may apply for with a recruitment, each with the application that stands.

    Where none stands, with what would refuse one filed on the day: the aid was had as often as it may.
    An aid that no award of its measure pays is left out (`unpaid`): nobody could ever have it here.
    """
    standing = {
        one.aid_id: one for one in recruitment.applications.exclude(state__in=OVER).order_by("pk")
    }
    return [
        (aid, standing.get(aid.id), None if aid.id in standing else _obstacle(recruitment, aid, on))
        for aid in _of_measure(by, recruitment)
        if aid.id in standing or (recruitment.state in READY and aid.award is not None)
    ]


def _obstacle(recruitment: Recruitment, aid: Aid, on: date) -> AlreadyAided | None:
    practice = practice_on(aid.id, on)
    return None if practice is None else entitling.obstacle(recruitment, aid, practice, on)


def unpaid(by: By, recruitment: Recruitment) -> list[Aid]:
    """Return the aids of the measure for which nothing says who pays them here."""
    return [one for one in _of_measure(by, recruitment) if one.award is None]


def _of_measure(by: By, recruitment: Recruitment) -> Iterator[Aid]:
    measure = (recruitment.offer.programme_id, recruitment.offer.measure_id)
    for aid in shipped_aids():
        named = aid.measure
        is_named = named is not None and (named.programme, named.measure) == measure
        if is_named and may_apply(by, recruitment, aid):
            yield aid
