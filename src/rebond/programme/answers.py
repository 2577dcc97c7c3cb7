"""Answers to a form: read, checked all at once, and turned into what gates and rules look at.

An answer stands under a path: the id of its field, or ``<list>.<item>.<field>`` inside a list. The item
itself stands under ``<list>.<item>``, with its place in the list as value, so that an empty item is kept.
Modules: ``answers_problems`` (what can be wrong), ``answers_paths`` (paths and what is asked),
``answers_values``, ``answers_numbers`` and ``answers_geometry`` (one value), ``answers_checking`` (the
whole form), ``answers_words`` (a value as people read it).
"""

from __future__ import annotations

from rebond.programme.answers_checking import FileSeen, check, facts
from rebond.programme.answers_paths import (
    Placed,
    Question,
    blank_items,
    blank_paths,
    is_answered,
    is_asked,
    is_inside,
    is_item_path,
    item_paths,
    locate,
    places,
    public_only,
    questions,
    without_personal,
)
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.programme.answers_values import CommuneResolver, normalise
from rebond.programme.answers_words import in_words

__all__ = [
    "AnswerFault",
    "AnswerProblem",
    "CommuneResolver",
    "FileSeen",
    "Placed",
    "Question",
    "blank_items",
    "blank_paths",
    "check",
    "facts",
    "in_words",
    "is_answered",
    "is_asked",
    "is_inside",
    "is_item_path",
    "item_paths",
    "locate",
    "normalise",
    "places",
    "public_only",
    "questions",
    "without_personal",
]
