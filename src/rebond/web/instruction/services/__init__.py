"""Commands of instruction: each is one transaction and one row of the journal for each object changed.

Modules: ``opening`` (who examines, notes), ``opinions`` (asked, given, cancelled), ``reminders``, ``shortlists``,
``standing`` (what every act checks after locking).
"""

from rebond.web.instruction.services.opening import assign, hand_over, open_for, write_note
from rebond.web.instruction.services.opinions import (
    ask_opinion,
    ask_opinions,
    cancel_request,
    give_opinion,
)
from rebond.web.instruction.services.reminders import remind_late
from rebond.web.instruction.services.shortlists import (
    leave_out_ineligible,
    place_on_shortlist,
    reorder,
    send_shortlist,
)

__all__ = [
    "ask_opinion",
    "ask_opinions",
    "assign",
    "cancel_request",
    "give_opinion",
    "hand_over",
    "leave_out_ineligible",
    "open_for",
    "place_on_shortlist",
    "remind_late",
    "reorder",
    "send_shortlist",
    "write_note",
]
