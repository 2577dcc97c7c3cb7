"""The commands of the committee, in one place for those who call them."""

from rebond.web.committee.asking import ask_evaluation
from rebond.web.committee.declaring import Said, declare, declare_many
from rebond.web.committee.reviewing import Written, save_review, submit_review
from rebond.web.committee.seating import appoint, end, find_membership

__all__ = [
    "Said",
    "Written",
    "appoint",
    "ask_evaluation",
    "declare",
    "declare_many",
    "end",
    "find_membership",
    "save_review",
    "submit_review",
]
