"""The plan of a site: what is to do, when it ends and how surely, what holds it back, what to do first."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.procedure.anticipation import Gain, Order
from rebond.procedure.deadline_result import Deadline, Missing, TraceLine, day_json
from rebond.texts import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rebond.procedure.maturity import Maturity
    from rebond.procedure.needs import Need
    from rebond.procedure.step_times import StepTime

METHOD = "site_plan"
METHOD_VERSION = "1.0.0"
ESTIMATE = Text(
    "Une date calculée est une estimation, pas une garantie légale.",
    "A computed date is an estimate, not a legal guarantee.",
)
FICTITIOUS = Text(
    "Site fictif\u202f: il n’existe pas et ne décrit aucun lieu réel.",
    "Fictitious site: it does not exist and describes no real place.",
)


@dataclass(frozen=True, slots=True)
class Dates:
    """When the site is operational.

    Parameters
    ----------
    p10, p50, p90 : date
        Smallest day by which at least 10, 50 or 90 % of the draws have ended.
    mean_days : float
        From the day of reading.
    """

    p10: datetime.date
    p50: datetime.date
    p90: datetime.date
    mean_days: float

    def as_json(self) -> dict[str, Any]:
        """Return the dates as a record keeps them."""
        return {
            "p10": self.p10.isoformat(),
            "p50": self.p50.isoformat(),
            "p90": self.p90.isoformat(),
            "mean_days": self.mean_days,
        }


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step of the plan.

    Parameters
    ----------
    step, task : str
    title : Text
    time : StepTime
    chance_happens : float in [0, 1]
        Share of the draws in which it takes time.
    criticality : float in [0, 1]
        Share of the draws in which it takes time and holds the end back.
    is_on_path : bool
        True when it stands on the most likely critical path.
    likely_start, likely_end : date or None
        On the most likely course; None when the step does not happen on it.
    start_p10, start_p50, end_p50, end_p90 : date or None
        Over the draws in which it takes time; None when there is none.
    """

    step: str
    task: str
    title: Text
    time: StepTime
    chance_happens: float
    criticality: float
    is_on_path: bool
    likely_start: datetime.date | None
    likely_end: datetime.date | None
    start_p10: datetime.date | None
    start_p50: datetime.date | None
    end_p50: datetime.date | None
    end_p90: datetime.date | None

    def as_json(self) -> dict[str, Any]:
        """Return the step as a record keeps it."""
        return {
            "step": self.step,
            "task": self.task,
            "title": self.title.as_json(),
            "time": self.time.as_json(),
            "chance_happens": self.chance_happens,
            "criticality": self.criticality,
            "is_on_path": self.is_on_path,
            "likely_start": day_json(self.likely_start),
            "likely_end": day_json(self.likely_end),
            "start_p10": day_json(self.start_p10),
            "start_p50": day_json(self.start_p50),
            "end_p50": day_json(self.end_p50),
            "end_p90": day_json(self.end_p90),
        }


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """The chance that a promised span is kept.

    Parameters
    ----------
    promise : str
    title, source : Text
    months : int
    chance : float or None
        None when what was promised does not happen on this site.
    lowest, highest : float or None
        When everything unknown applies, and when nothing of it does.
    """

    promise: str
    title: Text
    source: Text
    months: int
    chance: float | None
    lowest: float | None
    highest: float | None

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {
            "promise": self.promise,
            "title": self.title.as_json(),
            "source": self.source.as_json(),
            "months": self.months,
            "chance": self.chance,
            "lowest": self.lowest,
            "highest": self.highest,
        }


@dataclass(frozen=True, slots=True)
class BranchChance:
    """A branch of the plan and its chance, for the reader who wants to change it."""

    branch: str
    title: Text
    chance: float
    why: Text

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {
            "branch": self.branch,
            "title": self.title.as_json(),
            "chance": self.chance,
            "why": self.why.as_json(),
        }


