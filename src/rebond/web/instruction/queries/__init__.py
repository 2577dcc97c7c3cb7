"""Reading instruction, each reader what he may.

Modules: ``boards`` (dossiers of a préfecture or manager), ``opinions`` (of a dossier, of a service), ``shortlists``,
``committee`` (what it sees, and from when).
"""

from rebond.web.instruction.queries.boards import Board, Filters, board, counts
from rebond.web.instruction.queries.boards import visible as visible_dossiers
from rebond.web.instruction.queries.committee import committee_sees, for_committee, sent_entries
from rebond.web.instruction.queries.opinions import (
    closed_requests,
    opinions_of,
    request_counts,
    visible_requests,
    waiting_requests,
)
from rebond.web.instruction.queries.shortlists import all_lists, region_list

__all__ = [
    "Board",
    "Filters",
    "all_lists",
    "board",
    "closed_requests",
    "committee_sees",
    "counts",
    "for_committee",
    "opinions_of",
    "region_list",
    "request_counts",
    "sent_entries",
    "visible_dossiers",
    "visible_requests",
    "waiting_requests",
]
