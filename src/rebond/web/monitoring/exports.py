"""The indicators as rows of a file; an empty cell is unknown, a secret one says so, and neither is zero."""

from __future__ import annotations

from typing import Any

from rebond.programme.policy_model import Unknown
from rebond.texts import Lang
from rebond.web.monitoring.counts import Counted
from rebond.web.monitoring.models import Observation
from rebond.web.monitoring.results import Results, Row
from rebond.web.monitoring.secrecy import Total
from rebond.web.procedures.exports import csv_text

SECRET = "secret"  # noqa: S105 - a word of the file, not a password
CENTS = 100


def csv_of(found: Results, lang: Lang) -> str:
    """Return one row an indicator and year, or an indicator alone."""
    return csv_text([row for one in found.rows for row in _rows(one, lang)])


def _rows(one: Row, lang: Lang) -> list[dict[str, Any]]:
    indicator, counted = one.indicator, one.counted
    baseline = indicator.baseline
    head = {
        "indicator": indicator.id,
        "objectives": " ".join(indicator.objectives),
        "title": indicator.title.of(lang),
        "unit": indicator.unit.of(lang),
        "data": indicator.data.status,
        "direction": indicator.direction,
        "baseline": "" if isinstance(baseline, Unknown) else baseline.value,
        "baseline_as_of": "" if isinstance(baseline, Unknown) else baseline.as_of.isoformat(),
    }
    empty = {"year": "", "value": "", "unknown": "", "declared": "", "checked": "", "said": ""}
    if counted.years:
        return [
            head
            | empty
            | {
                "year": line.year,
                "declared": _total(line.declared, counted.quantity),
                "checked": _total(line.checked, counted.quantity),
            }
            for line in counted.years
        ]
    return [
        head
        | empty
        | {
            "value": _value(counted),
            "unknown": "" if counted.unknown is None else counted.unknown,
            "said": " ".join(f"{value:g}" for value, _sources in one.said),
        }
    ]


def _value(counted: Counted) -> str:
    if counted.is_few:
        return SECRET
    return "" if counted.value is None else f"{counted.value:g}"


def _total(found: Total | None, quantity: str) -> str:
    if found is None:
        return ""
    if found.value is None:
        return SECRET
    if quantity == Observation.Quantity.INVESTMENT:
        return f"{found.value / CENTS:.2f}"
    return str(found.value)
