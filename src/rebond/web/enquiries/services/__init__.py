"""Commands on enquiries: values in, one transaction, one row of the journal, notices to the recipients."""

from __future__ import annotations

from rebond.web.enquiries.services.answering import answer, note, open_for
from rebond.web.enquiries.services.asking import Asked, Contact, ask, confirm, take_back
from rebond.web.enquiries.services.following import reveal, withdraw, write
from rebond.web.enquiries.services.moving import Outcome, close, move

__all__ = [
    "Asked",
    "Contact",
    "Outcome",
    "answer",
    "ask",
    "close",
    "confirm",
    "move",
    "note",
    "open_for",
    "reveal",
    "take_back",
    "withdraw",
    "write",
]
