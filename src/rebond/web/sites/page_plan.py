"""What is ready on a site and what is not: its plan, read on the day of the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from rebond.canonical import canonical_bytes
from rebond.errors import RebondError
from rebond.procedure import plan_words
from rebond.procedure.needs import Need
from rebond.procedure.plan_result import SitePlan
from rebond.procedure.planning import plan_site
from rebond.procedure.schedule import TaskBar, schedule_of
from rebond.texts import Text
from rebond.web.sites.groups import PROCEDURES
from rebond.web.sites.models import Site

KEPT_PLANS = 64
PLAUSIBLE, LIKELY = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Ready:
    """A site's plan as its page shows it."""

    plan: SitePlan
    tier: Text
    unknown: Text | None
    half_on: date
    """Day by which a factory would be in operation one time in two."""
    likely_on: date
    """The same, eight times in ten."""
    settled: tuple[Need, ...]
    left: tuple[TaskBar, ...]
    """What is to do at least one time in two."""
    maybe: tuple[TaskBar, ...]
    """What is to do less often, as far as is known."""
    is_estimate: bool
    """Whether the description is ours, from public pages: no date of it is established by a manager."""


def ready_of(site: Site, groups: frozenset[str], on: date) -> Ready | None:
    """Return the plan that everyone may read; None without one, or when the engine refuses it."""
    described, is_estimate = site.plan if PROCEDURES in groups else None, False
    if site.plan is None and site.manager_id is None:
        # Until somebody answers for the site, what we read of public pages is shown for what it is.
        described, is_estimate = site.public_pages.get("plan"), True
    if not described:
        return None
    try:
        plan = _planned(canonical_bytes(described).decode(), on)
    except RebondError:
        return None
    schedule = schedule_of(plan)
    return Ready(
        plan=plan,
        tier=plan_words.tier_text(plan),
        unknown=plan_words.unknown_text(plan),
        half_on=plan.day_reached(PLAUSIBLE),
        likely_on=plan.day_reached(LIKELY),
        settled=schedule.settled,
        left=tuple(one for one in schedule.tasks if one.chance_happens >= PLAUSIBLE),
        maybe=tuple(one for one in schedule.tasks if one.chance_happens < PLAUSIBLE),
        is_estimate=is_estimate,
    )


@lru_cache(maxsize=KEPT_PLANS)
def _planned(described: str, on: date) -> SitePlan:
    content: dict[str, Any] = json.loads(described)
    return plan_site(content, as_of=on, with_order=False)
