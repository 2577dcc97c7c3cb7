"""When what leaves of the registry last changed; what demonstrations do moves no date."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, QuerySet

from rebond.web.labels.models import LabelEvent
from rebond.web.sites.models import Consent, Lot, Site


def sites_changed(now: datetime) -> datetime | None:
    """Return when a site that is not of a demonstration, or its consents, last changed."""
    return _latest(now, *_moments(Site.objects.filter(is_fictitious=False)))


def lots_changed(now: datetime) -> datetime | None:
    """Return when a lot of a site that is not of a demonstration, that site or its consents last changed."""
    lots = Lot.objects.filter(site__is_fictitious=False).aggregate(at=Max("changed_at"))
    with_lots = Site.objects.filter(is_fictitious=False, pk__in=Lot.objects.values("site"))
    return _latest(now, lots, *_moments(with_lots))


def labels_changed(now: datetime) -> datetime | None:
    """Return when a label of a site that is not of a demonstration, that site or its consents last changed."""
    real = Site.objects.filter(is_fictitious=False, labels__isnull=False)
    event = LabelEvent.objects.filter(label__site__is_fictitious=False)
    return _latest(now, event.aggregate(at=Max("recorded_at")), *_moments(real))


def _moments(sites: QuerySet[Site]) -> tuple[dict[str, datetime | None], ...]:
    """Return when any of some sites, or a consent to publish it, last changed."""
    consents = Consent.objects.filter(site__in=sites)
    return (
        sites.aggregate(at=Max("changed_at")),
        consents.aggregate(given=Max("given_at"), withdrawn=Max("withdrawn_at")),
    )


def _latest(now: datetime, *said: dict[str, datetime | None]) -> datetime | None:
    moments = [at for one in said for at in one.values() if at is not None and at <= now]
    return max(moments, default=None)
