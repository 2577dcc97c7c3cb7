"""Commands of cases: each is one transaction and one row of the journal.

Modules: ``opening``, ``parties``, ``conducting`` (promised day, plan, state), ``lines``, ``documents``,
``reminders`` (daily), ``standing`` (locks, and what every act checks), ``telling``.
"""

from rebond.web.cases.services.conducting import move, promise, set_plan
from rebond.web.cases.services.documents import attach
from rebond.web.cases.services.lines import Conflict, Line, add, edit
from rebond.web.cases.services.opening import open_case
from rebond.web.cases.services.parties import invite, leave
from rebond.web.cases.services.reminders import remind

__all__ = [
    "Conflict",
    "Line",
    "add",
    "attach",
    "edit",
    "invite",
    "leave",
    "move",
    "open_case",
    "promise",
    "remind",
    "set_plan",
]
