"""Acts on the registry: deliveries, records, consents, reports, events. One transaction and one row each."""

from __future__ import annotations

from rebond.web.sites.services.events import record_event

__all__ = ["record_event"]
