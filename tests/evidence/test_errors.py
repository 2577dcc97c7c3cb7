"""Every error speaks both languages and says how to repair."""

import inspect
from datetime import date

import pytest

from rebond.errors import RebondError
from rebond.evidence import errors
from rebond.texts import Text

CASES = [
    errors.BrokenIndicatorFile.unreadable("x.yaml", Text("absent", "not there")),
    errors.RepeatedIndicator("parks", "b.yaml", 3, "a.yaml:1"),
    errors.UnknownIndicator("park", ["parks", "ports"]),
    errors.MissingTable("parks", "table"),
    errors.MissingTable("parks", "table", "column"),
    errors.StrayCommune("table", 4, "99999"),
    errors.BrokenNetwork("edges", 4, "n9", "nodes"),
    errors.BadPoint("Ma zone", 200.0, 0.0),
    errors.PlaceWithoutCommune("region:28", date(2020, 7, 20)),
    errors.PlaceNotEvaluated("region:28", 3),
    errors.UnusableValue("region:28", "parks", "nan", Text("un nombre", "a number")),
]


@pytest.mark.parametrize("error", CASES, ids=lambda error: type(error).__name__)
def test_an_error_says_what_and_how_to_repair_in_both_languages(error):
    assert error.exit_code in (2, 3)
    assert error.cure is not None
    french, english = error.message("fr"), error.message("en")
    assert french != english
    for text in (french, english):
        assert "{" not in text


def test_every_error_class_is_tried_here():
    declared = {
        one
        for one in vars(errors).values()
        if inspect.isclass(one)
        and issubclass(one, RebondError)
        and one.__module__ == errors.__name__
    }
    assert {type(error) for error in CASES} == declared


def test_an_unknown_indicator_without_likeness_lists_what_exists():
    assert "ports" in errors.UnknownIndicator("zzz", ["ports"]).message("fr")
