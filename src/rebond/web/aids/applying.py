"""Applying for an aid: the rules of the filing day frozen, no double aid, then the reservation; all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied

from rebond.aid import Aid
from rebond.aid.loading import shipped_aid
from rebond.aid.practice import practice_on
from rebond.texts import Text
from rebond.web.accounts.models import Organisation
from rebond.web.aids import application_notices as telling
from rebond.web.aids import entitling, filing_facts, funding, reservations, ruling
from rebond.web.aids.application_errors import (
    FactFixed,
    FactsErased,
    NotEligible,
    NotThatState,
    RecruitmentUnfit,
)
from rebond.web.aids.application_permissions import (
    By,
    actor_of,
    is_applicant,
    may_apply,
)
from rebond.web.aids.models import Application, Recruitment
from rebond.web.aids.references import new_reference
from rebond.web.aids.ruling import Ruling
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.ledger import turns
from rebond.web.ledger.models import Reservation
from rebond.web.ledger.settling import cancel

State = Application.State
OVER = (State.REFUSED, State.WITHDRAWN)
OPEN = Application.UNDECIDED
"""Before the decision."""
STANDING = frozenset(
    {Recruitment.State.PROPOSED, Recruitment.State.SIGNED, Recruitment.State.LABELLED}
)
STATES: Mapping[str, Text] = {
    State.FILED: Text("déposée", "filed"),
    State.RESERVED: Text("aide réservée", "aid reserved"),
    State.WAITING: Text("en liste d’attente", "on the waiting list"),
    State.GRANTED: Text("accordée", "granted"),
    State.REFUSED: Text("refusée", "refused"),
    State.PAID: Text("payée", "paid"),
    State.RECOVERING: Text("à rembourser", "to be paid back"),
    State.RECOVERED: Text("remboursée", "paid back"),
    State.WITHDRAWN: Text("retirée", "withdrawn"),
}
WITHDRAWN = Text(
    "Demande retirée par le demandeur avant la décision.",
    "Application withdrawn by the applicant before the decision.",
)


def apply(
    by: By, recruitment: Recruitment, aid_id: str, facts: Mapping[str, Any], now: datetime
) -> Application:
    """File an application for one aid; asked again while one stands, return that one and do nothing.

    Parameters
    ----------
    by : Actor or User
        The firm's people for an aid to the firm, the young person for an aid to the person.
    recruitment : Recruitment
    aid_id : str
    facts : mapping of str to object
        What the recruitment does not tell, in the units of `rebond.aid.answer`.
    now : datetime
        The rules of its day apply, whatever they become.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    aid = shipped_aid(aid_id)
    if not may_apply(by, recruitment, aid):
        raise PermissionDenied
    with turns.turn():
        held = _held(recruitment)
        standing = held.applications.filter(aid_id=aid.id).exclude(state__in=OVER).first()
        if standing is not None:
            return standing
        return _filed(by, held, aid, facts, now)


def tell(by: By, application: Application, facts: Mapping[str, Any], now: datetime) -> Application:
    """Complete an application with facts that were missing or asked for; the rules of its filing day answer.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    with turns.turn():
        held, standing = reservations.locked(application)
        if not is_applicant(by, held):
            raise PermissionDenied
        require(held, OPEN, Text("la compléter", "complete it"))
        aid = ruling.aid_of(held)
        if held.erased_at is not None and ruling.personal(held) & set(facts):
            raise FactsErased(held.reference)
        fixed = filing_facts.known(aid, held.recruitment, today(held.filed_at))
        wanted = {one["fact"] for one in held.asked}
        specs = {one.id: one for one in aid.facts}
        for name in facts:
            is_wanted = name in wanted or held.facts.get(name) is None
            if name in specs and (not is_wanted or (name in fixed and name not in wanted)):
                raise FactFixed(specs[name].question)
        found = ruling.ruled(aid, held.facts | dict(facts), today(held.filed_at))
        known = {name: value for name, value in facts.items() if value is not None}
        held.facts = dict(found.answer.facts)
        held.answer = ruling.told(found)
        held.asked = [one for one in held.asked if one["fact"] not in known]
        held.save(update_fields=["facts", "answer", "asked"])
        _reserve_again(held, standing, found, now)
        said = {"facts": sorted(known), "answer": found.answer.answer, "state": str(held.state)}
        append(actor_of(by), "aids.tell", about(held), said, now=now)
        if not held.asked:
            telling.tell_operator(held, telling.COMPLETED, now)
    return held


def withdraw(by: By, application: Application, now: datetime) -> Application:
    """Take an application back before its decision: what is reserved returns, and another may be filed.

    Raises
    ------
    PermissionDenied
    NotThatState
    """
    with turns.turn():
        held, standing = reservations.locked(application)
        if not is_applicant(by, held):
            raise PermissionDenied
        require(held, OPEN, Text("la retirer", "withdraw it"))
        end(held, standing, State.WITHDRAWN, WITHDRAWN.fr, now)
        append(actor_of(by), "aids.withdraw", about(held), {}, now=now)
        telling.tell_operator(held, telling.WITHDRAWN, now)
    return held


def end(
    application: Application,
    standing: Reservation | None,
    state: str,
    sentence: str,
    now: datetime,
) -> None:
    """Give back what is reserved and the places of the limits; inside an act's transaction."""
    if standing is not None and standing.state != Reservation.State.CANCELLED:
        cancel(standing, None, sentence, now)
    entitling.release(application)
    application.state, application.sentence = State(state), sentence
    application.closed_at = now
    application.save(update_fields=["state", "sentence", "closed_at"])


