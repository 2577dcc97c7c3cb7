from __future__ import annotations

import datetime as dt
from pathlib import Path

from rebond.opendata import Snapshot, snapshot_status
from rebond.opendata.status import STATE_NAMES


def test_every_table_has_a_row_with_what_is_known_of_it(tiny_snapshot: Snapshot) -> None:
    rows = {row.name: row for row in snapshot_status(tiny_snapshot)}
    assert tuple(rows) == tiny_snapshot.names
    fibre = rows["fibre_2018t1"]
    assert fibre.rows == 2
    assert fibre.observed_until == dt.date(2018, 3, 31)
    assert fibre.published_on is None
    assert fibre.licence == "etalab-2.0"
    assert fibre.is_intact


def test_damage_is_a_row_not_an_error(tiny_folder: Path) -> None:
    (tiny_folder / "ports.csv").unlink()
    (tiny_folder / "regions.csv").write_text("changed", encoding="utf-8")
    rows = {row.name: row for row in snapshot_status(Snapshot.open(tiny_folder))}
    assert rows["ports"].state == "missing"
    assert rows["ports"].found is None
    assert rows["regions"].state == "changed"
    assert [row.name for row in rows.values() if not row.is_intact] == ["regions", "ports"]


def test_each_state_has_a_name_in_both_languages() -> None:
    assert {state: name.fr for state, name in STATE_NAMES.items()} == {
        "intact": "intacte",
        "changed": "modifiée",
        "missing": "illisible",
    }
    assert all(name.en for name in STATE_NAMES.values())