@dataclass(frozen=True, slots=True)
class SitePlan:
    """The plan of a site on a day.

    Parameters
    ----------
    site, name : str
    is_fictitious : bool
    site_digest, law_digest, graph_digest : str
    as_of : date
    draws, seed : int
    what_if : tuple of str
        Tasks supposed done.
    needs : tuple of Need
    steps : tuple of StepPlan
        In an order in which each stands after those it waits for.
    dates : Dates
    dates_if_nothing_unknown_applies, dates_if_everything_unknown_applies : Dates
        The same, with each unknown task left out, or done.
    likely_on : date
        End of the most likely course; earlier than the median where paths meet.
    critical_path : tuple of str
    promises : tuple of PromiseKept
    hoped_for_on : date or None
    chance_by_hoped_for : float or None
    branches : tuple of BranchChance
    gains : tuple of Gain
        Of each open task alone, largest first.
    order : Order or None
        None when it was not asked for.
    maturity : Maturity
    deadlines : tuple of Deadline
        Of the files under way, what the law says of each on the day of reading.
    missing : tuple of Missing
        Rules that are not established and facts that are unknown, with what was looked for.
    cautions : tuple of Text
    trace : tuple of TraceLine
    end_days : array, shape (draws,), int32
        Days from the day of reading to the end of each draw, sorted; not in the JSON.
    """

    site: str
    name: str
    is_fictitious: bool
    site_digest: str
    law_digest: str
    graph_digest: str
    as_of: datetime.date
    draws: int
    seed: int
    what_if: tuple[str, ...]
    needs: tuple[Need, ...]
    steps: tuple[StepPlan, ...]
    dates: Dates
    dates_if_nothing_unknown_applies: Dates
    dates_if_everything_unknown_applies: Dates
    likely_on: datetime.date
    critical_path: tuple[str, ...]
    promises: tuple[PromiseKept, ...]
    hoped_for_on: datetime.date | None
    chance_by_hoped_for: float | None
    branches: tuple[BranchChance, ...]
    gains: tuple[Gain, ...]
    order: Order | None
    maturity: Maturity
    deadlines: tuple[Deadline, ...]
    missing: tuple[Missing, ...]
    cautions: tuple[Text, ...]
    trace: tuple[TraceLine, ...]
    end_days: NDArray[np.int32] = field(repr=False, compare=False)

    def chance_by(self, day: datetime.date) -> float:
        """Return the share of the draws that have ended by a day.

        Parameters
        ----------
        day : date

        Returns
        -------
        float in [0, 1]
        """
        ended = np.searchsorted(self.end_days, (day - self.as_of).days, side="right")
        return float(ended) / self.draws

    def day_reached(self, share: float) -> datetime.date:
        """Return the smallest day by which at least a share of the draws, in (0, 1], has ended."""
        rank = min(max(int(np.ceil(share * self.draws)), 1), self.draws)
        return self.as_of + datetime.timedelta(days=int(self.end_days[rank - 1]))

    def months(self) -> tuple[tuple[str, int], ...]:
        """Return how many draws end in each month, from the first to the last, as ``("2029-03", 12)``."""
        ends = np.datetime64(self.as_of, "D") + self.end_days
        month = ends.astype("datetime64[M]").astype(np.int64)
        counts = np.bincount(month - month[0])
        first = ends[0].astype("datetime64[M]")
        return tuple((str(first + place), int(count)) for place, count in enumerate(counts))

    def as_json(self) -> dict[str, Any]:
        """Return the plan as JSON values; the same inputs give the same bytes."""
        shares = [place / 100 for place in range(1, 100)]
        return {
            "format": "rebond-plan/1",
            "method": METHOD,
            "method_version": METHOD_VERSION,
            "estimate": ESTIMATE.as_json(),
            "site": self.site,
            "name": self.name,
            "is_fictitious": self.is_fictitious,
            "site_digest": self.site_digest,
            "law_digest": self.law_digest,
            "graph_digest": self.graph_digest,
            "as_of": self.as_of.isoformat(),
            "draws": self.draws,
            "seed": self.seed,
            "what_if": list(self.what_if),
            "needs": [need.as_json() for need in self.needs],
            "steps": [step.as_json() for step in self.steps],
            "dates": self.dates.as_json(),
            "dates_if_nothing_unknown_applies": self.dates_if_nothing_unknown_applies.as_json(),
            "dates_if_everything_unknown_applies": self.dates_if_everything_unknown_applies.as_json(),
            "likely_on": self.likely_on.isoformat(),
            "critical_path": list(self.critical_path),
            "promises": [promise.as_json() for promise in self.promises],
            "hoped_for_on": day_json(self.hoped_for_on),
            "chance_by_hoped_for": self.chance_by_hoped_for,
            "percentiles": [self.day_reached(share).isoformat() for share in shares],
            "months": [{"month": month, "draws": count} for month, count in self.months()],
            "branches": [branch.as_json() for branch in self.branches],
            "gains": [gain.as_json() for gain in self.gains],
            "order": None if self.order is None else self.order.as_json(),
            "maturity": self.maturity.as_json(),
            "deadlines": [item.as_json() for item in self.deadlines],
            "missing": [item.as_json() for item in self.missing],
            "cautions": [caution.as_json() for caution in self.cautions],
            "trace": [line.as_json() for line in self.trace],
        }
