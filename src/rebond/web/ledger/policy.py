"""What the policy says of the money of its measures: awards, shares of funders where known, figures with sources."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from rebond.programme import shipped_programmes
from rebond.texts import Text
from rebond.web.ledger.errors import FundUnfit
from rebond.web.programmes import queries as programmes


def measures() -> list[tuple[Any, Any]]:
    """Return every measure of the shipped programmes, with its programme."""
    found = []
    for name in shipped_programmes():
        programme = programmes.programme(name)
        for measure in programme.measures if programme else ():
            found.append((programme, measure))
    return found


def actors(programme_id: str) -> dict[str, Text]:
    """Return the names of the actors of a programme, by their ids."""
    found = programmes.programme(programme_id)
    return {one.id: one.name for one in found.actors} if found is not None else {}


def measure(programme_id: str, measure_id: str) -> Any | None:
    """Return a measure; None when no shipped programme has it."""
    for programme, one in measures():
        if (programme.id, one.id) == (programme_id, measure_id):
            return one
    return None


def award(programme_id: str, measure_id: str, award_id: str) -> Any | None:
    """Return an award of a measure; None when there is no such one."""
    found = measure(programme_id, measure_id)
    return next((one for one in found.awards if one.id == award_id), None) if found else None


def shares(programme_id: str, measure_id: str, award_id: str) -> list[Fraction] | None:
    """Return the shares that the policy states for an award; None when it does not know them all.

    Raises
    ------
    FundUnfit
        When the policy has no such award.
    """
    found = award(programme_id, measure_id, award_id)
    if found is None:
        raise FundUnfit(
            Text(
                "la politique {programme} n’a pas l’attribution {award} de la mesure {measure}.",
                "the policy {programme} has no award {award} of the measure {measure}.",
            ).filled(
                programme=programme_id[:80], award=award_id[:80] or "—", measure=measure_id[:80]
            ),
            cure=Text("Choisissez-en une de la liste.", "Take one of the list."),
        )
    stated = [one.share for one in found.funders]
    known = [one for one in stated if isinstance(one, Fraction)]
    return known if known and len(known) == len(stated) else None


def title(programme_id: str, measure_id: str) -> Text:
    """Return the name of a measure; its id where the policy does not have it."""
    found = measure(programme_id, measure_id)
    return found.title if found is not None else Text(measure_id, measure_id)


def award_title(programme_id: str, measure_id: str, award_id: str) -> Text:
    """Return the name of an award; its id where the policy does not have it."""
    found = award(programme_id, measure_id, award_id)
    return found.title if found is not None else Text(award_id, award_id)
