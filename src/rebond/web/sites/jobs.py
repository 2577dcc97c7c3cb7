"""Long work of the registry: checking and applying deliveries, planning sites again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied

from rebond.errors import RebondError
from rebond.web.accounts import actors
from rebond.web.accounts.models import Membership
from rebond.web.clock import today
from rebond.web.jobs.models import Job
from rebond.web.jobs.registry import Progress
from rebond.web.sites import exporting, planning
from rebond.web.sites.models import Delivery, Site
from rebond.web.sites.services import applying, deliveries

WEEK = timedelta(days=7)
REFRESH_MINUTES = 60
AT_ONCE = 200
"""Sites planned again in one run of the periodic task: the worker must not be held for long."""


def check(parameters: dict[str, Any], on_progress: Progress, now: datetime) -> dict[str, Any]:
    """Check a delivery; run twice, it changes nothing the second time."""
    delivery = Delivery.objects.select_related("organisation").get(reference=parameters["delivery"])
    return {"state": deliveries.check(delivery, now, on_progress).state}


def apply(parameters: dict[str, Any], on_progress: Progress, now: datetime) -> dict[str, Any]:
    """Apply a large delivery for the person who asked, who must still act for the organisation."""
    delivery = Delivery.objects.get(reference=parameters["delivery"])
    if delivery.state == Delivery.State.APPLIED:
        return dict(delivery.summary["applied"])
    found = Membership.objects.in_force().select_related("organisation", "user")
    membership = found.filter(pk=parameters["membership"]).first()
    if membership is None:
        raise PermissionDenied
    actor = actors.of_membership(membership)
    return dict(applying.apply(actor, delivery, now, on_progress).summary["applied"])


def export(parameters: dict[str, Any], on_progress: Progress, _now: datetime) -> dict[str, Any]:
    """Make a public file; a state of the registry that is past is made no more."""
    path = exporting.make_public_file(parameters["table"], parameters["form"], on_progress)
    on_progress(1, 1)
    return {"file": path.name}


def export_stands(job: Job) -> bool:
    """Whether the file that a job made is still there."""
    folder = Path(settings.FILES_FOLDER) / "exports"
    return (folder / str(job.result["file"])).is_file()


def refresh_plans(now: datetime) -> None:
    """Plan again the sites whose dates are a week old, so that what is announced stays true."""
    day = today(now)
    old = Site.objects.filter(plan__isnull=False).exclude(planned_as_of__gt=day - WEEK)
    for site in old.order_by("planned_as_of", "pk")[:AT_ONCE]:
        try:
            planning.refresh(site, day, now)
        except RebondError:
            # A description that no longer reads promises nothing; the manager's page says why.
            Site.objects.filter(pk=site.pk).update(planned_as_of=day, tier=None, ready_on=[])


def plan(parameters: dict[str, Any], on_progress: Progress, now: datetime) -> dict[str, Any]:
    """Plan a site whose procedures were described; a later description is another job's."""
    site = Site.objects.get(identifier=parameters["site"])
    if site.number == parameters["number"]:
        planning.refresh(site, today(now), now)
    on_progress(1, 1)
    return {"tier": site.tier}
