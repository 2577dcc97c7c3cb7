"""`rebond aid cost`: each total in words, then every assumption."""

from __future__ import annotations

import json
import re

from tests.cli.conftest import Command

COST = ("aid", "cost", "--on", "2020-09-01", "--suppose", "housing_share=0")


def test_the_cost_comes_with_every_assumption(rebond: Command) -> None:
    done = rebond(*COST)
    assert done.code == 0
    assert done.words.startswith("4 000 000 € si les règles lues plus tard valaient déjà")
    assert "recruitments = 1000" in done.words
    assert "housing_share = 0" in done.words
    assert "Lisieux Industrie" in done.words
    # The words of the page, and its rounding.
    assert "règles déjà lues ce jour-là" in done.words
    whole = rebond("aid", "cost", "--on", "2020-09-01").words
    assert re.match(r"4 \d\d\d 000 € si", whole), whole[:80]


def test_machines_get_the_territories_and_the_assumptions(rebond: Command) -> None:
    said = json.loads(rebond(*COST, "--format", "json").out)
    assert len(said["territories"]) == 149
    assert said["supposed_cents"] == sum(row["firm_cents"] for row in said["territories"])
    assert {one["basis"] for one in said["assumptions"]} == {"announced", "assumption"}


def test_an_assumption_that_does_not_exist_is_refused(rebond: Command) -> None:
    refused = rebond("aid", "cost", "--on", "2020-09-01", "--suppose", "luck=1")
    assert refused.code == 2
    assert "luck\u202f» n’est pas une hypothèse" in refused.err
    assert rebond("aid", "cost", "--on", "2020-09-01", "--suppose", "seed=many").code == 2


def test_a_day_of_which_nothing_is_known_is_refused(rebond: Command) -> None:
    for day in ("1800-01-01", "2017-12-31", "2051-01-01"):
        refused = rebond("aid", "cost", "--on", day)
        assert (refused.code, refused.out) == (2, "")
        assert "1er janvier 2018" in refused.err


def test_a_day_without_a_ceiling_says_so(rebond: Command) -> None:
    done = rebond("aid", "cost", "--on", "2018-01-01")
    assert done.code == 0
    assert "sans plafond connu" in done.words
    assert "au moins" not in done.words
