"""What became of each labelled site, as rows of a file; an empty cell is unknown, never zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rebond.web.labels.outcomes import LEAST_TOLD, Figure, Outcome
from rebond.web.procedures.exports import csv_text
from rebond.web.sites.models import SiteEvent

BASES = tuple(SiteEvent.Basis.values)
FEW = f"0-{LEAST_TOLD - 1}"
"""Enquiries too few to be told as a number, or none."""
COLUMNS = (
    "label", "site", "name", "is_fictitious", "region_code", "departement_code", "commune_code",
    "departement_codes", "commune_codes", "wave", "granted_on", "state", "state_since", "review_on", "ends_on", "outcome", "outcome_on",
    "visits", "offers", "permits_filed", "lots_sold", "in_operation", "closed", "lost",
    *(f"jobs_{basis}" for basis in BASES),
    *(f"investment_cents_{basis}" for basis in BASES),
    "enquiries", "sources", "as_of",
)  # fmt: skip


def csv_of(rows: Sequence[Outcome], on: date) -> str:
    """Return the rows as CSV; the heading stands even without a row."""
    if not rows:
        return ",".join(COLUMNS) + "\n"
    return csv_text([_row(one, on) for one in rows])


def _row(one: Outcome, on: date) -> dict[str, Any]:
    site, state = one.site, one.state
    kinds = SiteEvent.Kind
    sources = [event.source_url for event in one.label.events.all() if event.source_url]
    row: dict[str, Any] = {
        "label": one.label.reference,
        "site": site.identifier,
        "name": site.name if one.is_named else "",
        "is_fictitious": "true" if site.is_fictitious else "false",
        "region_code": site.region_code if one.is_named else "",
        "departement_code": site.departement_code if one.is_named else "",
        "commune_code": site.commune_code if one.is_named else "",
        "departement_codes": "|".join(one.departement_codes) if one.is_named else "",
        "commune_codes": "|".join(each.code for each in one.places) if one.is_named else "",
        "wave": one.label.wave,
        "granted_on": _day(state.granted_on),
        "state": str(state.code),
        "state_since": _day(state.since),
        "review_on": _day(state.review_on),
        "ends_on": _day(state.ends_on),
        "outcome": one.stage,
        "outcome_on": _day(one.last.on if one.last else None),
    }
    for name, kind in (
        ("visits", kinds.VISIT),
        ("offers", kinds.OFFER),
        ("permits_filed", kinds.PERMIT_FILED),
        ("lots_sold", kinds.LOT_SOLD),
        ("in_operation", kinds.IN_OPERATION),
        ("closed", kinds.CLOSED),
        ("lost", kinds.LOST),
    ):
        row[name] = one.counts.get(kind, "")
    row |= _figures("jobs", one.jobs) | _figures("investment_cents", one.investment_cents)
    row["enquiries"] = FEW if one.enquiries is None else one.enquiries
    row["sources"] = " ; ".join(sources)
    row["as_of"] = on.isoformat()
    return {column: row[column] for column in COLUMNS}


def _figures(name: str, figure: Figure) -> dict[str, Any]:
    return {f"{name}_{basis}": figure.by_basis.get(basis, "") for basis in BASES}


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
