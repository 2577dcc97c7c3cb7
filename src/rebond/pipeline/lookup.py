"""Finding a candidate in a decision by name or identifier, without guessing."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Mapping
from typing import Any

from rebond.pipeline.errors import AmbiguousCandidate, CandidateNotFound


def folded(name: str) -> str:
    """Return a name without accents, case or punctuation, for comparison only.

    Examples
    --------
    >>> folded("Saint-Étienne  Métropole")
    'saint etienne metropole'
    """
    plain = unicodedata.normalize("NFKD", name.replace("œ", "oe").replace("Œ", "OE"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())


def _answers(name: str, asked: str) -> bool:
    """Say whether a name starts with what is asked, or has all its words."""
    return name.startswith(asked) or set(asked.split()) <= set(name.split())


def find_candidate(body: Mapping[str, Any], query: str) -> dict[str, Any]:
    """Return the one candidate that an identifier, the end of one, or a name means.

    Parameters
    ----------
    body : mapping
        A decision.
    query : str

    Returns
    -------
    dict
        Entry of ``candidates``.

    Raises
    ------
    CandidateNotFound
        With the nearest names.
    AmbiguousCandidate
        With every identifier that could be meant.
    """
    entries: list[dict[str, Any]] = list(body["candidates"])
    asked, plain = query.strip(), folded(query)
    tests = (
        lambda one: one["id"] == asked,
        lambda one: bool(asked) and one["id"].rsplit(":", 1)[-1] == asked,
        lambda one: one["name"] == asked,
        lambda one: bool(plain) and folded(one["name"]) == plain,
        lambda one: bool(plain) and _answers(folded(one["name"]), plain),
    )
    for test in tests:
        found = [one for one in entries if test(one)]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousCandidate(query, [f"{one['name']} ({one['id']})" for one in found])
    names = {folded(one["name"]): one["name"] for one in entries}
    near = difflib.get_close_matches(plain, names, n=3, cutoff=0.6)
    raise CandidateNotFound(query, [names[name] for name in near])
