"""Small counts are secret: which cells of a table are kept back, so that none is found by subtraction either."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")


def kept_back(counts: Mapping[Key, int], least: int) -> set[Key]:
    """Return the cells whose figures are not published.

    A count from 1 to `least - 1` is kept back. What is kept back must not be found by taking the published
    cells from the published total: the smallest others go with it until the hidden ones make at least
    `least` together and are at least two. A zero tells of nobody and stays, unless nothing else is left.

    Examples
    --------
    >>> sorted(kept_back({"a": 2, "b": 7, "c": 40}, 5))
    ['a', 'b']
    >>> sorted(kept_back({"a": 3, "b": 4, "c": 40}, 5))
    ['a', 'b']
    >>> kept_back({"a": 0, "b": 7}, 5)
    set()
    """
    hidden = {key for key, count in counts.items() if 0 < count < least}
    if not hidden:
        return hidden
    rest = sorted(
        (key for key in counts if key not in hidden),
        key=lambda key: (not counts[key], counts[key], str(key)),
    )
    for key in rest:
        if len(hidden) > 1 and sum(counts[one] for one in hidden) >= least:
            break
        hidden.add(key)
    return hidden
