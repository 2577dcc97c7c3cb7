"""What applicant and operator read of whom an aid is for: the beneficiary, the contract, what a break leaves due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rebond.texts import Text, number
from rebond.web.accounts import actors
from rebond.web.aids import recruit_queries, ruling
from rebond.web.aids.models import Application
from rebond.web.ledger.wording import amount_text

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract that an aid goes to.

    Parameters
    ----------
    beneficiary : str
        Name of the firm or the person; empty once erased.
    contact : str
        E-mail address of the person, or of who filed for the firm; empty when there is none.
    recruited : str
        Name of the person recruited; empty once erased.
    recruitment : str
        Reference of the recruitment, where the reader may open it; empty where not.
    starts_on, ends_on, broken_on : date, optional
    due : Text, optional
        How the sum proposed to be paid back is counted, once the contract broke.
    """

    beneficiary: str
    contact: str
    recruited: str
    recruitment: str
    starts_on: date | None
    ends_on: date | None
    broken_on: date | None
    due: Text | None


def of(application: Application, request: HttpRequest) -> Contract:
    """Return the contract of an application, for who reads its facts."""
    one, firm = application.recruitment, application.firm
    is_declined = one.state == one.State.DECLINED
    filer = application.filed_by.user if application.filed_by is not None else None
    person = one.person
    whom = person if firm is None else filer
    seen = recruit_queries.visible(actors.current(request), request.user)  # type: ignore[arg-type]
    return Contract(
        person.name if firm is None else firm.name,
        whom.email if whom is not None and whom.erased_at is None else "",
        "" if is_declined else person.name,
        one.reference if seen.filter(pk=one.pk).exists() else "",
        one.starts_on,
        one.ends_on,
        one.broken_on,
        _due(application),
    )


def _due(application: Application) -> Text | None:
    one, broken_on = application.recruitment, application.broken_on
    if broken_on is None or one.starts_on is None or application.amount is None:
        return None
    rule = ruling.practice_of(application).recovery
    ran, planned = rule.days(one.starts_on, one.ends_on, broken_on)
    figures = {"left": planned - ran, "planned": planned}
    words = {name: Text(number(n, "fr"), number(n, "en")) for name, n in figures.items()}
    due = rule.due(application.amount, one.starts_on, one.ends_on, broken_on)
    return Text(
        "{left} jours manquent sur {planned}\u00a0: {left}/{planned} × {amount} = {due}, au centime inférieur.",
        "{left} of {planned} days are lacking: {left}/{planned} × {amount} = {due}, rounded down to the cent.",
    ).filled(
        **words, amount=amount_text(application.amount, "cents"), due=amount_text(due, "cents")
    )
