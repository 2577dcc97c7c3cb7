"""Acts on calls: preparing, choosing, publishing, moving dates, cancelling. One transaction and one row each."""

from __future__ import annotations

from rebond.web.calls.services.cancelling import cancel
from rebond.web.calls.services.dates import move_date, set_dates
from rebond.web.calls.services.preparing import new_revision, prepare, save_choices
from rebond.web.calls.services.publishing import publish

__all__ = [
    "cancel",
    "move_date",
    "new_revision",
    "prepare",
    "publish",
    "save_choices",
    "set_dates",
]
