"""Observations from a CSV file: an empty cell is missing, and what cannot be meant is refused with its line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rebond.errors import BadInput
from rebond.impact import Panel, read_panel

HEAD = "unit,retained,year,outcome,access\n"
ROWS = "a,oui,2019,3,1.5\na,oui,2021,,1.5\nb,no,2019,4,\nb,no,2021,6,\n"


def read(folder: Path, text: str) -> Panel:
    file = folder / "observations.csv"
    file.write_text(text, encoding="utf-8")
    return read_panel(file, first_after=2020)


def test_a_file_is_read_with_its_missing_cells(tmp_path: Path) -> None:
    made = read(tmp_path, HEAD + ROWS)
    assert made.units == ("a", "b")
    assert made.fact_names == ("access",)
    assert np.isnan(made.outcomes[0, 1])
    assert np.isnan(made.facts[1, 0])


def test_semicolons_and_decimal_commas_read_the_same(tmp_path: Path) -> None:
    french = (HEAD + ROWS).replace(",", ";").replace("1.5", "1,5")
    assert read(tmp_path, french).digest == read(tmp_path, HEAD + ROWS).digest


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit,year\na,2019\n", "retained, outcome"),
        (HEAD, "no row"),
        (HEAD + ROWS + "a,no,2022,1,1.5\n", "not retained on another"),
        (HEAD + ROWS + "a,oui,2022,1,9\n", "changes from row to row"),
        (HEAD + ROWS + "a,oui,2021,1,1.5\n", "twice"),
        (HEAD + "a,peut-être,2019,1,1\n", "neither yes nor no"),
        (HEAD + "a,oui,19,1,1\n", "“19” is not a number"),
        (HEAD + "a,oui,2019,beaucoup,1\n", "“beaucoup” is not a number"),
        (HEAD + "a,oui,2019,inf,1\n", "is not a number"),
        (HEAD + ",oui,2019,1,1\n", "id is missing"),
        (HEAD + "a,oui,2019,1,1\n", "no year before, or none"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, text)
    assert said in caught.value.message("en")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput):
        read_panel(tmp_path / "x.csv", first_after=2020)
