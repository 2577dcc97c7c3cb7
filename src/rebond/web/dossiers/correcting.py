"""After the filing: asking for corrections, letting them lapse, correcting where a dossier stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.programme.answers import places as fields_of
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.dossiers.errors import (
    BadCorrection,
    DeliberationBegun,
    NotFiled,
    PlacesMissing,
    ReasonMissing,
    moment_text,
)
from rebond.web.dossiers.locking import form_of, held, label_of, refuse_settled
from rebond.web.dossiers.models import Answer, Attachment, CorrectionRequest, Dossier, SetAside
from rebond.web.dossiers.permissions import may_ask_correction, may_correct_places
from rebond.web.dossiers.places import resolve_commune, set_places
from rebond.web.dossiers.standing import stand_as_filed
from rebond.web.dossiers.telling import tell_applicant, tell_examiner
from rebond.web.journal.services import append

LONGEST_SENTENCE = 4_000
STANDING = ("title", "commune_code", "region_code")
"""Fields of a dossier that are read from its filing."""


def ask_correction(
    actor: Actor,
    dossier: Dossier,
    fields: Sequence[str],
    sentence: str,
    due_at: datetime,
    now: datetime,
) -> CorrectionRequest:
    """Ask the applicant to complete or correct some fields before a day; others stay as filed.

    Raises BadCorrection, ReasonMissing, NotFiled, DeliberationBegun.
    """
    with transaction.atomic():
        one = held(dossier)
        if not may_ask_correction(actor, one):
            raise PermissionDenied
        if one.state != Dossier.State.FILED:
            raise NotFiled(label_of(Dossier.State(one.state)))
        refuse_settled(one, now)
        asked = _known_fields(one, fields)
        written = sentence.strip()[:LONGEST_SENTENCE]
        if not written:
            raise ReasonMissing
        _check_due(one.call, due_at, now)
        restore(one, now)
        request = CorrectionRequest.objects.create(
            dossier=one,
            fields=asked,
            sentence=written,
            asked_by_id=actor.membership_id,
            asked_at=now,
            due_at=due_at,
        )
        one.state = Dossier.State.CORRECTION
        one.save(update_fields=["state"])
        append(
            actor,
            "dossiers.correction_asked",
            ("dossier", one.reference),
            {"fields": asked, "sentence": written, "due_at": due_at.isoformat()},
            now=now,
        )
        due = moment_text(due_at).as_json()
        tell_applicant(one, "dossiers.correction_asked", now, {"due": due})
        return request


def _check_due(call: Call, due_at: datetime, now: datetime) -> None:
    """Refuse a day that is past, or that comes after the committee's day or the results still to come."""
    if due_at <= now:
        raise BadCorrection(
            Text("Ce délai est déjà passé.", "This time has already passed."),
            Text("Choisissez un jour à venir.", "Choose a day to come."),
        )
    ahead = [one for one in (call.committee_at, call.results_at) if one is not None and one > now]
    if ahead and due_at > min(ahead):
        raise BadCorrection(
            Text(
                "Ce délai dépasse le comité ou les résultats de l’appel, le {at}.",
                "This time runs past the call’s committee or results, on {at}.",
            ).filled(at=moment_text(min(ahead))),
            Text("Choisissez un jour plus proche.", "Choose an earlier day."),
        )


def _known_fields(dossier: Dossier, fields: Sequence[str]) -> list[str]:
    known = fields_of(form_of(dossier.revision))
    asked = [name for name in known if name in set(fields)]
    strange = sorted(set(fields) - set(asked))
    if strange:
        listed = ", ".join(strange)
        raise BadCorrection(
            Text(f"Champs inconnus\u202f: {listed}.", f"Unknown fields: {listed}."),
            Text("Choisissez dans la liste.", "Choose from the list."),
        )
    if not asked:
        raise BadCorrection(
            Text("Aucun champ n’est choisi.", "No field is chosen."),
            Text("Choisissez ce qui est à corriger.", "Choose what is to be corrected."),
        )
    return asked


def lapse_corrections(now: datetime) -> int:
    """End the correction requests whose day has passed: the last filing stands; return how many."""
    waiting = CorrectionRequest.objects.filter(
        answered_at=None, due_at__lte=now, dossier__state=Dossier.State.CORRECTION
    )
    return sum(_lapse(one, now) for one in list(waiting.select_related("dossier")))


def _lapse(request: CorrectionRequest, now: datetime) -> bool:
    with transaction.atomic():
        one = held(request.dossier)
        request.refresh_from_db()
        if one.state != Dossier.State.CORRECTION or request.answered_at is not None:
            return False
        _end(one, [request], "dossiers.correction_lapsed", now)
        return True


