"""Commands: propose, take back, confirm by a second person, close the deliberation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import proposals
from rebond.web.deliberations.errors import (
    AlreadyDecided,
    BulkRefused,
    NotTheMoment,
    ProposalGone,
    Recused,
    SamePerson,
)
from rebond.web.deliberations.later_acts import correct, review, withdraw
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.permissions import may_deliberate
from rebond.web.deliberations.recusals import recused_from
from rebond.web.deliberations.sittings import close
from rebond.web.dossiers import correcting
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append

__all__ = [
    "cancel",
    "close",
    "confirm",
    "confirm_many",
    "correct",
    "propose",
    "propose_many",
    "review",
    "withdraw",
]


@transaction.atomic
def propose(
    actor: Actor,
    dossier: Dossier,
    outcome: str,
    reason: Mapping[str, Any],
    sentence_fr: str,
    sentence_en: str,
    evaluation: Evaluation | None,
    now: datetime,
) -> Decision:
    """Propose the decision on one dossier; another person confirms it.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    sitting = proposals.sit(actor, dossier.call, now)
    decision = _proposed(
        sitting, dossier, outcome, reason, (sentence_fr, sentence_en), evaluation, now
    )
    decision.save()
    append(
        actor,
        "deliberations.propose",
        ("decision", decision.name),
        {"digest": proposals.digest_of(decision)},
        now=now,
    )
    proposals.tell_colleagues(actor, dossier.call, now)
    return decision


@transaction.atomic
def propose_many(
    actor: Actor,
    call: Call,
    dossiers: Sequence[Dossier],
    outcome: str,
    reason: Mapping[str, Any],
    template_fr: str,
    template_en: str,
    evaluation: Evaluation | None,
    now: datetime,
) -> list[Decision]:
    """Propose one decision on many dossiers, its sentence filled for each; all of them or none.

    Raises
    ------
    PermissionDenied
    BulkRefused
        With the reason of each dossier that cannot receive it.
    """
    sitting = proposals.sit(actor, call, now)
    refused: list[tuple[str, BadInput]] = []
    decisions: list[Decision] = []
    for one in sorted(dossiers, key=lambda dossier: dossier.pk):
        try:
            decisions.append(
                _proposed(
                    sitting,
                    one,
                    outcome,
                    reason,
                    (template_fr, template_en),
                    evaluation,
                    now,
                )
            )
        except BadInput as error:
            refused.append((one.reference, error))
    if not decisions and not refused:
        raise NotTheMoment(Text("aucun dossier n’est choisi.", "no dossier is chosen."))
    if refused:
        raise BulkRefused(refused)
    Decision.objects.bulk_create(decisions)
    append(
        actor,
        "deliberations.propose_many",
        ("call", call.reference),
        {"digests": {one.name: proposals.digest_of(one) for one in decisions}},
        now=now,
    )
    proposals.tell_colleagues(actor, call, now)
    return decisions


def _proposed(
    sitting: proposals.Sitting,
    dossier: Dossier,
    outcome: str,
    reason: Mapping[str, Any],
    words: tuple[str, str],
    evaluation: Evaluation | None,
    now: datetime,
) -> Decision:
    held = proposals.lock(dossier)
    if held.state == Dossier.State.CORRECTION and held.pk not in sitting.recused:
        correcting.end_correction(held, now)
        held = proposals.lock(dossier)
    proposals.check_dossier(sitting, held)
    if sitting.call.deliberated_at is not None:
        raise NotTheMoment(
            Text(
                "la délibération est close ; une décision se change par un nouvel acte.",
                "the deliberation is closed; a decision is changed by a new act.",
            )
        )
    proposals.refuse_standing(held, proposals.last_act(held))
    proposals.cited(sitting, evaluation)
    return proposals.make(
        sitting,
        held,
        act=Decision.Act.DECISION,
        number=1,
        outcome=outcome,
        reason=reason,
        sentence_fr=words[0],
        sentence_en=words[1],
        now=now,
    )


@transaction.atomic
def cancel(actor: Actor, decision: Decision, now: datetime) -> None:
    """Take a proposal back before anyone confirms it; whoever deliberates may.

    Raises
    ------
    PermissionDenied
    Recused, AlreadyDecided, ProposalGone
    """
    if not may_deliberate(actor, decision.call):
        raise PermissionDenied
    held = _waiting(decision)
    if held.dossier_id in recused_from(actor, held.call):
        raise Recused(held.dossier.reference)
    Decision.objects.filter(pk=held.pk).update(
        cancelled_at=now, cancelled_by_id=actor.membership_id
    )
    append(
        actor,
        "deliberations.cancel",
        ("decision", held.name),
        {"digest": proposals.digest_of(held)},
        now=now,
    )


