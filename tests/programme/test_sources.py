"""Sources, figures and milestones."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from rebond.programme.policy_model import Unknown
from rebond.programme.sources import Figure, Milestone, Saying, Source

WORDS = {"fr": "x", "en": "x"}
UNKNOWN = {"status": "unknown", "looked_for": WORDS}
DAY = datetime.date(2031, 3, 1)
BASE: dict[str, Any] = {"id": "a", "title": WORDS, "kind": "opens"}


def test_sources_that_disagree_stand_side_by_side() -> None:
    said = ({"value": 490, "sources": ("S1",)}, {"value": 500, "sources": ("S2",)})
    figure = Figure.model_validate({"id": "a", "title": WORDS, "unit": WORDS, "said": said})
    assert isinstance(figure.said, tuple)
    assert [one.value for one in figure.said] == [490.0, 500.0]


def test_a_figure_may_be_unknown() -> None:
    figure = Figure.model_validate({"id": "a", "title": WORDS, "unit": WORDS, "said": UNKNOWN})
    assert isinstance(figure.said, Unknown)


def test_a_figure_without_a_source_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        Saying.model_validate({"value": 1, "sources": ()})


@pytest.mark.parametrize(
    "date", [{"day": DAY}, {"month": "2019-11"}, {"unknown": UNKNOWN}, {"day": DAY, "until": DAY}]
)
def test_a_milestone_has_one_date(date: dict[str, Any]) -> None:
    assert Milestone.model_validate({**BASE, **date}).kind == "opens"


@pytest.mark.parametrize(
    "date",
    [
        {},
        {"day": DAY, "month": "2019-11"},
        {"month": "2019-11", "unknown": UNKNOWN},
        {"day": DAY, "until": datetime.date(2031, 2, 1)},
        {"month": "2019-11", "until": DAY},
    ],
)
def test_a_milestone_with_none_or_several_dates_is_refused(date: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Milestone.model_validate({**BASE, **date})


def test_an_address_is_one_of_the_public_web() -> None:
    base = {"id": "S1", "kind": "press", "title": WORDS}
    assert Source.model_validate({**base, "urls": ("https://a.fr/b",)}).urls == ("https://a.fr/b",)
    with pytest.raises(ValidationError):
        Source.model_validate({**base, "urls": ("javascript:alert(1)",)})