def end_correction(dossier: Dossier, now: datetime) -> None:
    """End the correction under way, if there is one, because the dossier is being decided: the last filing stands.

    The caller's own instance is brought up to date.
    """
    with transaction.atomic():
        one = held(dossier)
        if one.state == Dossier.State.CORRECTION:
            waiting = list(CorrectionRequest.objects.filter(dossier=one, answered_at=None))
            _end(one, waiting, "dossiers.correction_ended", now)
        for name in (*STANDING, "state"):
            setattr(dossier, name, getattr(one, name))


def _end(one: Dossier, requests: list[CorrectionRequest], act: str, now: datetime) -> None:
    restore(one, now)
    for request in requests:
        request.answered_at = now
        request.save(update_fields=["answered_at"])
    one.state = Dossier.State.FILED
    one.save(update_fields=["state"])
    asked = requests[-1] if requests else None
    content = (
        {"asked_at": asked.asked_at.isoformat(), "due_at": asked.due_at.isoformat()}
        if asked
        else {}
    )
    append(None, act, ("dossier", one.reference), content, now=now)
    tell_applicant(one, act, now)
    tell_examiner(one, act, now)


def restore(dossier: Dossier, now: datetime) -> None:
    """Bring everything back to what was filed last; what differed is kept aside, nothing is lost."""
    filing = dossier.filings.order_by("-number").first()
    if filing is None:
        return
    rows = {one.path: one for one in Answer.objects.filter(dossier=dossier)}
    for path, row in rows.items():
        filed = filing.answers.get(path)
        if row.value == filed:
            continue
        if path not in filing.answers and not _is_asked_again(row, filing.filed_at):
            continue
        SetAside.objects.create(
            dossier=dossier,
            path=path,
            value=row.value,
            base_version=row.version,
            written_by_id=row.edited_by_id,
            written_at=row.edited_at,
            settled_at=now,
        )
        row.value, row.version = filed, row.version + 1
        row.save(update_fields=["value", "version"])
    Answer.objects.bulk_create(
        Answer(
            dossier=dossier,
            path=path,
            value=value,
            edited_by_id=filing.filed_by_id,
            edited_at=filing.filed_at,
        )
        for path, value in filing.answers.items()
        if path not in rows
    )
    listed = [one["id"] for one in filing.files]
    files = Attachment.objects.filter(dossier=dossier)
    files.filter(pk__in=listed).update(removed_at=None)
    files.filter(removed_at=None, added_at__gt=filing.filed_at).exclude(pk__in=listed).update(
        removed_at=now
    )
    stand_as_filed(dossier, filing)
    dossier.save(update_fields=STANDING)


def _is_asked_again(row: Answer, filed_at: datetime) -> bool:
    """Whether an answer that was not filed was written since; older ones were hidden then, and stay."""
    return row.edited_at > filed_at


def correct_places(
    actor: Actor, dossier: Dossier, codes: Iterable[str], reason: str, now: datetime
) -> None:
    """Set the communes of a filed dossier, by the national team, with a journalled reason.

    The filing stays as it was; where the dossier stands, and who examines it, follow.
    """
    from rebond.web.committee.recusal import is_recused  # noqa: PLC0415 - it reads dossiers too

    with transaction.atomic():
        one = held(dossier)
        if not may_correct_places(actor) or is_recused(actor, one):
            raise PermissionDenied
        if one.filed_at is None:
            raise NotFiled(label_of(Dossier.State(one.state)))
        if one.call.deliberated_at is not None:
            raise DeliberationBegun
        written = reason.strip()[:LONGEST_SENTENCE]
        if not written:
            raise ReasonMissing
        wanted = list(dict.fromkeys(resolve_commune(code) for code in codes if code.strip()))
        if not wanted:
            raise PlacesMissing
        before = sorted(one.places.filter(kind="commune").values_list("code", flat=True))
        was_region = one.region_code
        one.corrected_communes = wanted
        set_places(one, wanted)
        one.save(update_fields=["commune_code", "region_code", "corrected_communes"])
        append(
            actor,
            "dossiers.places_corrected",
            ("dossier", one.reference),
            {
                "before": before,
                "after": wanted,
                "region_before": was_region,
                "region_after": one.region_code,
                "reason": written,
            },
            now=now,
        )
        from rebond.web.instruction.services import open_for  # noqa: PLC0415

        open_for(one, now)
        tell_applicant(one, "dossiers.places_corrected", now)


def lapse_corrections_now(now: datetime) -> None:
    """Run `lapse_corrections` as a periodic task, which returns nothing."""
    lapse_corrections(now)
