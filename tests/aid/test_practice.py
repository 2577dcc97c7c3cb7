"""What is done where no rule is established: stated or assumed, exact to the cent, never more than was paid."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from rebond.aid import shipped_aids
from rebond.aid.errors import AidInvalid
from rebond.aid.practice import Limit, Practice, Recovery, practice_on, practices

ON = date(2031, 6, 2)
RULE = Recovery(kind="proportional", reference_days=365, sources=("S1",))


def test_every_aid_has_a_practice_and_each_parameter_says_where_it_comes_from() -> None:
    for aid in shipped_aids():
        found = practice_on(aid.id, ON)
        assert found is not None
        known = {one.id for one in aid.sources}
        assert (
            found.unpaid is not None
        )  # what is not paid when a contract breaks is said, not only done
        for one in (*found.limits, found.proof, found.recovery, found.unpaid):
            assert one.is_ours != bool(one.sources)
            assert set(one.sources) <= known
            assert one.is_ours or not one.near
            for words in (one.assumed.fr, one.assumed.en) if one.assumed else ():
                # A reader meets titles, never the codes by which our files name sources.
                assert not re.search(r"\bS\d", words), words
        assert {"contract", "person"} <= {one.kind for one in found.limits}
    assert practice_on("aide_vte", date(2017, 1, 1)) is None
    assert practice_on("inconnue", ON) is None
    assert practices().version == "1.2.0"


def test_a_practice_frozen_before_it_said_what_becomes_of_the_unpaid_is_still_read() -> None:
    found = practice_on("aide_vte", ON)
    assert found is not None
    before = found.model_dump_json(exclude={"unpaid"})
    assert Practice.model_validate_json(before).unpaid is None


def test_a_limit_names_as_many_places_as_it_leaves() -> None:
    once = Limit(kind="person", most=1, period="ever", sources=("S1",))
    assert once.periods(ON) == ("",)
    yearly = once.model_copy(update={"most": 3, "period": "year"})
    assert yearly.periods(ON) == ("2031/1", "2031/2", "2031/3")
    assert once.model_copy(update={"period": "year"}).periods(ON) == ("2031",)


@pytest.mark.parametrize(
    ("ends_on", "broken_on", "due"),
    [
        (date(2032, 8, 30), date(2031, 9, 1), 400_000 * 364 // 365),  # one day of 365 ran
        (date(2032, 8, 30), date(2032, 8, 30), 0),  # to its last day
        (date(2032, 8, 30), date(2033, 1, 1), 0),  # beyond it
        (date(2032, 8, 30), date(2031, 8, 1), 400_000),  # it never began
        (None, date(2032, 2, 29), 400_000 * 183 // 365),  # a permanent contract counts one year
        (date(2034, 8, 31), date(2032, 8, 31), 0),  # three years count as one
        (date(2031, 11, 29), date(2031, 9, 30), 400_000 * 60 // 90),
        (date(2031, 8, 1), date(2031, 9, 1), 0),  # a last day before the first: one day, which ran
    ],
)
def test_what_is_paid_back_is_in_proportion_to_the_days_that_are_lacking(
    ends_on: date | None, broken_on: date, due: int
) -> None:
    assert RULE.due(400_000, date(2031, 9, 1), ends_on, broken_on) == due


def test_a_parameter_with_both_grounds_or_none_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "practice.yaml"
    path.write_text(
        'version: "1.0.0"\npractices:\n  - aid: a\n    valid_from: 2020-01-01\n    limits:\n'
        "      - {kind: person, most: 1, period: ever}\n"
        "    proof: {after_days: 1, sources: [S1]}\n"
        "    recovery: {kind: proportional, reference_days: 365, sources: [S1]}\n",
        encoding="utf-8",
    )
    with pytest.raises(AidInvalid) as refused:
        practices(path)
    assert "reason for assuming" in str(refused.value)
    assert "6" in str(refused.value)
