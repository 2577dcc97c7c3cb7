"""What an enquiry's new state tells the site's history: the kind, the day and the figures, never who."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from rebond.web.accounts.actors import Actor
from rebond.web.enquiries.models import Enquiry
from rebond.web.sites import services as sites
from rebond.web.sites.models import SiteEvent


def record(
    actor: Actor,
    enquiry: Enquiry,
    *,
    on: date,
    figures: Mapping[str, int],
    is_public: bool,
    now: datetime,
) -> SiteEvent:
    """Add the event; the sentence of a loss is its reason, in the words of the list."""
    event: SiteEvent = sites.record_event(
        actor,
        enquiry.site,
        SiteEvent.Kind(enquiry.state),
        on,
        basis=SiteEvent.Basis.DECLARED,
        figures=dict(figures),
        sentence="",
        enquiry_reference=enquiry.reference,
        is_public=is_public,
        now=now,
    )
    return event
