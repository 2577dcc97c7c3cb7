"""The public part of the results as CSV and JSON: only the columns that the policy publishes."""

from __future__ import annotations

import csv
import io
from typing import Any

from rebond.web.calls.models import Call
from rebond.web.decisions.exports import FORMULA_STARTS
from rebond.web.deliberations.results import PublicRow, Results

COLUMNS = {
    "outcome": ("outcome",),
    "name": ("name",),
    "place": ("commune_code", "region_code"),
    "applicant": ("applicant",),
    "reason": ("reason_kind", "reason_gate", "reason_rule"),
    "score": ("score",),
    "area": ("area",),
    "amount": ("amount_cents",),
    "facts": ("facts",),
}


def columns(results: Results) -> list[str]:
    """Return the columns that hold something public, for the retained or for the others."""
    if not results.has_list:
        return []
    public = results.items["retained"] | results.items["others"] | {"outcome"}
    return [column for item, names in COLUMNS.items() if item in public for column in names]


def row(one: PublicRow) -> dict[str, Any]:
    """Return one dossier under every column; None is what is not public, or does not exist."""
    reason = one.reason or {}
    return {
        "outcome": one.outcome,
        "name": one.name,
        "commune_code": one.commune_code,
        "region_code": one.region_code,
        "applicant": one.applicant,
        "reason_kind": reason.get("kind"),
        "reason_gate": reason.get("gate"),
        "reason_rule": reason.get("rule"),
        "score": one.score,
        "area": one.area[0][1] if one.area else None,
        "amount_cents": one.amount[0][1] if one.amount else None,
        "facts": {label.fr: value for label, value in one.facts} or None,
    }


def as_json(call: Call, results: Results) -> dict[str, Any]:
    """Return the public results as JSON."""
    names = columns(results)
    return {
        "call": call.reference,
        "programme": call.programme_id,
        "measure": call.measure_id,
        "results_at": call.results_at.isoformat() if call.results_at else None,
        "deliberation_digest": results.digest,
        "filed": results.filed,
        "withdrawn": results.withdrawn,
        "by_outcome": {str(key): count for key, count in sorted(results.by_outcome.items())},
        "regions": [
            {
                "region_code": one.code,
                "filed": one.filed,
                "retained": one.retained,
                "others": one.others,
            }
            for one in results.regions
        ],
        "dossiers": [
            {name: row(one)[name] for name in names} for one in results.retained + results.others
        ],
    }


def as_csv(results: Results) -> str:
    """Return the public list as CSV; an empty cell is what is not public or does not exist.

    Where no dossier is listed, it holds how many there are by outcome.
    """
    if not results.has_list:
        counts = sorted((str(code), count) for code, count in results.by_outcome.items())
        return "".join(f"{one},{count}\n" for one, count in [("outcome", "dossiers"), *counts])
    names = columns(results)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    for one in results.retained + results.others:
        cells = row(one)
        writer.writerow([_cell(cells[name]) for name in names])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        value = " ; ".join(f"{key} : {one}" for key, one in value.items())
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
