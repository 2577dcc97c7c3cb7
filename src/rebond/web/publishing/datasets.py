"""Every dataset that leaves for reuse, by its identifier."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from rebond.web.publishing.dataset import Dataset


@cache
def datasets() -> Mapping[str, Dataset]:
    """Return the datasets in the order of the catalogue."""
    from rebond.web.publishing import rows_answers as answers  # noqa: PLC0415
    from rebond.web.publishing import rows_facts as facts  # noqa: PLC0415
    from rebond.web.publishing import rows_money as money  # noqa: PLC0415
    from rebond.web.publishing import rows_outcomes as outcomes  # noqa: PLC0415
    from rebond.web.publishing import rows_places as places  # noqa: PLC0415 - reads the snapshot
    from rebond.web.publishing import rows_programme as programme  # noqa: PLC0415
    from rebond.web.publishing import rows_registry as registry  # noqa: PLC0415

    every = (
        registry.SITES,
        registry.LOTS,
        registry.LABELS,
        registry.LABEL_EVENTS,
        programme.MEASURES,
        programme.CALLS,
        programme.DECISIONS,
        programme.EVALUATION,
        money.MONEY,
        money.LAUREATES,
        outcomes.INDICATORS,
        outcomes.OUTCOMES,
        answers.QUESTIONS,
        answers.ANSWERS,
        answers.EVIDENCE,
        *places.REGISTERS,
        places.PERIMETERS,
        facts.FACTS,
        facts.COMMUNE_FACTS,
    )
    return {one.id: one for one in every}


def collections() -> Mapping[str, Dataset]:
    """Return the datasets whose rows have a place."""
    return {name: one for name, one in datasets().items() if one.geometry is not None}


def changes(now: datetime) -> dict[str, datetime | None]:
    """Return when each dataset last changed; datasets that share a date ask for it once."""
    found = {read: read(now) for read in {one.changed for one in datasets().values()}}
    return {name: found[one.changed] for name, one in datasets().items()}
