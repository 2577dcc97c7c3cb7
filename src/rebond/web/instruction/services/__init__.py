"""Commands of instruction: each is one transaction and one row of the journal for each object changed.

Modules: ``opening`` (who examines, notes), ``opinions`` (asked, given, cancelled), ``reminders``, ``shortlists``.
"""

from rebond.web.instruction.services.opening import open_for

__all__ = ["open_for"]
