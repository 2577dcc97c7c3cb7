"""An investor's need matched with sites: must-haves, wishes with importance, unknown kept unknown.

`columns` (sites as arrays), `needs` (what is asked), `search` (filter, score, rank, count: the plain way),
`index` and `kernel` (the same answers on a million sites), `errors`. Apart from sites: `recruits`, a firm's offer
and young people ranked for one another, with `recruit_reasons` in words.
"""

from rebond.matching.columns import UNKNOWN_CODE, SiteColumns
from rebond.matching.needs import AtLeast, AtMost, Box, Condition, Need, OneOf, Wish
from rebond.matching.search import Matches, answer, satisfaction, search

__all__ = [
    "UNKNOWN_CODE",
    "AtLeast",
    "AtMost",
    "Box",
    "Condition",
    "Matches",
    "Need",
    "OneOf",
    "SiteColumns",
    "Wish",
    "answer",
    "satisfaction",
    "search",
]
