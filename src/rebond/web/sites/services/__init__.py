"""Acts on the registry: deliveries, records, consents, reports, events. One transaction and one row each."""

from __future__ import annotations

from rebond.web.sites.services.applying import apply, ask_to_apply
from rebond.web.sites.services.consents import give_consent, withdraw_consent
from rebond.web.sites.services.deliveries import abandon, check, receive
from rebond.web.sites.services.events import record_event
from rebond.web.sites.services.managers import entrust
from rebond.web.sites.services.records import (
    Given,
    create,
    edit,
    edit_lot,
    link_brownfield,
    set_plan,
)
from rebond.web.sites.services.reports import answer_report, report_error

__all__ = [
    "Given",
    "abandon",
    "answer_report",
    "apply",
    "ask_to_apply",
    "check",
    "create",
    "edit",
    "edit_lot",
    "entrust",
    "give_consent",
    "link_brownfield",
    "receive",
    "record_event",
    "report_error",
    "set_plan",
    "withdraw_consent",
]