@transaction.atomic
def confirm(actor: Actor, decision: Decision, now: datetime) -> None:
    """Confirm a proposal as the second person.

    Raises
    ------
    PermissionDenied
    SamePerson, Recused, AlreadyDecided, ProposalGone
    """
    sitting = proposals.sit(actor, decision.call, now)
    held = _confirmable(sitting, decision)
    _keep(actor, [held], now)
    append(
        actor,
        "deliberations.confirm",
        ("decision", held.name),
        {"digest": proposals.digest_of(held)},
        now=now,
    )


@transaction.atomic
def confirm_many(
    actor: Actor, call: Call, decisions: Sequence[Decision], now: datetime
) -> list[Decision]:
    """Confirm many proposals as the second person; all of them or none.

    Raises
    ------
    PermissionDenied
    BulkRefused
        With the reason of each proposal that cannot be confirmed.
    """
    sitting = proposals.sit(actor, call, now)
    held: list[Decision] = []
    refused: list[tuple[str, BadInput]] = []
    for one in sorted(decisions, key=lambda decision: decision.dossier_id):
        try:
            held.append(_confirmable(sitting, one))
        except BadInput as error:
            refused.append((one.dossier.reference, error))
    if not held and not refused:
        raise NotTheMoment(Text("aucune proposition n’est choisie.", "no proposal is chosen."))
    if refused:
        raise BulkRefused(refused)
    _keep(actor, held, now)
    append(
        actor,
        "deliberations.confirm_many",
        ("call", call.reference),
        {"digests": {one.name: proposals.digest_of(one) for one in held}},
        now=now,
    )
    return held


def _waiting(decision: Decision) -> Decision:
    """Lock the dossier of a proposal and read the proposal again; tell who was first when it is gone."""
    proposals.lock(decision.dossier)
    held: Decision = (
        Decision.objects.select_related(
            "call",
            "dossier",
            "evaluation",
            "proposed_by__user",
            "confirmed_by__user",
            "cancelled_by__user",
        )
        .defer("evaluation__record")
        .get(pk=decision.pk)
    )
    if held.confirmed_by is not None and held.confirmed_at is not None:
        who = str(held.confirmed_by.user)
        raise AlreadyDecided(held.dossier.reference, who, held.confirmed_at)
    if held.cancelled_at is not None:
        who = str(held.cancelled_by.user) if held.cancelled_by else "—"
        raise ProposalGone(held.dossier.reference, who, held.cancelled_at)
    return held


def _confirmable(sitting: proposals.Sitting, decision: Decision) -> Decision:
    held = _waiting(decision)
    if held.call_id != sitting.call.pk:
        raise NotTheMoment(Text("cette proposition est d’un autre appel.", "another call’s."))
    if held.proposed_by.user_id == sitting.actor.user_id:
        raise SamePerson(held.dossier.reference)
    if held.dossier_id in sitting.recused:
        raise Recused(held.dossier.reference)
    if held.act == Decision.Act.DECISION:
        proposals.check_dossier(sitting, held.dossier)
        proposals.cited(sitting, held.evaluation)
        named = held.reason.get("filing")
        if named is not None and named != proposals.rests_on(held.dossier).get("filing"):
            raise NotTheMoment(
                Text(
                    "{dossier} a été déposé de nouveau depuis la proposition.",
                    "{dossier} was filed again since the proposal.",
                ).filled(dossier=held.dossier.reference),
                Text("Retirez-la et proposez à nouveau.", "Take it back and propose anew."),
            )
    return held


def _keep(actor: Actor, decisions: Sequence[Decision], now: datetime) -> None:
    first = [one.pk for one in decisions if one.act == Decision.Act.DECISION]
    later = [one.pk for one in decisions if one.act != Decision.Act.DECISION]
    done = {"confirmed_by_id": actor.membership_id, "confirmed_at": now}
    Decision.objects.filter(pk__in=first).update(**done)
    Decision.objects.filter(pk__in=later).update(**done, visible_from=now)
