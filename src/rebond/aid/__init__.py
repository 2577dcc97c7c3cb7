"""Aids: who is eligible on a day, for how much, by which rule, and what is not known.

Modules: ``candidates`` (what a dated parameter may have been on a day), ``rules`` (the tree of conditions),
``amounts`` (the tree of amounts), ``model`` (an aid as data), ``loading`` (YAML, beside the policy),
``evaluating`` (one case), ``last_read`` (since when a rule is presumed to hold), ``columns`` (many cases at once), ``firm_size`` (the European size classes),
``reporting`` (an answer for machines and readers), ``coarse`` (numbers told less exactly, same answers), ``typed``,
``cases`` (worked examples that anyone can read and extend), ``errors``.
"""

from rebond.aid.amounts import AmountBounds
from rebond.aid.evaluating import VERSION, Answer, AnswerStep, answer
from rebond.aid.loading import load_aid, shipped_aids
from rebond.aid.model import Aid, FactSpec

__all__ = [
    "VERSION",
    "Aid",
    "AmountBounds",
    "Answer",
    "AnswerStep",
    "FactSpec",
    "answer",
    "load_aid",
    "shipped_aids",
]
