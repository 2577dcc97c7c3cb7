"""Closing a deliberation: every filed dossier has its confirmed decision, and results have their day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from rebond.canonical import digest
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import User
from rebond.web.calls.models import Call
from rebond.web.deliberations.errors import (
    AlreadyClosed,
    CautionsUnread,
    NotReady,
    NotTheMoment,
)
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.permissions import may_deliberate
from rebond.web.deliberations.proposals import digest_of
from rebond.web.dossiers import correcting
from rebond.web.dossiers.models import Dossier
from rebond.web.journal import agreement
from rebond.web.journal.models import Entry
from rebond.web.journal.services import append

NAMED_AT_MOST = 20


@transaction.atomic
def close(
    actor: Actor, call: Call, now: datetime, *, ticked: Collection[str] | None = None
) -> Call:
    """Close the deliberation of a call; its decisions become visible on the day of results.

    Raises
    ------
    PermissionDenied
    AlreadyClosed
    NotReady
        With everything that is missing.
    CautionsUnread
        With what is not finished and was not ticked; None ticks everything.
    """
    held: Call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    if not may_deliberate(actor, held):
        raise PermissionDenied
    if held.deliberated_at is not None:
        raise AlreadyClosed(held.reference, closed_by(held), held.deliberated_at)
    if held.stage(now) != Call.Stage.CLOSED:
        raise NotTheMoment(
            Text(
                "l’appel est « {stage} » ; une délibération se clôt après le dépôt.",
                "the call is “{stage}”; a deliberation closes after filing.",
            ).filled(stage=held.stage(now).label)
        )
    corrected = to_decide(held).filter(state=Dossier.State.CORRECTION)
    for one in corrected.order_by("pk"):
        correcting.end_correction(one, now)
    lacking = [*missing(held, now), *_in_correction(corrected)]
    if lacking:
        raise NotReady(held.reference, lacking)
    from rebond.web.deliberations.cautions import cautions  # noqa: PLC0415 - it reads what is to decide

    found = cautions(held, now)
    unfinished = {one.kind: one.count for one in found if one.kind != "results"}
    if ticked is not None:
        left = [one.words for one in found if one.kind not in ticked]
        if left:
            raise CautionsUnread(held.reference, left)
    held.deliberated_at = now
    held.save(update_fields=["deliberated_at"])
    whole, count = digest_of_call(held)
    append(
        actor,
        "deliberations.close",
        ("call", held.reference),
        {"digest": whole, "decisions": count, "unfinished": unfinished},
        now=now,
    )
    return held


def _in_correction(corrected: QuerySet[Dossier]) -> list[Text]:
    names = corrected.order_by("reference").values_list("reference", flat=True)
    return [
        Text(f"{name} est encore en correction.", f"{name} is still under correction.")
        for name in names[:NAMED_AT_MOST]
    ]


def missing(call: Call, now: datetime) -> list[Text]:
    """Return what stands between a call and the closing of its deliberation."""
    lacking: list[Text] = []
    if call.results_at is None:
        lacking.append(
            Text("La date des résultats n’est pas fixée.", "The date of results is not set.")
        )
    elif call.results_at < now:
        lacking.append(
            Text(
                "La date des résultats est passée : déplacez-la d’abord.",
                "The date of results has passed: move it first.",
            )
        )
    waiting = list(undecided(call).order_by("reference").values_list("reference", flat=True))
    lacking += [
        Text(
            f"{reference} n’a pas de décision confirmée.",
            f"{reference} has no confirmed decision.",
        )
        for reference in waiting[:NAMED_AT_MOST]
    ]
    if len(waiting) > NAMED_AT_MOST:
        more = len(waiting) - NAMED_AT_MOST
        lacking.append(
            Text(
                f"Et {more} autres dossiers sans décision confirmée.",
                f"And {more} other dossiers without a confirmed decision.",
            )
        )
    return lacking


def undecided(call: Call) -> QuerySet[Dossier]:
    """Return the filed dossiers, not withdrawn, without a confirmed decision."""
    confirmed = Decision.objects.confirmed().filter(dossier=OuterRef("pk"))
    return to_decide(call).filter(~Exists(confirmed))


def to_decide(call: Call) -> QuerySet[Dossier]:
    """Return the filed dossiers that nobody withdrew."""
    return Dossier.objects.filter(
        call=call, filed_at__isnull=False, state__in=(Dossier.State.FILED, Dossier.State.CORRECTION)
    )


def digest_of_call(call: Call) -> tuple[str, int]:
    """Return the digest of every decision confirmed when the deliberation closed, and their number."""
    decisions = (
        Decision.objects.confirmed()
        .filter(call=call, confirmed_at__lte=call.deliberated_at)
        .select_related("dossier", "evaluation")
        .defer("evaluation__record")
        .order_by("dossier__reference", "number")
    )
    digests = [[one.name, digest_of(one)] for one in decisions]
    return digest(digests), len(digests)


@dataclass(frozen=True, slots=True)
class Held:
    """What the journal holds of a deliberation, and whether the decisions are still those."""

    digest: str
    """Empty where the content of the act of closing was erased, or where no act closed it."""
    decisions: int
    is_agreed: bool


def held_by_journal(call: Call, now: datetime) -> Held:
    """Compare the decisions of a closed deliberation, and later acts, with what the journal chained."""
    whole, count = digest_of_call(call)
    said = (
        Entry.objects.filter(
            act="deliberations.close", object_type="call", object_reference=call.reference
        )
        .order_by("-number")
        .values_list("content__value", flat=True)[:1]
    )
    closings = list(said)
    if not closings:
        return Held("", count, is_agreed=False)
    content = closings[0]
    agreed = content is None or (content["digest"], content["decisions"]) == (whole, count)
    return Held(
        content["digest"] if content else "",
        content["decisions"] if content else count,
        is_agreed=agreed and _later_agree(call, now),
    )


def _later_agree(call: Call, now: datetime) -> bool:
    """Return whether each act confirmed after the closing is the one that the journal chained."""
    later = list(
        Decision.objects.confirmed()
        .filter(call=call, confirmed_at__gt=call.deliberated_at, confirmed_at__lte=now)
        .select_related("dossier", "evaluation")
        .defer("evaluation__record")
    )
    if not later:
        return True
    chained = agreement.call_decisions(call.reference, [one.name for one in later])
    for one in later:
        key = ("decision", one.name)
        _number, expected = chained.digests.get(key, (0, ""))
        if expected != digest_of(one) and (expected or not chained.may_hold(key)):
            return False
    return True


def closed_by(call: Call) -> str:
    """Return who closed the deliberation, as colleagues know the person."""
    entry = (
        Entry.objects.filter(
            act="deliberations.close", object_type="call", object_reference=call.reference
        )
        .order_by("-number")
        .first()
    )
    user = User.objects.filter(reference=entry.actor).first() if entry else None
    return str(user) if user else "—"
