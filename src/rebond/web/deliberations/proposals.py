"""What every proposal goes through: who, when, on what; the row it makes; its digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from rebond.canonical import digest
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations import reasons, records, sentences
from rebond.web.deliberations.errors import (
    AlreadyDecided,
    AlreadyProposed,
    EvaluationNotOfficial,
    NotTheMoment,
    Recused,
)
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.notice_kinds import TO_CONFIRM
from rebond.web.deliberations.permissions import may_deliberate
from rebond.web.deliberations.recusals import recused_from
from rebond.web.dossiers.models import Dossier
from rebond.web.notices import services as notices


@dataclass(frozen=True)
class Sitting:
    """What a proposal or a confirmation needs to know of a call, read once for many dossiers."""

    actor: Actor
    call: Call
    evaluation: Evaluation | None
    recused: frozenset[int] = field(default_factory=frozenset)


def sit(actor: Actor, call: Call, now: datetime) -> Sitting:
    """Take the lock of a call, and check that this person may decide on it at this moment.

    Raises
    ------
    PermissionDenied
    NotTheMoment
    """
    # Read again under the lock: it may have been closed since the page was shown.
    call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not may_deliberate(actor, call):
        raise PermissionDenied
    if call.cancelled_at is not None:
        raise NotTheMoment(Text("l’appel est annulé.", "the call is cancelled."))
    if call.closes_at is None or now < call.closes_at:
        raise NotTheMoment(
            Text(
                "le dépôt n’est pas clos ; rien ne se décide avant.",
                "filing is not closed; nothing is decided before.",
            )
        )
    return Sitting(actor, call, records.official(call), recused_from(actor, call))


def lock(dossier: Dossier) -> Dossier:
    """Take the lock of a dossier and read it again."""
    held: Dossier = (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("call", "revision")
        .defer("revision__policy")
        .get(pk=dossier.pk)
    )
    return held


def check_dossier(sitting: Sitting, dossier: Dossier) -> None:
    """Refuse a dossier of another call, one that is not filed, and one in which the person has an interest."""
    if dossier.call_id != sitting.call.pk:
        raise NotTheMoment(
            Text("{dossier} n’est pas de cet appel.", "{dossier} is not of this call.").filled(
                dossier=dossier.reference
            )
        )
    if dossier.pk in sitting.recused:
        raise Recused(dossier.reference)
    if dossier.state != Dossier.State.FILED:
        raise NotTheMoment(
            Text(
                "{dossier} n’est pas déposé ({state}) ; rien n’en est décidé.",
                "{dossier} is not filed ({state}); nothing is decided on it.",
            ).filled(dossier=dossier.reference, state=dossier.get_state_display())
        )


def last_act(dossier: Dossier) -> Decision | None:
    """Return the last act that nobody took back, proposed or confirmed."""
    found: Decision | None = (
        Decision.objects.filter(dossier=dossier, cancelled_at=None)
        .select_related("proposed_by__user", "confirmed_by__user")
        .order_by("-number")
        .first()
    )
    return found


def refuse_standing(dossier: Dossier, standing: Decision | None) -> None:
    """Tell who proposed or confirmed first.

    Raises
    ------
    AlreadyProposed, AlreadyDecided
    """
    if standing is None:
        return
    if standing.confirmed_by is not None and standing.confirmed_at is not None:
        who = str(standing.confirmed_by.user)
        raise AlreadyDecided(dossier.reference, who, standing.confirmed_at)
    raise AlreadyProposed(dossier.reference, str(standing.proposed_by.user), standing.proposed_at)


def cited(sitting: Sitting, evaluation: Evaluation | None) -> Evaluation | None:
    """Return the evaluation that a proposal cites: the call's last official one, or none where there is none.

    Raises
    ------
    EvaluationNotOfficial
    """
    official = sitting.evaluation
    if (evaluation.pk if evaluation else None) != (official.pk if official else None):
        raise EvaluationNotOfficial
    return official


def make(
    sitting: Sitting,
    dossier: Dossier,
    *,
    act: str,
    number: int,
    outcome: str,
    reason: Mapping[str, Any],
    sentence_fr: str,
    sentence_en: str,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> Decision:
    """Build the row of a proposal, checked and not yet kept; it names the filing on which it rests."""
    whole = reasons.complete(outcome, reason, sitting.evaluation, dossier)
    names = {"dossier": dossier.reference, "titre": dossier.title or dossier.reference}
    fr, en = sentences.check(
        sentences.filled(sentences.tidy(sentence_fr), "fr", whole, names),
        sentences.filled(sentences.tidy(sentence_en), "en", whole, names),
    )
    return Decision(
        call=sitting.call,
        dossier=dossier,
        act=act,
        number=number,
        outcome=outcome,
        reason={**whole, **(more or {}), **rests_on(dossier)},
        sentence=fr,
        sentence_en=en,
        evaluation=sitting.evaluation,
        proposed_by_id=sitting.actor.membership_id,
        proposed_at=now,
    )


def rests_on(dossier: Dossier) -> dict[str, Any]:
    """Return the last filing of a dossier, by number and digest, as the reason of a decision keeps it."""
    last = dossier.filings.order_by("-number").values("number", "digest").first()
    return {"filing": last} if last else {}


def digest_of(decision: Decision) -> str:
    """Return the digest of what is decided; the journal keeps it instead of the content."""
    return digest(
        {
            "dossier": decision.dossier.reference,
            "act": decision.act,
            "number": decision.number,
            "outcome": decision.outcome,
            "reason": decision.reason,
            "sentence": decision.sentence,
            "sentence_en": decision.sentence_en,
            "evaluation": decision.evaluation.record_digest if decision.evaluation else None,
        }
    )


def tell_colleagues(actor: Actor, call: Call, now: datetime) -> None:
    """Tell the other agents of the manager that something waits for a second person."""
    others = (
        Membership.objects.in_force()
        .filter(organisation=call.manager_id, role__in=("agent", "administrator"))
        .exclude(user=actor.user_id)
    )
    with translation.override("fr"):
        address = reverse("deliberation-confirm", args=[call.reference])
    notices.tell(
        others.values_list("user_id", flat=True),
        TO_CONFIRM,
        ("call", call.reference),
        address=address,
        facts={"call": call.reference},
        now=now,
    )