def require(application: Application, states: tuple[str, ...], act: Text) -> None:
    """Refuse an act on an application that is not in one of these states.

    Raises
    ------
    NotThatState
    """
    if application.state not in states:
        raise NotThatState(application.reference, STATES[application.state], act)


def about(application: Application) -> tuple[str, str]:
    """Return what the journal says an act is about."""
    return ("aid_application", application.reference)


def _held(recruitment: Recruitment) -> Recruitment:
    """Take the locks of a recruitment and of its firm, and read both as they stand now."""
    held = (
        Recruitment.objects.select_for_update(of=("self",))
        .select_related("offer", "person")
        .get(pk=recruitment.pk)
    )
    # The firm's SIREN, by which its aids are counted, is corrected under this lock.
    firm = Organisation.objects.select_for_update().get(pk=held.offer.organisation_id)
    held.offer.organisation = firm
    return held


def _filed(
    by: By, recruitment: Recruitment, aid: Aid, facts: Mapping[str, Any], now: datetime
) -> Application:
    on = today(now)
    _check(recruitment, aid)
    found = ruling.ruled(aid, _merged(aid, recruitment, facts, on), on)
    if found.refusing:
        raise NotEligible(aid.title, on, found.refusing)
    offer = recruitment.offer
    practice = practice_on(aid.id, on)
    if practice is None:
        raise RecruitmentUnfit(
            Text(
                "{aid} : rien ne dit comment elle se paie.", "{aid}: nothing says how it is paid."
            ).filled(aid=aid.title)
        )
    fund = funding.fund_for(aid, offer.commune_code, on, is_fictitious=offer.is_fictitious)
    kind, code = funding.territory_of(aid, offer.commune_code)
    is_firm = aid.beneficiary == "firm"
    actor = actor_of(by)
    made = Application.objects.create(
        reference=new_reference("A", Application),
        aid_id=aid.id,
        aid_version=aid.version,
        aid_digest=found.answer.aid_digest,
        aid=ruling.frozen(aid),
        recruitment=recruitment,
        firm=offer.organisation if is_firm else None,
        person=None if is_firm else recruitment.person,
        operator=fund.manager,
        fund=fund,
        siren=entitling.keys_of(recruitment)["firm"],
        facts=dict(found.answer.facts),
        answer=ruling.told(found),
        practice=practice.model_dump(mode="json"),
        territory_kind=kind,
        territory_code=code,
        state=State.FILED,
        filed_by_id=actor.membership_id if actor and is_firm else None,
        filed_at=now,
        is_fictitious=offer.is_fictitious,
    )
    entitling.take(made, practice, on)
    if (amount := _reservable(found)) is not None:
        reservations.ask(made, amount, now)
    said = {
        "aid": aid.id,
        "aid_digest": made.aid_digest,
        "recruitment": recruitment.reference,
        "answer": found.answer.answer,
        "fund": fund.reference,
        "state": str(made.state),
    }
    append(actor, "aids.apply", about(made), said, now=now)
    telling.tell_operator(made, telling.FILED, now)
    return made


def _check(recruitment: Recruitment, aid: Aid) -> None:
    offer, measure = recruitment.offer, aid.measure
    if recruitment.state not in STANDING:
        raise RecruitmentUnfit(
            Text(
                "le recrutement {reference} est clos : {state}.",
                "the recruitment {reference} is over: {state}.",
            ).filled(reference=recruitment.reference, state=recruitment.get_state_display())
        )
    if measure is None or (measure.programme, measure.measure) != (
        offer.programme_id,
        offer.measure_id,
    ):
        raise RecruitmentUnfit(
            Text(
                "le recrutement {reference} n’est pas de la mesure de cette aide.",
                "the recruitment {reference} is not of this aid’s measure.",
            ).filled(reference=recruitment.reference)
        )


def _merged(
    aid: Aid, recruitment: Recruitment, facts: Mapping[str, Any], on: Any
) -> dict[str, Any]:
    """Return the facts of the recruitment and those told; telling one of the first otherwise is refused."""
    fixed = filing_facts.known(aid, recruitment, on)
    specs = {one.id: one for one in aid.facts}
    for name, value in facts.items():
        if name in fixed and value is not None and value != fixed[name]:
            raise FactFixed(specs[name].question)
    return dict(facts) | fixed


def _reservable(found: Ruling) -> int | None:
    """Return what is to be set aside: one amount, once no fact is missing and the rules do not refuse."""
    if found.missing or found.refusing or not found.amount:
        return None
    return found.amount


def _reserve_again(
    application: Application, standing: Reservation | None, found: Ruling, now: datetime
) -> None:
    """Reserve what the completed facts give; for another amount than before, ask anew, behind those who wait."""
    amount = _reservable(found)
    if amount is not None:
        reservations.for_amount(application, standing, amount, now)
