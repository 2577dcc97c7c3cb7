"""Reading calls: which ones each may see, each with its revision in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.calls import permissions
from rebond.web.calls.models import Call, Revision

HEAVY = ("policy", "base_policy", "choices")
STAGE_ORDER = (
    Call.Stage.DRAFT,
    Call.Stage.OPEN,
    Call.Stage.ANNOUNCED,
    Call.Stage.CLOSED,
    Call.Stage.DELIBERATED,
    Call.Stage.PUBLISHED,
    Call.Stage.CANCELLED,
)


def public_calls(now: datetime) -> QuerySet[Call]:  # noqa: ARG001 - the contract of every public query
    """Return the calls that have been published, cancelled ones included."""
    published = Revision.objects.filter(call=OuterRef("pk"), published_at__isnull=False)
    return Call.objects.filter(Exists(published)).select_related("manager")


def managed(actor: Actor) -> QuerySet[Call]:
    """Return the calls that an actor may change."""
    if not permissions.may_manage_calls(actor):
        return Call.objects.none()
    calls = Call.objects.select_related("manager")
    return calls if actor.is_national else calls.filter(manager=actor.organisation_id)


def visible(actor: Actor | None, now: datetime) -> QuerySet[Call]:
    """Return the calls that somebody may know of: the public ones, and the drafts of those he manages."""
    public = public_calls(now)
    if actor is None or not permissions.may_manage_calls(actor):
        return public
    published = Revision.objects.filter(call=OuterRef("pk"), published_at__isnull=False)
    calls = Call.objects.select_related("manager")
    if actor.is_national:
        return calls
    return calls.filter(Exists(published)) | calls.filter(manager=actor.organisation_id)


def with_revisions(calls: Iterable[Call]) -> list[Call]:
    """Return calls with their revision in force read at once, without the heavy text of its policy."""
    found = list(calls)
    newest: dict[int, Revision] = {}
    rows = Revision.objects.filter(call__in=found, published_at__isnull=False).defer(*HEAVY)
    for one in rows.order_by("number"):
        newest[one.call_id] = one
    for call in found:
        call.__dict__["revision"] = newest.get(call.pk)
    return found


def by_stage(calls: Iterable[Call], now: datetime) -> list[tuple[Any, list[Call]]]:
    """Return calls grouped by stage, open ones first."""
    groups: dict[str, list[Call]] = {stage: [] for stage in STAGE_ORDER}
    for call in calls:
        groups[call.stage(now)].append(call)
    return [(stage, found) for stage, found in groups.items() if found]
