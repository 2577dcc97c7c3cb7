"""Simulated days of the whole project: the case's own plan, else the site's; what was read off it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond.procedure.planning import plan_site
from rebond.procedure.site_model import ReadSite, read_site
from rebond.texts import Text
from rebond.web.cases.models import Case

P50, P90 = 9, 17
"""Places of 50 % and 90 % in `Site.ready_on`, which goes by five from 5 %."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the most likely critical path."""

    title: Text
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Simulated:
    """When the operation may start: reached in one draw of two, in nine of ten; and what holds it back."""

    p50: date
    p90: date
    as_of: date
    is_own: bool
    """Whether the plan is the case's own."""
    path: tuple[Step, ...]


def simulate(case: Case, today: date) -> dict[str, Any]:
    """Read the days off the plan of a case, or of its site; nothing without a plan.

    Raises what `plan_site` raises of a plan that cannot be read.
    """
    given = case.plan if case.plan is not None else case.site.plan
    if given is None:
        return {}
    return simulated_json(read_site(given), today, is_own=case.plan is not None)


def simulated_json(read: ReadSite, today: date, *, is_own: bool) -> dict[str, Any]:
    """Read the days off a plan, as a case keeps them."""
    plan = plan_site(read, as_of=today, with_order=False)
    steps = {step.step: step for step in plan.steps}
    return {
        "p50": plan.dates.p50.isoformat(),
        "p90": plan.dates.p90.isoformat(),
        "as_of": today.isoformat(),
        "is_own": is_own,
        "site_digest": plan.site_digest,
        "law_digest": plan.law_digest,
        "path": [
            {
                "title": steps[name].title.as_json(),
                "starts_on": _written(steps[name].likely_start),
                "ends_on": _written(steps[name].likely_end),
            }
            for name in plan.critical_path
        ],
    }


def simulated_of(case: Case, *, reads_site: bool) -> Simulated | None:
    """Return what was read off the plan last; for want of it, the days that the site itself shows.

    `reads_site` tells whether the reader may know the site's own plan; the case's is every party's.
    """
    kept = case.simulated
    if not reads_site and not (kept and kept["is_own"]):
        return None
    if kept:
        return Simulated(
            date.fromisoformat(kept["p50"]),
            date.fromisoformat(kept["p90"]),
            date.fromisoformat(kept["as_of"]),
            bool(kept["is_own"]),
            tuple(
                Step(Text(**one["title"]), _read(one["starts_on"]), _read(one["ends_on"]))
                for one in kept["path"]
            ),
        )
    days = case.site.ready_on
    if len(days) > P90 and case.site.planned_as_of is not None:
        as_of = case.site.planned_as_of
        return Simulated(_day(days[P50]), _day(days[P90]), as_of, is_own=False, path=())
    return None


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
