"""Acts that change a confirmed decision: new rows under the same two-person rule, never edits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import proposals, sentences
from rebond.web.deliberations.errors import (
    SHORTEST_SENTENCE,
    AlreadyProposed,
    NotTheMoment,
    ReasonIncomplete,
    Recused,
    SentenceTooShort,
)
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.reasons import WITHDRAWAL
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append

Act = Decision.Act
WHY = Text("La raison de cet acte", "The reason for this act")


def correct(
    actor: Actor,
    dossier: Dossier,
    reason: Mapping[str, Any],
    sentence_fr: str,
    sentence_en: str,
    motive: str,
    evaluation: Evaluation | None,
    now: datetime,
) -> Decision:
    """Propose to correct the reason or the sentence of a decision; its outcome stays.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    return _propose(
        actor,
        dossier,
        Act.CORRECTION,
        None,
        reason,
        (sentence_fr, sentence_en),
        motive,
        evaluation,
        now,
    )


def review(
    actor: Actor,
    dossier: Dossier,
    outcome: str,
    reason: Mapping[str, Any],
    sentence_fr: str,
    sentence_en: str,
    motive: str,
    evaluation: Evaluation | None,
    now: datetime,
) -> Decision:
    """Propose to decide again on a dossier, after an appeal or a new fact.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    return _propose(
        actor,
        dossier,
        Act.REVIEW,
        outcome,
        reason,
        (sentence_fr, sentence_en),
        motive,
        evaluation,
        now,
    )


def withdraw(
    actor: Actor,
    dossier: Dossier,
    sentence_fr: str,
    sentence_en: str,
    motive: str,
    now: datetime,
) -> Decision:
    """Propose to withdraw the decision on a dossier, which then has none.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    return _propose(
        actor,
        dossier,
        Act.WITHDRAWAL,
        Decision.Outcome.NONE,
        {"kind": WITHDRAWAL},
        (sentence_fr, sentence_en),
        motive,
        None,
        now,
    )


@transaction.atomic
def _propose(
    actor: Actor,
    dossier: Dossier,
    act: Act,
    outcome: str | None,
    reason: Mapping[str, Any],
    words: tuple[str, str],
    motive: str,
    evaluation: Evaluation | None,
    now: datetime,
) -> Decision:
    sitting = proposals.sit(actor, dossier.call, now)
    held = proposals.lock(dossier)
    if held.pk in sitting.recused:
        raise Recused(held.reference)
    standing = proposals.last_act(held)
    if standing is None or (standing.confirmed_at is None and standing.number == 1):
        raise NotTheMoment(
            Text(
                "{dossier} n’a pas encore de décision confirmée.",
                "{dossier} has no confirmed decision yet.",
            ).filled(dossier=held.reference)
        )
    if standing.confirmed_at is None:
        who = str(standing.proposed_by.user)
        raise AlreadyProposed(held.reference, who, standing.proposed_at)
    if standing.outcome == Decision.Outcome.NONE and act != Act.REVIEW:
        raise NotTheMoment(
            Text(
                "la décision sur {dossier} est déjà retirée.",
                "the decision on {dossier} is already withdrawn.",
            ).filled(dossier=held.reference)
        )
    if outcome == Decision.Outcome.NONE and act != Act.WITHDRAWAL:
        raise ReasonIncomplete(Text("un réexamen donne une issue.", "a review gives an outcome."))
    if act != Act.WITHDRAWAL:
        proposals.cited(sitting, evaluation)
    why = sentences.tidy(motive)
    if len(why) < SHORTEST_SENTENCE:
        raise SentenceTooShort(len(why), WHY)
    sentences.check_text(why)
    decision = proposals.make(
        sitting,
        held,
        act=act,
        number=standing.number + 1,
        outcome=outcome or standing.outcome,
        reason=reason,
        sentence_fr=words[0],
        sentence_en=words[1],
        now=now,
        more={"motive": why, "replaces": standing.number},
    )
    decision.save()
    verb = {Act.CORRECTION: "correct", Act.REVIEW: "review", Act.WITHDRAWAL: "withdraw"}[act]
    append(
        actor,
        f"deliberations.{verb}",
        ("decision", decision.name),
        {"digest": proposals.digest_of(decision)},
        now=now,
    )
    proposals.tell_colleagues(actor, held.call, now)
    return decision
