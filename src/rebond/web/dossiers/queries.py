"""Reading dossiers: which rows an actor sees, drafts' answers, what was filed, what is wrong or missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from rebond.programme.answers import AnswerProblem, check, places
from rebond.programme.forms import Form
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, MANAGERS, OUTSIDERS, SERVICES, Kind
from rebond.web.calls.models import Call
from rebond.web.clock import today
from rebond.web.committee.recusal import interests
from rebond.web.dossiers.acts import ACTS
from rebond.web.dossiers.eligibility import GateRow, eligibility_of, gate_rows
from rebond.web.dossiers.filings import files_seen
from rebond.web.dossiers.locking import fields_open, form_of, open_request, spread
from rebond.web.dossiers.models import (
    Answer,
    Attachment,
    CorrectionRequest,
    Dossier,
    Filing,
    SetAside,
)
from rebond.web.dossiers.permissions import may_read_personal
from rebond.web.instruction.models import Instruction, OpinionRequest
from rebond.web.journal.models import Entry
from rebond.web.theme.writing import words

MOST_HISTORY = 200


def visible(actor: Actor | None, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers that an actor may read: one query, each way in on its own index.

    Its own, drafts included; and of those filed once: a préfecture de région the dossiers of its région, a
    service those on which its opinion is asked, a manager those of its calls, whoever examines one that one,
    a member of a committee those that the régions sent, less those on which he declared an interest.
    """
    if actor is None:
        return Dossier.objects.none()
    ways = Q(pk__in=[])
    if actor.kind in APPLICANTS:
        ways |= Q(organisation_id=actor.organisation_id)
    filed = Q(filed_at__isnull=False)
    if actor.kind == Kind.PREFECTURE_REGION:
        ways |= filed & Q(region_code__in=actor.codes("region"))
    if actor.kind in MANAGERS:
        managed = Call.objects.filter(manager_id=actor.organisation_id)
        ways |= filed & Q(call__in=managed.values("pk"))
    if actor.kind in {Kind.PREFECTURE_REGION, *MANAGERS}:
        examined = Instruction.objects.filter(organisation_id=actor.organisation_id)
        ways |= filed & Q(pk__in=examined.values("dossier_id"))
    if actor.kind in SERVICES:
        asked = OpinionRequest.objects.filter(service_id=actor.organisation_id).exclude(
            state=OpinionRequest.State.CANCELLED
        )
        ways |= filed & Q(pk__in=asked.values("dossier_id"))
    if actor.kind not in OUTSIDERS:
        ways |= Q(pk__in=_before_committee(actor, now).values("pk"))
    return Dossier.objects.filter(ways)


