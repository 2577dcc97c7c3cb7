"""The candidate that holds a place: a mayor asks with the name or the code of the commune."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rebond.errors import BadInput
from rebond.pipeline.errors import AmbiguousCandidate, CandidateNotFound
from rebond.pipeline.lookup import find_candidate
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.territory import Atlas, Place


def candidate_or_holder(
    body: dict[str, Any], asked: str, open_atlas: Callable[[], Any]
) -> tuple[dict[str, Any], Text | None]:
    """Return the candidate that is asked for, else the only one that holds the place asked for.

    Parameters
    ----------
    body : dict
        A decision whose layout is checked.
    asked : str
    open_atlas : callable
        Opens the snapshot and the atlas, only when no candidate has that name.

    Returns
    -------
    tuple
        The entry, and in what place it was found when that is not the candidate itself.

    Raises
    ------
    CandidateNotFound, AmbiguousCandidate
    """
    try:
        return find_candidate(body, asked), None
    except CandidateNotFound as not_found:
        try:
            atlas: Atlas = open_atlas()[1]
            place = atlas.find(asked).only()
        except BadInput:
            raise not_found from None
        held = _holders(body, atlas, place)
        if not held:
            raise
    if len(held) > 1:
        raise AmbiguousCandidate(asked, [f"{one['name']} ({one['id']})" for one in held])
    return held[0], Text("{place} est dans « {name} ».", "{place} is in “{name}”.").filled(
        place=place.label, name=held[0]["name"]
    )


def _holders(body: dict[str, Any], atlas: Atlas, place: Place) -> list[dict[str, Any]]:
    """Return the candidates that hold every commune of a place on the day of the run."""
    as_of = dt.date.fromisoformat(body["parameters"]["as_of"])
    codes = atlas.communes.code[atlas.communes_of(place.key, as_of=as_of)].tolist()
    keys = [{str(one.key) for one in atlas.perimeters_of(code, as_of=as_of)} for code in codes]
    common = set.intersection(*keys) if keys else set()
    return [one for one in body["candidates"] if one["id"] in common]
