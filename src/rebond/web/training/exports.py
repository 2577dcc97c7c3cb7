"""The laureates as rows of a file; an empty cell is not established, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings

from rebond.web.procedures.exports import csv_text
from rebond.web.training.folding import Kind, State
from rebond.web.training.queries import Group, is_secret

COLUMNS = (
    "reference", "call", "name", "place_kind", "place_code", "retained_on", "is_fictitious",
    "engineering_on", "support_on", "opened_on", "closed_on", "enrolled", "enrolled_on",
    "completed", "completed_on", "source_url",
)  # fmt: skip


def csv_of(groups: Sequence[Group]) -> str:
    """Return every laureate as CSV; the heading stands even without a row."""
    rows = [
        {
            "reference": row.laureate.reference,
            "call": row.laureate.call_name,
            "name": row.laureate.name,
            "place_kind": row.laureate.place_kind,
            "place_code": row.laureate.place_code,
            "retained_on": _day(row.laureate.retained_on),
            "is_fictitious": "true" if row.laureate.is_fictitious else "false",
            "engineering_on": _on(row.state, Kind.ENGINEERING),
            "support_on": _on(row.state, Kind.SUPPORT),
            "opened_on": _on(row.state, Kind.OPENING),
            "closed_on": _day(row.state.closed_on),
            "enrolled": _count(row.state, Kind.ENROLLED),
            "enrolled_on": _on(row.state, Kind.ENROLLED),
            "completed": _count(row.state, Kind.COMPLETED),
            "completed_on": _on(row.state, Kind.COMPLETED),
            "source_url": row.laureate.source_url,
        }
        for group in groups
        for row in group.rows
    ]
    return csv_text(rows) if rows else ",".join(COLUMNS) + "\n"


def _on(state: State, kind: str) -> str:
    step = state.of(kind)
    return _day(step.on) if step is not None else ""


def _count(state: State, kind: str) -> Any:
    step = state.of(kind)
    if step is None or step.count is None:
        return ""
    return f"0-{settings.LEAST_COUNT - 1}" if is_secret(step, is_whole=False) else step.count


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
