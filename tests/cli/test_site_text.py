"""The plan on eighty columns."""

from __future__ import annotations

import datetime
import re

import pytest

from rebond.cli.site_text import BAR, plan_text
from rebond.procedure.examples import shipped_example, shipped_examples
from rebond.procedure.planning import plan_site
from rebond.texts import LANGS, Lang

DAY = datetime.date(2026, 11, 21)


def text(example: str, lang: Lang, *, with_order: bool = True) -> str:
    read = shipped_example(example).read
    plan = plan_site(read, as_of=DAY, draws=300, with_order=with_order)
    return plan_text(plan, read, lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("example", [one.id for one in shipped_examples()])
def test_no_line_is_longer_than_eighty_columns(example: str, lang: Lang) -> None:
    lines = text(example, lang).splitlines()
    assert max(len(line) for line in lines) <= 80


def test_the_answer_comes_before_what_it_rests_on() -> None:
    found = text("friche_fictive", "en")
    places = [
        found.index(title)
        for title in (
            "Operation possible",
            "MATURITY",
            "CHANCES",
            "WHAT IS LEFT TO DO",
            "TO ANTICIPATE",
            "ASSUMPTIONS",
            "NOT ESTABLISHED",
            "CAUTION",
            "sha256:",
        )
    ]
    assert places == sorted(places)


def test_bars_stay_in_their_column_and_the_path_has_a_sign() -> None:
    rows = [line for line in text("friche_fictive", "fr").splitlines() if "█" in line]
    drawn = [re.search(r"[░█·]+", row) for row in rows[1:]]
    assert all(bar is not None and len(bar.group()) <= BAR for bar in drawn)
    assert any(row.startswith("◆") for row in rows)
    assert any(row.startswith("  ") for row in rows)


def test_what_is_unsure_says_how_often_it_happens() -> None:
    assert re.search(r"Fouille|fouille \(\d+\s?%\)", text("le_carnet", "fr"))
    assert "(20%)" in text("le_carnet", "en")


def test_a_plan_without_order_has_no_such_part() -> None:
    assert "TO ANTICIPATE" not in text("friche_fictive", "en", with_order=False)
