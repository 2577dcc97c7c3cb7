"""What legal pages list is what the code does and what the documentation says."""

from __future__ import annotations

from pathlib import Path

from rebond.evaluation import method
from rebond.web.legal import tables

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_and_the_documentation_hold_the_same_table_of_personal_data() -> None:
    lines = (ROOT / "docs/reference/personal-data.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| data | why | how long | how it goes |")
    documented = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        documented.append(tuple(cell.strip() for cell in line.strip("|").split(" | ")))
    told = [
        (row.data.en, row.why.en, row.how_long.en, row.how_it_goes.en) for row in tables.retention()
    ]
    assert told == documented


def test_each_treatment_names_its_version_and_a_page_of_the_documentation_that_exists() -> None:
    listed = {one.id: one for one in tables.algorithms()}
    assert set(tables.VERSIONS) <= set(listed)
    assert listed["evaluation"].version == method("acceptability").version
    for one in listed.values():
        assert (ROOT / one.document).is_file(), one.document
