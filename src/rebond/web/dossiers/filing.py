"""Filing a dossier, filing it again after a correction, withdrawing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.programme import Eligibility
from rebond.programme.answers import check
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.calls.settings import settings_of
from rebond.web.clock import today
from rebond.web.dossiers import filings
from rebond.web.dossiers.eligibility import eligibility_of
from rebond.web.dossiers.errors import (
    AlreadyFiled,
    CallNotOpen,
    CorrectionLapsed,
    DeliberationBegun,
    Incomplete,
    Ineligible,
    ReasonMissing,
    RevisionChanged,
    TooLate,
)
from rebond.web.dossiers.lateness import may_file, rule_text
from rebond.web.dossiers.locking import (
    form_of,
    held_by,
    label_of,
    open_request,
    refuse_settled,
)
from rebond.web.dossiers.models import Answer, Attachment, CorrectionRequest, Dossier, Filing
from rebond.web.dossiers.permissions import may_file as may_file_it
from rebond.web.dossiers.places import communes_in
from rebond.web.dossiers.standing import stand_as_filed
from rebond.web.dossiers.telling import tell_applicant, tell_examiner
from rebond.web.journal.services import append

LONGEST_REASON = 2_000


def file(
    actor: Actor, dossier: Dossier, now: datetime, *, confirms_ineligible: bool = False
) -> Filing:
    """File a draft, or file it again after a correction request.

    Raises Incomplete (with `problems`), TooLate, Ineligible (unless confirmed), AlreadyFiled, CallNotOpen,
    CorrectionLapsed, PermissionDenied.
    """
    with transaction.atomic():
        one = held_by(actor, dossier)
        if not may_file_it(actor, one):
            raise PermissionDenied
        request = _request(one, now)
        refuse_settled(one, now)
        is_in_grace = False if request else _in_time(one, now)
        form = form_of(one.revision)
        answers = dict(Answer.objects.filter(dossier=one).values_list("path", "value"))
        attachments = list(Attachment.objects.filter(dossier=one, removed_at=None))
        problems = check(form, answers, filings.files_seen(attachments), on=today(now))
        if problems:
            raise Incomplete(problems)
        found = eligibility_of(
            one.revision, form, answers, one.organisation.kind, _day_of_gates(one, now)
        )
        if found.answer == "no" and not confirms_ineligible:
            raise Ineligible(_failed(one, found))
        before = one.filings.order_by("-number").first()
        filing = _freeze(actor, one, (answers, attachments), now, is_in_grace=is_in_grace)
        if before and communes_in(form, before.answers) != communes_in(form, filing.answers):
            one.corrected_communes = []  # it corrected other communes than those filed now
        stand_as_filed(one, filing)
        one.state, one.eligibility = Dossier.State.FILED, found.answer
        one.failed_gates = [gate.gate for gate in found.failed]
        one.filed_at = one.filed_at or now
        one.save()
        if request is not None:
            request.answered_at = now
            request.save(update_fields=["answered_at"])
        _tell(actor, one, filing, request, now)
        return filing


def _request(dossier: Dossier, now: datetime) -> CorrectionRequest | None:
    """Return the correction that this filing answers; refuse when the dossier is not to be filed."""
    if dossier.state == Dossier.State.DRAFT:
        return None
    if dossier.state != Dossier.State.CORRECTION:
        moment = dossier.withdrawn_at or dossier.filed_at
        state = label_of(Dossier.State(dossier.state))
        raise AlreadyFiled(state, moment, dossier.organisation.name)
    request = open_request(dossier)
    if request is None or now >= request.due_at:
        raise CorrectionLapsed(request.due_at if request else now)
    return request


def _in_time(dossier: Dossier, now: datetime) -> bool:
    """Return whether a filing is received under the late rule; refuse one that is not received.

    While the call is open, a draft is filed under the revision in force only. In grace it is filed as it was
    saved, under the revision that it then had: nothing of it can be changed any more.
    """
    call = dossier.call
    stage = call.stage(now)
    if stage == Call.Stage.OPEN:
        newest = call.revision
        if newest is not None and newest.pk != dossier.revision_id:
            raise RevisionChanged(dossier.revision.number, newest.number)
        return False
    if stage != Call.Stage.CLOSED or call.closes_at is None:
        raise CallNotOpen(call.reference, label_of(stage), call.closes_at)
    hours = settings_of(dossier.revision).grace_hours
    if may_file(call.closes_at, dossier.saved_at, now, hours) == "late":
        raise TooLate(call.closes_at, rule_text(hours))
    return True


def _day_of_gates(dossier: Dossier, now: datetime) -> Any:
    """Return the day whose thresholds apply: that of the first filing, also for what corrects it."""
    return today(dossier.filed_at or now)


def _failed(dossier: Dossier, found: Eligibility) -> list[tuple[Any, Any]]:
    titles = {gate.id: gate.title for gate in dossier.revision.measure.gates}
    return [(titles[gate.gate], gate.why) for gate in found.failed]


def _freeze(
    actor: Actor,
    dossier: Dossier,
    draft: tuple[dict[str, Any], list[Attachment]],
    now: datetime,
    *,
    is_in_grace: bool,
) -> Filing:
    answers, attachments = draft
    form = form_of(dossier.revision)
    last = dossier.filings.order_by("-number").first()
    filing = Filing(
        dossier=dossier,
        number=last.number + 1 if last else 1,
        revision=dossier.revision,
        answers=filings.kept_answers(form, answers, attachments),
        files=filings.kept_files(form, answers, attachments),
        is_in_grace=is_in_grace,
        filed_by_id=actor.membership_id,
        filed_at=now,
    )
    filing.digest = filings.digest_of(filing)
    filing.save()
    return filing


def _tell(
    actor: Actor,
    dossier: Dossier,
    filing: Filing,
    request: CorrectionRequest | None,
    now: datetime,
) -> None:
    append(
        actor,
        "dossiers.filed",
        ("dossier", dossier.reference),
        {
            "call": dossier.call.reference,
            "number": filing.number,
            "digest": filing.digest,
            "revision": filing.revision.number,
            "policy_digest": filing.revision.policy_digest,
            "is_in_grace": filing.is_in_grace,
            "answers_correction": request is not None,
            "eligibility": dossier.eligibility,
            "failed_gates": dossier.failed_gates,
            "answers": len(filing.answers),
            "files": len(filing.files),
        },
        now=now,
    )
    from rebond.web.instruction.services import open_for  # noqa: PLC0415 - it reads dossiers too

    open_for(dossier, now)
    tell_applicant(
        dossier, "dossiers.filed", now, {"number": filing.number, "digest": filing.digest}
    )
    if filing.number > 1:
        tell_examiner(dossier, "dossiers.filed_again", now, {"number": filing.number})


def withdraw(actor: Actor, dossier: Dossier, reason: str, now: datetime) -> None:
    """Withdraw a dossier before its decision; the reason stays in the journal."""
    from rebond.web.deliberations.models import Decision  # noqa: PLC0415 - it reads dossiers too

    with transaction.atomic():
        one = held_by(actor, dossier)
        written = reason.strip()[:LONGEST_REASON]
        if not written:
            raise ReasonMissing
        if one.state == Dossier.State.WITHDRAWN:
            state = label_of(Dossier.State.WITHDRAWN)
            raise AlreadyFiled(state, one.withdrawn_at, one.organisation.name)
        decided = Decision.objects.filter(
            dossier=one, confirmed_at__isnull=False, cancelled_at=None
        )
        if one.call.deliberated_at is not None or decided.exists():
            raise DeliberationBegun
        was = one.state
        one.state, one.withdrawn_at = Dossier.State.WITHDRAWN, now
        one.save(update_fields=["state", "withdrawn_at"])
        CorrectionRequest.objects.filter(dossier=one, answered_at=None).update(answered_at=now)
        append(
            actor,
            "dossiers.withdrawn",
            ("dossier", one.reference),
            {"was": was, "reason": written},
            now=now,
        )
        if was != Dossier.State.DRAFT:
            tell_examiner(one, "dossiers.withdrawn", now)
