"""The tables that legal pages read: what is held about people, which treatments bear on decisions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from rebond.aid import evaluating
from rebond.evaluation import method
from rebond.impact import registry as impact
from rebond.matching.recruits import VERSION as RECRUITS_VERSION
from rebond.matching.search import VERSION as SEARCH_VERSION
from rebond.parliament.drafting import METHOD_VERSION as DRAFTS_VERSION
from rebond.procedure import simulation
from rebond.selection import portfolio
from rebond.texts import Text

VERSIONS = {
    "evaluation": method("acceptability").version,
    "selection": portfolio.METHOD_VERSION,
    "deadlines": simulation.METHOD_VERSION,
    "aids": evaluating.VERSION,
    "search": SEARCH_VERSION,
    "recruits": RECRUITS_VERSION,
    "drafts": DRAFTS_VERSION,
    "results": impact.DIFFERENCES.version,
}


@dataclass(frozen=True, slots=True)
class Retention:
    """One line of the table of personal data."""

    data: Text
    why: Text
    how_long: Text
    how_it_goes: Text


@dataclass(frozen=True, slots=True)
class Algorithm:
    """One treatment that bears on a decision or an answer."""

    id: str
    title: Text
    purpose: Text
    decides: Text
    data: Text
    page: str
    """Name of an address."""
    document: str
    """Path in the repository."""

    @property
    def version(self) -> str:
        """Version of the method as the code has it; empty where none is counted."""
        return VERSIONS.get(self.id, "")


@cache
def retention() -> tuple[Retention, ...]:
    """Return what is held about people."""
    return tuple(
        Retention(**{name: Text(**words) for name, words in row.items()})
        for row in _read("retention.yaml")
    )


@cache
def algorithms() -> tuple[Algorithm, ...]:
    """Return the treatments, in the order of the programme's way."""
    return tuple(
        Algorithm(
            **{name: Text(**told) if isinstance(told, dict) else told for name, told in row.items()}
        )
        for row in _read("algorithms.yaml")
    )


def _read(name: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = yaml.safe_load(text)
    return rows
