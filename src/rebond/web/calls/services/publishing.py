"""Publishing a revision: from that moment it never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from rebond.canonical import digest
from rebond.programme import Programme
from rebond.programme.call_choices import read_choices, with_choices
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.errors import NoDraft, NotReady
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.moments import moment_text
from rebond.web.calls.services.locking import locked, reason_of, refuse_over
from rebond.web.calls.services.preparing import draft_of, refuse_after_closing
from rebond.web.calls.services.telling import tell_applicants
from rebond.web.journal.services import append


@dataclass(frozen=True, slots=True)
class Frozen:
    """What publication would freeze."""

    policy: Programme
    settings_digest: str


def frozen(call: Call, draft: Revision) -> Frozen:
    """Return the policy of a draft with the call's code and days in it, and the digest of its settings."""
    choices = read_choices(draft.choices)
    days = {
        name: timezone.localtime(moment).date().isoformat()
        for name, moment in (
            ("opens", call.opens_at),
            ("closes", call.closes_at),
            ("announced", call.results_at),
        )
        if moment is not None
    }
    whole = read_choices({**choices.as_json(), "reference": call.reference, "calendar": days})
    policy = with_choices(draft.base, call.measure_id, whole)
    return Frozen(policy, digest(draft.settings))


def missing(call: Call, now: datetime) -> list[Text]:
    """Return what keeps a call from being published, in words."""
    found = []
    if call.opens_at is None:
        found.append(Text("La date d’ouverture n’est pas fixée.", "The opening date is not set."))
    if call.closes_at is None:
        found.append(Text("La date de clôture n’est pas fixée.", "The closing date is not set."))
    elif call.closes_at <= now:
        found.append(Text("La date de clôture est passée.", "The closing date is past."))
    return found


@transaction.atomic
def publish(actor: Actor, call: Call, reason: str, now: datetime) -> Revision:
    """Publish the revision being prepared; from the second on, a reason is required."""
    call = locked(actor, call)
    refuse_over(call, now)
    draft = draft_of(call)
    if draft is None:
        last = call.revision
        raise NoDraft(None if last is None or last.published_at is None else _published(last))
    if draft.number > 1:
        refuse_after_closing(call, now)
        draft.reason = reason_of(reason or draft.reason)
    else:
        draft.reason = " ".join(str(reason).split())[:2000]
    lacking = missing(call, now)
    if lacking:
        raise NotReady(lacking)
    whole = frozen(call, draft)
    draft.policy = whole.policy.canonical().decode()
    draft.policy_digest = whole.policy.digest
    draft.published_at = now
    draft.save()
    is_first = draft.number == 1
    content = {
        "revision": draft.number,
        "policy_digest": draft.policy_digest,
        "settings_digest": whole.settings_digest,
        "choices": draft.choices,
        "settings": draft.settings,
        "reason": draft.reason,
        "dates": {
            name: moment.isoformat() if moment else None
            for name, moment in (("opens", call.opens_at), ("closes", call.closes_at))
        },
    }
    act = "calls.published" if is_first else "calls.revision_published"
    append(actor, act, ("call", call.reference), content, now=now)
    if not is_first:
        facts = {"number": draft.number, "reason": draft.reason}
        tell_applicants(call, "calls.revised", facts, now=now)
    return Revision.objects.select_related("call").get(pk=draft.pk)


def _published(revision: Revision) -> Text:
    assert revision.published_at is not None  # noqa: S101 - the caller has looked
    at = moment_text(revision.published_at)
    return Text(
        f"La révision {revision.number} a été publiée le {at.fr}.",
        f"Revision {revision.number} was published on {at.en}.",
    )
