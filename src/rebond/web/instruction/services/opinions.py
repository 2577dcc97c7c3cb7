"""Opinions of services: asked one by one or together, given, replaced, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import SERVICES
from rebond.web.accounts.models import Organisation
from rebond.web.clock import today
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import coverage, permissions
from rebond.web.instruction.addresses import path_of
from rebond.web.instruction.errors import (
    DossierNotExamined,
    OpinionRefused,
    OpinionsNotAsked,
    RequestNotWaiting,
    RowProblem,
    SentenceMissing,
    due_day_after_opinions,
    due_day_past,
)
from rebond.web.instruction.models import Instruction, Opinion, OpinionRequest, Shortlist
from rebond.web.instruction.services.standing import locked, must_be_examined
from rebond.web.instruction.wording import clean
from rebond.web.journal.services import append
from rebond.web.notices.services import tell, tell_organisation


def ask_opinion(
    actor: Actor,
    dossier: Dossier,
    service: Organisation,
    question: str,
    due_at: datetime,
    now: datetime,
    *,
    beyond_opinions_date: bool = False,
) -> OpinionRequest:
    """Ask one service for its opinion on one dossier before a moment."""
    asked = ask_opinions(
        actor,
        [dossier],
        [service],
        question,
        due_at,
        now,
        beyond_opinions_date=beyond_opinions_date,
    )
    return asked[0]


def ask_opinions(
    actor: Actor,
    dossiers: Sequence[Dossier],
    services: Sequence[Organisation],
    question: str,
    due_at: datetime,
    now: datetime,
    *,
    beyond_opinions_date: bool = False,
) -> list[OpinionRequest]:
    """Ask each service about each dossier: all of them, or none with the reason of each row refused.

    Raises
    ------
    PermissionDenied
        When one dossier is not examined by the actor's organisation.
    BadDueDay
        When the moment is past, or after the call's date for opinions and that was not said.
    OpinionsNotAsked
        When a row cannot be asked; every such row is named.
    """
    if due_at <= now:
        raise due_day_past(today(due_at))
    with transaction.atomic():
        problems: list[RowProblem] = []
        question = clean(question)
        examined = [_examined(actor, one, services, problems) for one in dossiers]
        _check_limit(examined, due_at, beyond=beyond_opinions_date)
        waiting = set(
            OpinionRequest.objects.filter(
                dossier__in=dossiers, service__in=services, state=OpinionRequest.State.WAITING
            ).values_list("dossier_id", "service_id")
        )
        reach = coverage.reach(dossiers, services)
        pairs = [(one, service) for one in examined if one is not None for service in services]
        for one, service in pairs:
            why = _why_not(one, service, waiting, reach)
            if why is not None:
                problems.append(RowProblem(one.dossier.reference, service.name, why))
        if problems:
            raise OpinionsNotAsked(problems)
        return [_ask(actor, one, service, question, due_at, now) for one, service in pairs]


def give_opinion(
    actor: Actor, request: OpinionRequest, sense: str, text: str, now: datetime
) -> Opinion:
    """Give the opinion that was asked, or another that replaces it; late ones count, marked late.

    Raises
    ------
    PermissionDenied
        When the request was made to another service.
    OpinionRefused
        When the request is cancelled, the dossier withdrawn or the deliberation closed.
    """
    text = clean(text)
    with transaction.atomic():
        found = (
            OpinionRequest.objects.select_for_update(of=("self",))
            .select_related("dossier__call", "service")
            .get(pk=request.pk)
        )
        if not permissions.may_answer(actor, found):
            raise PermissionDenied
        if found.state == OpinionRequest.State.CANCELLED:
            raise OpinionRefused(Text("La demande est annulée.", "The request is cancelled."))
        try:
            must_be_examined(found.dossier)
        except DossierNotExamined as fault:
            raise OpinionRefused(fault.what) from fault
        if sense not in Opinion.Sense.values:
            raise SentenceMissing(
                Text("Le sens de l’avis manque.", "The opinion’s sense is missing.")
            )
        if not text and sense != Opinion.Sense.NONE:
            raise SentenceMissing(
                Text(
                    "Un avis sans motif n’éclaire personne.",
                    "An opinion without reasons helps nobody.",
                )
            )
        number = found.opinions.count() + 1
        opinion = Opinion.objects.create(
            request=found, sense=sense, text=text, given_by_id=actor.membership_id, given_at=now
        )
        found.state = OpinionRequest.State.GIVEN
        found.save(update_fields=["state"])
        append(
            actor,
            "instruction.opinion_given",
            ("opinion_request", f"{found.dossier.reference}/{found.pk}"),
            {
                "sense": sense,
                "text": text,
                "number": number,
                "is_late": now > found.due_at,
                "is_after_sending": _is_sent(found.dossier),
            },
            now=now,
        )
        _tell_given(actor, found, now)
        return opinion


def cancel_request(
    actor: Actor, request: OpinionRequest, reason: str, now: datetime
) -> OpinionRequest:
    """Cancel a request that still waits, and tell the service why."""
    reason = clean(reason)
    with transaction.atomic():
        locked(actor, request.dossier)
        found = (
            OpinionRequest.objects.select_for_update(of=("self",))
            .select_related("dossier")
            .get(pk=request.pk)
        )
        if found.state != OpinionRequest.State.WAITING:
            last = found.opinions.last()
            at = last.given_at if last else found.cancelled_at
            word = Text("l’avis est rendu", "the opinion is given")
            if found.state == OpinionRequest.State.CANCELLED:
                word = Text("la demande est annulée", "the request is cancelled")
            raise RequestNotWaiting(word, at)
        if not reason:
            raise SentenceMissing(
                Text("Le motif de l’annulation manque.", "The reason to cancel is missing.")
            )
        found.state, found.cancelled_at, found.cancel_reason = (
            OpinionRequest.State.CANCELLED,
            now,
            reason,
        )
        found.save(update_fields=["state", "cancelled_at", "cancel_reason"])
        about = ("opinion_request", f"{found.dossier.reference}/{found.pk}")
        append(actor, "instruction.request_cancelled", about, {"reason": reason}, now=now)
        tell_organisation(
            found.service_id,
            "instruction.request_cancelled",
            about,
            address=path_of("opinion", found.pk),
            facts={
                "title": found.dossier.title,
                "dossier": found.dossier.reference,
                "reason": reason,
            },
            now=now,
        )
        return found


def _examined(
    actor: Actor, dossier: Dossier, services: Iterable[Organisation], problems: list[RowProblem]
) -> Instruction | None:
    try:
        return locked(actor, dossier)
    except DossierNotExamined as fault:
        problems += [RowProblem(dossier.reference, one.name, fault.what) for one in services]
        return None


def _check_limit(examined: Iterable[Instruction | None], due_at: datetime, *, beyond: bool) -> None:
    if beyond:
        return
    limits = [one.dossier.call.opinions_due_at for one in examined if one is not None]
    for limit in limits:
        if limit is not None and due_at > limit and today(due_at) > today(limit):
            raise due_day_after_opinions(today(due_at), today(limit))


def _why_not(
    instruction: Instruction,
    service: Organisation,
    waiting: set[tuple[int, int]],
    reach: frozenset[tuple[int, int]],
) -> Text | None:
    """Return why one service cannot be asked about one dossier; None when it can."""
    key = (instruction.dossier_id, service.pk)
    if service.kind not in SERVICES or service.closed_at is not None:
        return Text("cette organisation ne rend pas d’avis", "this organisation gives no opinions")
    if service.pk == instruction.dossier.organisation_id:
        return Text("elle a déposé ce dossier", "it filed this dossier")
    if key in waiting:
        return Text(
            "son avis est déjà demandé et attendu", "its opinion is already asked and awaited"
        )
    if key not in reach:
        return Text(
            "son territoire ne couvre aucun lieu du dossier",
            "its territory covers no place of the dossier",
        )
    return None


def _ask(
    actor: Actor,
    instruction: Instruction,
    service: Organisation,
    question: str,
    due_at: datetime,
    now: datetime,
) -> OpinionRequest:
    dossier = instruction.dossier
    request = OpinionRequest.objects.create(
        dossier=dossier,
        service=service,
        question=question,
        asked_by_id=actor.membership_id,
        asked_at=now,
        due_at=due_at,
    )
    about = ("opinion_request", f"{dossier.reference}/{request.pk}")
    append(
        actor,
        "instruction.opinion_asked",
        about,
        {"service": service.slug, "question": question, "due_at": due_at.isoformat()},
        now=now,
    )
    tell_organisation(
        service.pk,
        "instruction.opinion_asked",
        about,
        address=path_of("opinion", request.pk),
        facts={
            "title": dossier.title,
            "dossier": dossier.reference,
            "organisation": actor.organisation_name,
            "due": today(due_at).isoformat(),
        },
        now=now,
    )
    return request


def _is_sent(dossier: Dossier) -> bool:
    return Shortlist.objects.filter(
        call=dossier.call_id, region_code=dossier.region_code, sent_at__isnull=False
    ).exists()


def _tell_given(actor: Actor, request: OpinionRequest, now: datetime) -> None:
    """Tell the agent who has the dossier, or the whole organisation when nobody has it."""
    instruction = (
        Instruction.objects.filter(dossier=request.dossier_id).select_related("assigned_to").first()
    )
    if instruction is None:
        return
    about = ("dossier", request.dossier.reference)
    address = path_of("instruction-dossier", request.dossier.reference)
    facts = {
        "title": request.dossier.title,
        "dossier": request.dossier.reference,
        "organisation": actor.organisation_name,
    }
    if instruction.assigned_to is not None:
        users = [instruction.assigned_to.user_id]
        tell(users, "instruction.opinion_given", about, address=address, facts=facts, now=now)
        return
    tell_organisation(
        instruction.organisation_id,
        "instruction.opinion_given",
        about,
        address=address,
        facts=facts,
        now=now,
    )
