"""The facts of each candidate on the day of the decision, frozen with their digest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.canonical import digest
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rebond.evidence import Evidence

FORMAT = "rebond-baseline/1"


@dataclass(frozen=True, slots=True)
class BaselineFact:
    """One fact of a candidate, as it was known on the day of the decision.

    Parameters
    ----------
    indicator : str
    status : str
        known, missing or not_applicable.
    value : float or None
        None unless known; never zero for what is missing.
    dataset : str
    vintage : Text
        Where it comes from; empty when no data exist.
    """

    indicator: str
    status: str
    value: float | None
    dataset: str
    vintage: Text

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "indicator": self.indicator,
            "status": self.status,
            "value": self.value,
            "dataset": self.dataset,
            "vintage": self.vintage.as_json(),
        }


@dataclass(frozen=True, slots=True)
class Baseline:
    """A candidate on the day of the decision.

    Parameters
    ----------
    candidate : str
        Its reference.
    decided_on : date
    is_retained : bool
    facts : tuple of BaselineFact
    """

    candidate: str
    decided_on: date
    is_retained: bool
    facts: tuple[BaselineFact, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values, the form whose digest is kept."""
        return {
            "format": FORMAT,
            "candidate": self.candidate,
            "decided_on": self.decided_on.isoformat(),
            "is_retained": self.is_retained,
            "facts": [one.as_json() for one in self.facts],
        }

    @property
    def digest(self) -> str:
        """Digest of the canonical form: a fact changed afterwards is seen."""
        return digest(self.as_json())


def freeze(
    candidate: str,
    *,
    decided_on: date,
    is_retained: bool,
    evidence: Evidence | None,
    row: int,
    indicators: Sequence[str],
) -> Baseline:
    """Freeze the facts of one candidate.

    Parameters
    ----------
    candidate : str
    decided_on : date
    is_retained : bool
    evidence : Evidence or None
        Values as of the day of the decision; None for a candidate without a place: every fact is then missing.
    row : int
        Its row in the evidence.
    indicators : sequence of str
        In the order to keep.

    Returns
    -------
    Baseline
    """
    facts = []
    for name in indicators:
        if evidence is None:
            facts.append(BaselineFact(name, "missing", None, "", Text("", "")))
            continue
        fact = evidence.fact(row, evidence.column(name))
        facts.append(BaselineFact(name, str(fact.status), fact.value, fact.dataset, fact.vintage))
    return Baseline(candidate, decided_on, is_retained, tuple(facts))
