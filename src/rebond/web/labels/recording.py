"""Writing an event of a label: its row, the row of the journal, and what the site's manager is told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from rebond.web.accounts.actors import Actor
from rebond.web.journal.services import append
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.labels.notice_kinds import CHANGED
from rebond.web.notices import services as notices
from rebond.web.sites import changes
from rebond.web.sites.models import Site


def locked(label: Label) -> Label:
    """Take the lock of a label."""
    return Label.objects.select_for_update(of=("self",)).select_related("site").get(pk=label.pk)


def next_number(events: list[LabelEvent]) -> int:
    """Return the number of the next event."""
    return max(one.number for one in events) + 1 if events else 1


def record(
    actor: Actor | None,
    label: Label,
    event: LabelEvent,
    verb: str,
    now: datetime,
    more: dict[str, Any],
) -> None:
    """Write an event that was checked, inside the transaction of its act."""
    event.recorded_by_id = actor.membership_id if actor else None
    event.recorded_at = now
    event.save()
    said = {
        "number": event.number,
        "on": event.on.isoformat(),
        "reason": event.reason,
        **{
            name: day.isoformat()
            for name, day in (("review_on", event.review_on), ("ends_on", event.ends_on))
            if day is not None
        },
        **({"decision": event.decision.name} if event.decision else {}),
        **more,
    }
    append(actor, f"labels.{verb}", ("label", label.reference), said, now=now)
    changes.bump(now)
    _tell_manager(label, event, now)


def _tell_manager(label: Label, event: LabelEvent, now: datetime) -> None:
    site = label.site
    if site.manager_id is None:
        return
    with translation.override("fr"):
        what_fr = str(event.get_kind_display())
        page = "site-page" if site.visibility == Site.Visibility.PUBLIC else "registry-site"
        address = reverse(page, args=[site.identifier])
    with translation.override("en"):
        what_en = str(event.get_kind_display())
    notices.tell_organisation(
        site.manager_id,
        CHANGED,
        ("label", label.reference),
        address=address,
        facts={
            "site": str(site),
            "what": {"fr": what_fr, "en": what_en},
            "title": {"fr": label.title_fr, "en": label.title_en},
            "on": event.on.isoformat(),
        },
        now=now,
    )
