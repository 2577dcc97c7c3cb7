"""The operator's acts on an application: asking for a fact, granting, refusing; the rules are those of the filing day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.aids import application_notices as telling
from rebond.web.aids import filing_facts, reservations, ruling
from rebond.web.aids.application_errors import (
    AmountOutOfRule,
    NotYetDecidable,
    RecruitmentUnfit,
    listed,
)
from rebond.web.aids.application_permissions import may_instruct
from rebond.web.aids.applying import OPEN, about, end, require
from rebond.web.aids.models import Application, Recruitment
from rebond.web.aids.ruling import Ruling
from rebond.web.clock import today
from rebond.web.journal.services import append
from rebond.web.ledger import turns
from rebond.web.ledger.amounts import whole
from rebond.web.ledger.models import Reservation
from rebond.web.ledger.services import reason_of
from rebond.web.ledger.settling import commit
from rebond.web.ledger.wording import amount_text

State = Application.State
GRANT = Text("l’accorder", "grant it")
RAN = (Recruitment.State.LABELLED, Recruitment.State.ENDED)
"""Labelled, whether the contract runs or has run to its planned end."""


def ask(
    actor: Actor, application: Application, facts: Sequence[str], sentence: str, now: datetime
) -> Application:
    """Ask the applicant for facts, or to tell some again.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    _allow(actor, application)
    words = reason_of(sentence)
    with turns.turn():
        held, _standing = reservations.locked(application)
        require(held, OPEN, Text("demander un fait", "ask for a fact"))
        aid = ruling.aid_of(held)
        fixed = filing_facts.known(aid, held.recruitment, today(held.filed_at))
        offered = {one.id for one in filing_facts.askable(aid, fixed)}
        wanted = list(dict.fromkeys(facts))
        if not wanted or not set(wanted) <= offered:
            raise NotYetDecidable(
                Text(
                    "aucun fait que le demandeur puisse donner n’est choisi.",
                    "no fact that the applicant can give is chosen.",
                ),
                Text("Choisissez-en dans la liste.", "Choose some of the list."),
            )
        kept = [one for one in held.asked if one["fact"] not in wanted]
        held.asked = [*kept, *({"fact": one, "words": words} for one in wanted)]
        held.save(update_fields=["asked"])
        append(actor, "aids.ask", about(held), {"facts": wanted, "reason": words}, now=now)
        telling.tell_applicant(held, telling.ASKED, now)
    return held


def grant(
    actor: Actor,
    application: Application,
    sentence: str,
    now: datetime,
    *,
    settled: Mapping[str, str] | None = None,
    amount: int | None = None,
) -> Application:
    """Grant an aid: what is reserved for it is committed.

    Parameters
    ----------
    actor : Actor
    application : Application
    sentence : str
        Why, for the applicant.
    now : datetime
    settled : mapping of str to str
        By condition that no source establishes for the filing day: why it is held as met.
    amount : int, optional
        In cents, where the rules give bounds and not one number; within them.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    _allow(actor, application)
    words = reason_of(sentence)
    reasons = {name: reason_of(why) for name, why in (settled or {}).items()}
    with turns.turn():
        held, standing = reservations.locked(application)
        require(held, (State.FILED, State.RESERVED), GRANT)
        found = ruling.ruling(held)
        _require_decidable(held, found, reasons)
        given = _amount(found, amount)
        standing = reservations.for_amount(held, standing, given, now)
        held.settled = {name: reasons[name] for name in sorted(found.open_points)}
        said = {"amount": given, "settled": held.settled, "reason": words}
        if held.state == State.WAITING:
            # The envelope does not hold it: it waits in the written order, and is granted when served.
            held.save(update_fields=["settled"])
            append(actor, "aids.wait", about(held), said, now=now)
            telling.tell_applicant(held, telling.PUT_IN_LINE, now)
            return held
        assert standing.amount == given  # noqa: S101 - the books and the application say the same
        commit(standing, None, now)
        held.state, held.amount, held.sentence = State.GRANTED, given, words
        held.decided_by_id, held.decided_at = actor.membership_id, now
        starts_on = held.recruitment.starts_on
        if starts_on is not None:
            held.proof_due_on = ruling.practice_of(held).proof.due_on(starts_on)
        held.save()
        append(actor, "aids.grant", about(held), said, now=now)
        telling.tell_applicant(held, telling.GRANTED, now)
    return held


def refuse(actor: Actor, application: Application, sentence: str, now: datetime) -> Application:
    """Refuse an aid: what is reserved returns to the fund and serves who waits.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    _allow(actor, application)
    words = reason_of(sentence)
    with turns.turn():
        held, standing = reservations.locked(application)
        require(held, OPEN, Text("la refuser", "refuse it"))
        held.decided_by_id, held.decided_at = actor.membership_id, now
        held.save(update_fields=["decided_by", "decided_at"])
        end(held, standing, State.REFUSED, words, now)
        append(actor, "aids.refuse", about(held), {"reason": words}, now=now)
        telling.tell_applicant(held, telling.REFUSED, now)
    return held


