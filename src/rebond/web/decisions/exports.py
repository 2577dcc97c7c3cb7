"""The list as CSV and JSON: the rows of the record under names that do not change."""

from __future__ import annotations

import csv
import io
from typing import Any

from rebond.web.decisions.rows import Candidate, Decision

# A spreadsheet takes a cell that starts with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def columns(decision: Decision) -> list[str]:
    """Return the names of the columns."""
    return [
        "id",
        "name",
        "kind",
        "role",
        "region_code",
        "region",
        "departement_code",
        "lon",
        "lat",
        "status",
        "chance",
        "rank_low",
        "rank_median",
        "rank_high",
        "score_low",
        "score_mid",
        "score_high",
        "reliability",
        *(f"criterion_{c.id}" for c in decision.criteria),
        "decision_digest",
    ]


def row(decision: Decision, one: Candidate) -> dict[str, Any]:
    """Return one candidate under the names of `columns`."""
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "role": one.role,
        "region_code": one.region_code,
        "region": one.region,
        "departement_code": one.departement_code,
        "lon": one.lon,
        "lat": one.lat,
        "status": one.status,
        "chance": one.chance,
        "rank_low": one.rank.low,
        "rank_median": one.rank.median,
        "rank_high": one.rank.high,
        "score_low": one.score.low,
        "score_mid": one.score.mid,
        "score_high": one.score.high,
        "reliability": one.reliability,
        **{f"criterion_{c.id}": one.criteria[c.id].mid for c in decision.criteria},
        "decision_digest": decision.digest,
    }


def as_csv(decision: Decision) -> str:
    """Return the list as CSV; an empty cell means that there is no value."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns(decision), lineterminator="\n")
    writer.writeheader()
    for one in decision.everyone:
        writer.writerow({key: _cell(value) for key, value in row(decision, one).items()})
    return stream.getvalue()


def as_json(decision: Decision) -> dict[str, Any]:
    """Return the list as JSON, with what identifies the decision."""
    return {
        "decision": decision.digest,
        "programme": decision.programme.id,
        "as_of": decision.programme.as_of,
        "k": decision.k,
        "candidates": [row(decision, one) for one in decision.everyone],
    }


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
