"""What every act checks once it holds the case's lock."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.cases import permissions
from rebond.web.cases.errors import BadDay, CaseIsOver, NotYet, TooLong
from rebond.web.cases.models import Case
from rebond.web.cases.wording import CASE_STATES

FIRST, LAST = date(1990, 1, 1), date(2200, 12, 31)
TITLE, TEXT = 200, 20_000


def held(case: Case) -> Case:
    """Lock a case and return it as it stands now."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("site", "lead", "state_by__organisation")
        .get(pk=case.pk)
    )


def led(actor: Actor, case: Case) -> Case:
    """Lock a case that the actor leads."""
    one = held(case)
    if not permissions.may_lead(actor, one):
        raise PermissionDenied
    return one


def require_running(case: Case) -> None:
    """Refuse to change the timeline of a case that is over."""
    if case.state not in permissions.RUNNING:
        raise CaseIsOver(CASE_STATES[case.state])


def require_day(name: Text, day: date | None) -> None:
    """Refuse a day that no project can have."""
    if day is not None and not FIRST <= day <= LAST:
        raise BadDay(name, day.isoformat())


def require_past(name: Text, day: date | None, today: date) -> None:
    """Refuse a fact of a day to come."""
    require_day(name, day)
    if day is not None and day > today:
        raise NotYet(name, day)


def require_short(name: Text, written: str, most: int) -> None:
    """Refuse a text that is too long to be kept."""
    if len(written) > most:
        raise TooLong(name, len(written), most)
