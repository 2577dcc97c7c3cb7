"""Opening a draft, from nothing or from an earlier dossier, and moving it to the newest revision."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.programme import Unknown
from rebond.programme.answers import (
    AnswerProblem,
    Placed,
    is_item_path,
    locate,
    normalise,
)
from rebond.programme.answers import places as fields_of
from rebond.programme.applicants import APPLICANT_TITLES, ApplicantType
from rebond.programme.forms import FileField, Form
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.calls.models import Call, Revision
from rebond.web.dossiers.errors import (
    ApplicantNotAdmitted,
    CallNotOpen,
    NothingToCopy,
    TooManyDrafts,
)
from rebond.web.dossiers.locking import form_of, held_by, label_of
from rebond.web.dossiers.models import Answer, Attachment, Dossier
from rebond.web.dossiers.naming import rename
from rebond.web.dossiers.permissions import may_start
from rebond.web.dossiers.places import communes_in, set_places
from rebond.web.journal.services import append

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the letters and digits that people mistake for one another."""
MOST_DRAFTS = 50


def start(
    actor: Actor, call: Call, *, copied_from: Dossier | None = None, now: datetime
) -> Dossier:
    """Open a draft; `copied_from` gives it the answers and files of an earlier dossier of the organisation."""
    if not may_start(actor):
        raise PermissionDenied
    with transaction.atomic():
        call = Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        stage, revision = call.stage(now), call.revision
        if stage != Call.Stage.OPEN or revision is None:
            raise CallNotOpen(call.reference, label_of(stage), None)
        _admit(actor, revision)
        drafts = Dossier.objects.filter(
            call=call, organisation_id=actor.organisation_id, state=Dossier.State.DRAFT
        ).count()
        if drafts >= MOST_DRAFTS:
            raise TooManyDrafts(drafts)
        dossier = Dossier.objects.create(
            reference=_new_reference(),
            call=call,
            revision=revision,
            organisation_id=actor.organisation_id,
            created_at=now,
            saved_at=now,
        )
        copied = (0, 0) if copied_from is None else _copy(actor, copied_from, dossier, now)
        append(
            actor,
            "dossiers.started",
            ("dossier", dossier.reference),
            {
                "call": call.reference,
                "revision": revision.number,
                "copied_from": copied_from.reference if copied_from else None,
                "answers_copied": copied[0],
                "files_copied": copied[1],
            },
            now=now,
        )
        return dossier


def _new_reference() -> str:
    """Return a reference that nobody has and nobody can guess from another."""
    while True:
        reference = "D-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Dossier.objects.filter(reference=reference).exists():
            return reference


def _admit(actor: Actor, revision: Revision) -> None:
    """Refuse a kind of organisation that the measure does not admit; unknown kinds keep nobody out."""
    admitted = revision.measure.applicants.types
    if isinstance(admitted, Unknown) or actor.kind in {one.value for one in admitted}:
        return
    raise ApplicantNotAdmitted(
        APPLICANT_TITLES[ApplicantType(Kind(actor.kind).value)],
        [APPLICANT_TITLES[one] for one in admitted],
    )


def _copy(actor: Actor, source: Dossier, target: Dossier, now: datetime) -> tuple[int, int]:
    """Copy what means the same in both forms; return how many answers and files."""
    source = Dossier.objects.select_related("revision__call").get(pk=source.pk)
    if source.organisation_id != actor.organisation_id:
        raise NothingToCopy
    before, after = form_of(source.revision), form_of(target.revision)
    answers = dict(_kept_answers(source, before, after))
    for path, value in answers.items():
        Answer.objects.create(
            dossier=target,
            path=path,
            value=value,
            edited_by_id=actor.membership_id,
            edited_at=now,
        )
    files = list(_kept_files(source, before, after))
    for one in files:
        Attachment.objects.create(
            dossier=target,
            path=one.path,
            name=one.name,
            format=one.format,
            size=one.size,
            digest=one.digest,
            added_by_id=actor.membership_id,
            added_at=now,
        )
    target.copied_from = source
    set_places(target, communes_in(after, answers))
    rename(target, after, answers)
    target.save(update_fields=["copied_from", "commune_code", "region_code", "title"])
    return sum(not is_item_path(path) for path in answers), len(files)


def _same(
    known: tuple[dict[str, Placed], dict[str, Placed]], path: str, forms: tuple[Form, Form]
) -> Any:
    """Return the field of the new form when a path means the same field, of the same type, in both."""
    try:
        old = locate(forms[0], path, known=known[0])
        new = locate(forms[1], path, known=known[1])
    except AnswerProblem:
        return None
    return new.field if old.field.type == new.field.type else None


def _kept_answers(source: Dossier, before: Form, after: Form) -> Iterator[tuple[str, Any]]:
    known = (fields_of(before), fields_of(after))
    filing = source.filings.order_by("-number").first()
    answers = (
        dict(Answer.objects.filter(dossier=source).values_list("path", "value"))
        if filing is None
        else filing.answers
    )
    for path, value in answers.items():
        field = _same(known, path, (before, after))
        if field is None or value is None:
            continue
        try:
            yield path, value if is_item_path(path) else normalise(field, value)
        except AnswerProblem:
            continue


def _kept_files(source: Dossier, before: Form, after: Form) -> Iterator[Attachment]:
    known = (fields_of(before), fields_of(after))
    counted: dict[str, int] = {}
    for one in Attachment.objects.filter(dossier=source, removed_at=None):
        field = _same(known, one.path, (before, after))
        if not isinstance(field, FileField) or one.format not in field.formats:
            continue
        counted[one.path] = counted.get(one.path, 0) + 1
        if counted[one.path] <= field.max_files:
            yield one


def bring_up_to_date(actor: Actor, dossier: Dossier, now: datetime) -> bool:
    """Move a draft to the newest revision of its call, values kept; return whether it moved.

    What the new form no longer asks is kept, is not filed, and shows again if a later revision asks it.
    """
    with transaction.atomic():
        one = held_by(actor, dossier)
        newest = one.call.revision
        if (
            one.state != Dossier.State.DRAFT
            or newest is None
            or newest.pk == one.revision_id
            or one.call.stage(now) != Call.Stage.OPEN
        ):
            return False
        before = one.revision.number
        one.revision = newest
        answers = dict(Answer.objects.filter(dossier=one).values_list("path", "value"))
        set_places(one, communes_in(form_of(newest), answers))
        one.save(update_fields=["revision", "commune_code", "region_code"])
        append(
            actor,
            "dossiers.revised",
            ("dossier", one.reference),
            {"from_revision": before, "to_revision": newest.number},
            now=now,
        )
        dossier.revision = newest
        return True
