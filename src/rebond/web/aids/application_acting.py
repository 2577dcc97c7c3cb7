"""From the form that was sent on an application's page to the act that it asks for, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.aids import (
    application_forms,
    applying,
    filing_facts,
    instructing,
    proving,
    recovering,
    ruling,
)
from rebond.web.aids.application_permissions import is_applicant, may_instruct
from rebond.web.aids.models import Application
from rebond.web.clock import today

if TYPE_CHECKING:
    from django.http import QueryDict

    from rebond.web.aids.application_permissions import By

Act = Callable[["By", Application, "QueryDict", datetime], str]


def act(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    """Do what a form asks, and return what to say of it.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    name = posted.get("act", "")
    is_allowed = is_applicant if name in OF_APPLICANT else may_instruct
    if name not in ACTS or not is_allowed(by, application):
        raise PermissionDenied
    return ACTS[name](by, application, posted, now)


def _tell(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    aid = ruling.aid_of(application)
    fixed = filing_facts.known(aid, application.recruitment, today(application.filed_at))
    sent = [
        one
        for one in filing_facts.askable(aid, fixed)
        if f"{application_forms.FACT}{one.id}" in posted
    ]
    facts = application_forms.facts(sent, posted)
    known = {name: value for name, value in facts.items() if value is not None}
    applying.tell(by, application, known, now)
    return _("Les faits sont enregistrés, et les règles du jour du dépôt y ont répondu.")


def _withdraw(by: By, application: Application, _posted: QueryDict, now: datetime) -> str:
    applying.withdraw(by, application, now)
    return _("La demande est retirée.")


def _ask(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    facts = posted.getlist("facts")
    instructing.ask(_actor(by), application, facts, posted.get("reason", ""), now)
    return _("Le demandeur est prévenu.")


def _grant(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    settled = application_forms.settled(application.answer["open"], posted)
    amount = application_forms.cents(posted, "amount", is_required=False)
    reason = posted.get("reason", "")
    held = instructing.grant(_actor(by), application, reason, now, settled=settled, amount=amount)
    if held.state == Application.State.WAITING:
        return _("L’enveloppe est épuisée : la demande est en liste d’attente.")
    return _("L’aide est accordée et engagée.")


def _refuse(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    instructing.refuse(_actor(by), application, posted.get("reason", ""), now)
    return _("L’aide est refusée ; ce qui était réservé revient au fonds.")


def _prove(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    day = application_forms.day(posted, "proved_on")
    proving.give(by, application, posted.get("proof", ""), day, now)
    return _("Le justificatif est transmis à l’opérateur.")


def _pay(by: By, application: Application, _posted: QueryDict, now: datetime) -> str:
    proving.accept(_actor(by), application, now)
    return _("Le justificatif est accepté et le paiement ordonné à chaque financeur.")


def _decline(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    proving.decline(_actor(by), application, posted.get("reason", ""), now)
    return _("Le justificatif est écarté ; le demandeur est prévenu.")


def _recover(by: By, application: Application, posted: QueryDict, now: datetime) -> str:
    amount = application_forms.cents(posted, "amount") or 0
    recovering.decide(_actor(by), application, amount, posted.get("reason", ""), now)
    return _("Ce qui est à rendre est décidé ; le demandeur est prévenu.")


def _actor(by: By) -> Actor:
    """Return who acts for an organisation; a person alone decides nothing here."""
    if not isinstance(by, Actor):
        raise PermissionDenied
    return by


ACTS: Mapping[str, Act] = {
    "tell": _tell,
    "withdraw": _withdraw,
    "ask": _ask,
    "grant": _grant,
    "refuse": _refuse,
    "prove": _prove,
    "pay": _pay,
    "decline": _decline,
    "recover": _recover,
}
OF_APPLICANT = frozenset({"tell", "withdraw", "prove"})