def _before_committee(actor: Actor, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers that the actor reads as a member of a committee."""
    is_sent = Q(
        shortlist_entry__position__isnull=False, shortlist_entry__shortlist__sent_at__isnull=False
    )
    return (
        Dossier.objects.filter(
            is_sent | Q(revision__settings__has_regional_stage=False, call__closes_at__lte=now),
            filed_at__isnull=False,
            call__seats__membership_id=actor.membership_id,
            call__seats__ended_at=None,
        )
        .exclude(pk__in=interests(actor).values("dossier"))
        .order_by()
    )


def answers_of(dossier: Dossier) -> dict[str, Any]:
    """Return the draft's answers by path."""
    return dict(Answer.objects.filter(dossier=dossier).values_list("path", "value"))


def answer_rows(dossier: Dossier) -> dict[str, Answer]:
    """Return the draft's answers with versions and who wrote them, by path (one query)."""
    rows = Answer.objects.filter(dossier=dossier).select_related(
        "edited_by__user", "edited_by__organisation"
    )
    return {one.path: one for one in rows.order_by("pk")}


def files_of(dossier: Dossier) -> dict[str, list[Attachment]]:
    """Return the files in place, by path, oldest first (one query)."""
    return _by_path(Attachment.objects.filter(dossier=dossier, removed_at=None))


def _by_path(rows: QuerySet[Attachment]) -> dict[str, list[Attachment]]:
    found: dict[str, list[Attachment]] = {}
    for one in rows.order_by("added_at", "pk"):
        found.setdefault(one.path, []).append(one)
    return found


def last_filing(dossier: Dossier) -> Filing | None:
    """Return what was filed last."""
    return (
        Filing.objects.filter(dossier=dossier)
        .select_related("revision__call", "dossier__call", "dossier__organisation")
        .order_by("-number")
        .first()
    )


def filed_files(filing: Filing) -> dict[str, list[Attachment]]:
    """Return the files that a filing lists, by path, taken out of the draft since or not."""
    listed = [one["id"] for one in filing.files]
    return _by_path(Attachment.objects.filter(dossier_id=filing.dossier_id, pk__in=listed))


def readable_files(actor: Actor, dossier: Dossier) -> QuerySet[Attachment]:
    """Return the files that an actor may open: the applicant all of them, others those that were filed."""
    rows = Attachment.objects.filter(dossier=dossier)
    if actor.organisation_id == dossier.organisation_id:
        return rows
    listed = [
        one["id"] for filed in dossier.filings.values_list("files", flat=True) for one in filed
    ]
    rows = rows.filter(pk__in=listed)
    if may_read_personal(actor, dossier):
        return rows
    known = places(form_of(dossier.revision))
    personal = Q(pk__in=[])
    for name, placed in known.items():
        if placed.is_personal:
            personal |= Q(path=name) | Q(path__endswith=f".{name}")
    return rows.exclude(personal)


def problems(dossier: Dossier, now: datetime) -> tuple[AnswerProblem, ...]:
    """Return everything wrong or missing in the draft."""
    attachments = Attachment.objects.filter(dossier=dossier, removed_at=None).order_by(
        "added_at", "pk"
    )
    form: Form = form_of(dossier.revision)
    return check(form, answers_of(dossier), files_seen(attachments), on=today(now))


def gate_answers(
    dossier: Dossier, answers: Mapping[str, Any], now: datetime
) -> tuple[GateRow, ...]:
    """Return each gate of the dossier's revision, as the answers make it say today."""
    form = form_of(dossier.revision)
    on = today(dossier.filed_at or now)
    found = eligibility_of(dossier.revision, form, answers, dossier.organisation.kind, on)
    return gate_rows(dossier.revision, found)


def set_asides(dossier: Dossier) -> list[SetAside]:
    """Return what was written over somebody else's change and is not settled."""
    rows = SetAside.objects.filter(dossier=dossier, settled_at=None).select_related(
        "dossier", "written_by__user", "written_by__organisation"
    )
    return list(rows.order_by("written_at", "pk"))


def open_correction(dossier: Dossier) -> CorrectionRequest | None:
    """Return the correction request that waits for its answer."""
    if dossier.state != Dossier.State.CORRECTION:
        return None
    return open_request(dossier)


def editable_fields(dossier: Dossier, now: datetime | None = None) -> frozenset[str] | None:
    """Return the ids of the fields that may be changed; None for all of them.

    With the moment, the closing of the call and the end of a correction's time count too.
    """
    if now is not None:
        return fields_open(dossier, now)
    if dossier.state == Dossier.State.DRAFT:
        return None
    request = open_correction(dossier)
    return spread(form_of(dossier.revision), request.fields) if request else frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """One act on a dossier, in the language of the page."""

    number: int
    at: datetime
    said: str
    organisation: str


def history(actor: Actor, dossier: Dossier) -> list[Told]:
    """Return the acts on a dossier, oldest first; what the committee does is not among them."""
    names = {*ACTS}
    if actor.organisation_id != dossier.organisation_id:
        names -= {
            "dossiers.started",
            "dossiers.revised",
            "dossiers.file_added",
            "dossiers.file_removed",
        }
    rows = Entry.objects.filter(
        object_type="dossier", object_reference=dossier.reference, act__in=names
    ).order_by("number")[:MOST_HISTORY]
    return [Told(one.number, one.at, words(ACTS[one.act]), one.organisation) for one in rows]
