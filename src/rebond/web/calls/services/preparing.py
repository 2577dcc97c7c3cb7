"""Preparing a call and its revisions; nothing here is seen by the public."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from rebond.programme import MeasureNotFound, Programme
from rebond.programme.call_choices import CallChoices, read_choices, with_choices
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.calls import permissions
from rebond.web.calls.errors import (
    BadReference,
    BadTitle,
    DraftExists,
    NoDraft,
    NoSuchMeasure,
    TooLate,
)
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.services.locking import locked, reason_of, refuse_over
from rebond.web.calls.settings import CallSettings
from rebond.web.calls.stages import stage_text
from rebond.web.journal.services import append
from rebond.web.programmes.queries import programme as shipped

REFERENCE = re.compile(r"[a-z0-9][a-z0-9-]{1,22}[a-z0-9]")
LONGEST_TITLE = 200


@transaction.atomic
def prepare(
    actor: Actor,
    programme_id: str,
    measure_id: str,
    *,
    reference: str,
    titles: Text | Mapping[str, str],
    now: datetime,
    policy: Programme | None = None,
) -> Call:
    """Prepare a call of a shipped measure; `policy` gives a programme that is not shipped."""
    programme = policy or shipped(programme_id)
    try:
        measure = programme.measure(measure_id) if programme is not None else None
    except MeasureNotFound:
        measure = None
    if programme is None or measure is None:
        raise NoSuchMeasure(programme_id, measure_id)
    if not permissions.may_prepare(actor, measure):
        raise PermissionDenied
    if not REFERENCE.fullmatch(reference):
        raise BadReference(reference)
    if Call.objects.filter(reference=reference).exists():
        raise BadReference(reference, is_taken=True)
    title = _titles(titles)
    manager = Organisation.objects.get(pk=actor.organisation_id)
    try:
        with transaction.atomic():
            call = Call.objects.create(
                reference=reference,
                manager=manager,
                programme_id=programme.id,
                measure_id=measure.id,
                title_fr=title.fr,
                title_en=title.en,
                is_fictitious=programme.is_fictitious or manager.is_fictitious,
                created_at=now,
            )
    except IntegrityError:
        raise BadReference(reference, is_taken=True) from None
    frozen = programme.canonical().decode()
    Revision.objects.create(
        call=call,
        number=1,
        policy=frozen,
        policy_digest=programme.digest,
        base_policy=frozen,
        settings=CallSettings.from_json({}, measure).as_json(),
        created_at=now,
    )
    content = {
        "programme": programme.id,
        "measure": measure.id,
        "policy_digest": programme.digest,
        "title": title.as_json(),
    }
    append(actor, "calls.prepared", ("call", call.reference), content, now=now)
    return call


def _titles(titles: Text | Mapping[str, str]) -> Text:
    given = titles.as_json() if isinstance(titles, Text) else dict(titles)
    found = [
        " ".join(str(given.get(lang, "")).replace("\x00", "").split()) for lang in ("fr", "en")
    ]
    if not all(0 < len(one) <= LONGEST_TITLE for one in found):
        raise BadTitle
    return Text(*found)


@transaction.atomic
def save_choices(
    actor: Actor,
    call: Call,
    choices: CallChoices | Mapping[str, Any],
    settings: CallSettings | Mapping[str, Any],
    now: datetime,
) -> Revision:
    """Save what the revision being prepared decides; the policy is made again from its base."""
    call = locked(actor, call)
    refuse_over(call, now)
    draft = draft_of(call)
    if draft is None:
        raise NoDraft
    read = choices if isinstance(choices, CallChoices) else read_choices(choices)
    stated = settings.as_json() if isinstance(settings, CallSettings) else settings
    chosen = with_choices(
        draft.base, call.measure_id, read.model_copy(update={"reference": call.reference})
    )
    kept = CallSettings.from_json(stated, chosen.measure(call.measure_id))
    draft.base_policy = draft.base.canonical().decode()
    draft.policy = chosen.canonical().decode()
    draft.policy_digest = chosen.digest
    draft.choices = read.as_json()
    draft.settings = kept.as_json()
    draft.save()
    content = {
        "revision": draft.number,
        "policy_digest": chosen.digest,
        "choices": draft.choices,
        "settings": draft.settings,
    }
    append(actor, "calls.choices_saved", ("call", call.reference), content, now=now)
    return _fresh(draft)


def draft_of(call: Call) -> Revision | None:
    """Return the revision being prepared."""
    return call.revisions.filter(published_at=None).order_by("-number").first()


def _fresh(revision: Revision) -> Revision:
    """Return the row without what was computed before it changed."""
    return Revision.objects.select_related("call").get(pk=revision.pk)


@transaction.atomic
def new_revision(actor: Actor, call: Call, reason: str, now: datetime) -> Revision:
    """Prepare the next revision of a published call, from the one in force."""
    call = locked(actor, call)
    refuse_over(call, now)
    refuse_after_closing(call, now)
    why = reason_of(reason)
    draft, last = draft_of(call), call.revision
    if draft is not None:
        raise DraftExists(draft.number)
    if last is None:
        raise NoDraft
    revision = Revision.objects.create(
        call=call,
        number=last.number + 1,
        policy=last.policy,
        policy_digest=last.policy_digest,
        base_policy=last.base_policy or last.policy,
        choices=last.choices,
        settings=last.settings,
        reason=why,
        created_at=now,
    )
    content = {"revision": revision.number, "reason": why}
    append(actor, "calls.revision_prepared", ("call", call.reference), content, now=now)
    return revision


def refuse_after_closing(call: Call, now: datetime) -> None:
    """Refuse a revision once nobody can file any more: it would bear on no dossier."""
    stage = call.stage(now)
    if stage in (Call.Stage.DRAFT, Call.Stage.ANNOUNCED, Call.Stage.OPEN):
        return
    raise TooLate(
        stage_text(stage),
        Text(
            "Une révision ne vaut que pour les dossiers à déposer ; ceux qui le sont gardent la leur.",
            "A revision holds only for dossiers still to be filed; those filed keep their own.",
        ),
    )