def served(reservation: Reservation, now: datetime) -> None:
    """Follow a reservation out of the waiting list; called by the ledger in the act that serves it."""
    application = reservations.application_of(reservation.subject_reference)
    if application is not None and application.state == State.WAITING:
        application.state = State.RESERVED
        application.save(update_fields=["state"])
        telling.tell_applicant(application, telling.SERVED, now)
        telling.tell_operator(application, telling.SERVED, now)


def _allow(actor: Actor, application: Application) -> None:
    """Refuse who is not of the operator, which never changes; before anything that is said is read."""
    if not may_instruct(actor, application):
        raise PermissionDenied


def _require_decidable(application: Application, found: Ruling, reasons: Mapping[str, str]) -> None:
    if found.refusing:
        raise NotYetDecidable(
            Text(
                "les règles du jour du dépôt répondent non : {rules}",
                "the rules of the filing day answer no: {rules}",
            ).filled(rules=listed(found.refusing)),
            Text(
                "Refusez-la, ou demandez le fait s’il est inexact.",
                "Refuse it, or ask for the fact if it is wrong.",
            ),
        )
    absent = [*(one.question for one in found.missing)]
    if absent or application.asked:
        raise NotYetDecidable(
            Text("il manque des faits : {facts}", "facts are missing: {facts}").filled(
                facts=listed(absent) if absent else Text("ceux demandés.", "those asked for.")
            ),
            Text("Demandez-les au demandeur.", "Ask the applicant for them."),
        )
    left = [title for name, title in found.open_points.items() if name not in reasons]
    if left:
        raise NotYetDecidable(
            Text(
                "aucune source n’établit ces conditions ce jour-là : {rules}",
                "no source establishes these conditions on that day: {rules}",
            ).filled(rules=listed(left)),
            Text(
                "Dites pour chacune pourquoi vous la tenez pour remplie, ou refusez.",
                "Say for each why you hold it as met, or refuse.",
            ),
        )
    if application.recruitment.state not in RAN:
        raise RecruitmentUnfit(
            Text(
                "le recrutement {reference} n’est pas labellisé.",
                "the recruitment {reference} is not labelled.",
            ).filled(reference=application.recruitment.reference),
            Text("Attendez le label, ou refusez.", "Wait for the label, or refuse."),
        )


def _amount(found: Ruling, given: int | None) -> int:
    """Return the amount to grant: that of the rules, or the one that the operator gives within their bounds."""
    if found.amount is not None:
        if given is not None and given != found.amount:
            raise AmountOutOfRule(
                Text(
                    "les règles donnent {amount}, et rien d’autre.",
                    "the rules give {amount}, and nothing else.",
                ).filled(amount=amount_text(found.amount, "cents"))
            )
        return whole(found.amount)
    low, high = found.answer.amount.low, found.answer.amount.high
    if given is None or given < low or (high is not None and given > high):
        bounds = (
            Text("{low} au moins", "at least {low}")
            if high is None
            else Text("de {low} à {high}", "{low} to {high}")
        )
        raise AmountOutOfRule(
            Text(
                "le montant reste à dire : {bounds}.", "the amount is still to be said: {bounds}."
            ).filled(
                bounds=bounds.filled(
                    low=amount_text(low, "cents"), high=amount_text(high or 0, "cents")
                )
            )
        )
    return whole(given)
