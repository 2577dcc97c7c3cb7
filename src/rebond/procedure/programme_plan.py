"""The sites of a programme at once: their dates in one run, and which studies to pay for."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rebond.procedure.budget import BudgetChoice, Measure, choose_anticipations, offer_of
from rebond.procedure.course_search import resolve
from rebond.procedure.coverage import Case
from rebond.procedure.graph_model import SiteGraph
from rebond.procedure.law_book import LawBook
from rebond.procedure.maturity import maturity_of
from rebond.procedure.network import batch_of, row_of
from rebond.procedure.plan_errors import BadSimulation
from rebond.procedure.plan_result import Dates
from rebond.procedure.planning import SEED, case_of, open_tasks_of, question_of
from rebond.procedure.simulation import simulate
from rebond.procedure.site_model import ReadSite, Site
from rebond.procedure.skeleton import skeleton_of
from rebond.texts import Text

Given = Path | str | Mapping[str, Any] | Site | ReadSite
DRAWS = 1000
OFFER_DRAWS = 2000


@dataclass(frozen=True, slots=True)
class SiteDates:
    """Where a site stands among many.

    Parameters
    ----------
    site, name : str
    is_fictitious : bool
    dates : Dates
    chance_by_hoped_for : float or None
    tier, possible_tier : int
    """

    site: str
    name: str
    is_fictitious: bool
    dates: Dates
    chance_by_hoped_for: float | None
    tier: int
    possible_tier: int

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "site": self.site,
            "name": self.name,
            "is_fictitious": self.is_fictitious,
            "dates": self.dates.as_json(),
            "chance_by_hoped_for": self.chance_by_hoped_for,
            "tier": self.tier,
            "possible_tier": self.possible_tier,
        }


def plan_sites(
    given: Sequence[Given],
    *,
    as_of: datetime.date,
    draws: int = DRAWS,
    seed: int = SEED,
    threads: int = 1,
    law: LawBook | None = None,
    graph: SiteGraph | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[SiteDates, ...]:
    """Return the dates and tier of many sites, each the same as if it were alone.

    Parameters
    ----------
    given : sequence of path, mapping, Site or ReadSite
    as_of : date
    draws : int, default 1000
    seed : int
    threads : int, default 1
    law, graph : optional
        The shipped ones by default.
    on_progress : callable, optional
        Called with (sites done, sites).

    Returns
    -------
    tuple of SiteDates
        In the order given.

    Raises
    ------
    SiteUnreadable, SiteInvalid, BadSimulation, NoVersionInForce, DayOutOfCalendar
    """
    if not given:
        return ()
    cases = [case_of(item, as_of=as_of, law=law, graph=graph) for item in given]
    _check_names(cases)
    skeleton = skeleton_of(cases[0].graph)
    found = [resolve(case, skeleton) for case in cases]
    rows = [
        row_of(case, skeleton, item.needs, item.times)
        for case, item in zip(cases, found, strict=True)
    ]
    hopes = [case.read.site.hoped_for_on for case in cases]
    targets = [-1 if hope is None else max(-1, (hope - as_of).days) for hope in hopes]
    batch = batch_of(rows, skeleton, as_of=as_of, targets=targets)
    seen = simulate(batch, draws=draws, seed=seed, threads=threads, on_progress=on_progress)
    plans = []
    for place, (case, item) in enumerate(zip(cases, found, strict=True)):
        days = [as_of + datetime.timedelta(days=int(day)) for day in seen.quantiles[place]]
        maturity = maturity_of(case, item.needs)
        plans.append(
            SiteDates(
                site=case.read.site.id,
                name=case.read.site.name,
                is_fictitious=case.read.site.is_fictitious,
                dates=Dates(days[0], days[1], days[2], float(seen.mean[place])),
                chance_by_hoped_for=None
                if hopes[place] is None
                else float(seen.chance_on_time[place]),
                tier=maturity.tier,
                possible_tier=maturity.possible_tier,
            )
        )
    return tuple(plans)


def choose_for_programme(
    given: Sequence[Given],
    *,
    as_of: datetime.date,
    budget_eur: float,
    measure: Measure = "p50",
    weights: Mapping[str, float] | None = None,
    draws: int = OFFER_DRAWS,
    seed: int = SEED,
    threads: int = 1,
    law: LawBook | None = None,
    graph: SiteGraph | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> BudgetChoice:
    """Return the anticipations over all sites that buy most time under a budget.

    Parameters
    ----------
    given : sequence of path, mapping, Site or ReadSite
        Costs stand in the site files; a task without one cannot be bought and is listed.
    as_of : date
    budget_eur : float
    measure : {"p50", "p90", "mean"}, default "p50"
    weights : mapping of site id to float, optional
        How much a day of a site counts; 1 by default.
    draws : int, default 2000
    seed : int
    threads : int, default 1
    law, graph : optional
    on_progress : callable, optional
        Called with (sites done, sites).

    Returns
    -------
    BudgetChoice

    Raises
    ------
    SiteUnreadable, SiteInvalid, BadSimulation, NoBudgetSolution
    """
    cases = [case_of(item, as_of=as_of, law=law, graph=graph) for item in given]
    _check_names(cases)
    offers = []
    for place, case in enumerate(cases):
        skeleton = skeleton_of(case.graph)
        resolved = resolve(case, skeleton)
        question = question_of(case, skeleton, resolved, seed=seed, threads=threads)
        weight = (weights or {}).get(case.read.site.id, 1.0)
        offers.append(offer_of(question, open_tasks_of(case, resolved), draws, weight=weight))
        if on_progress is not None:
            on_progress(place + 1, len(given))
    return choose_anticipations(offers, budget_eur, measure=measure)


def _check_names(cases: Sequence[Case]) -> None:
    """Refuse two sites of one name: they would share their random numbers and their place."""
    for name, count in Counter(case.read.site.id for case in cases).items():
        if count > 1:
            allowed = Text("un identifiant par site", "one identifier for each site")
            raise BadSimulation("id", name, allowed)
