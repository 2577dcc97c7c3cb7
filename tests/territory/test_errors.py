from __future__ import annotations

import inspect
from pathlib import Path
from typing import get_args

import pytest

from rebond.errors import BadInput, BrokenData, RebondError
from rebond.territory import ADMINISTRATIVE_KINDS, Rank, errors
from rebond.territory.places import CompositionSource
from rebond.texts import Text

KIND = Text("commune", "commune")
EXAMPLES: list[RebondError] = [
    errors.MalformedKey("x"),
    errors.UnknownKind("canton", ["commune", "epci"]),
    errors.UnknownPlace("99999", KIND, Text("COG 2026", "COG 2026"), ["commune:95999 (Essai)"]),
    errors.PlaceNotFound("xyz"),
    errors.AmbiguousPlace("Essai", [("commune:1", "Essai (1)"), ("commune:2", "Essai (2)")]),
    errors.EmptyQuery("--"),
    errors.QueryTooLong(500, 200),
    errors.CoordinatesOutOfRange(500.0, 2.0, looks_projected=False),
    errors.SwappedCoordinates(47.0, 2.0, "Essai"),
    errors.PointTooFar(-20.0, 45.0, "Essai", 800.0, 15.0),
    errors.ShareUnknown("epci:1", Text("région", "région"), ["28", "32"]),
    errors.MissingColumn("communes", "code", ["name"]),
    errors.WrongColumnType("communes", "code", "int64", "text"),
    errors.DuplicateCode("communes", "96001"),
    errors.BrokenDate("perimeters", "x:1:y", "valid_to", "soon"),
    errors.BrokenReference("former_communes", "96900", "code", "96999"),
]


def test_every_error_of_the_room_is_shown_here() -> None:
    defined = {
        name
        for name, found in inspect.getmembers(errors, inspect.isclass)
        if found.__module__ == errors.__name__
    }
    assert defined == {type(example).__name__ for example in EXAMPLES}


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_error_says_what_and_how_to_repair_in_both_languages(error: RebondError) -> None:
    assert isinstance(error, BadInput | BrokenData)
    assert error.cure is not None
    for lang in ("fr", "en"):
        assert error.what.of(lang)
        assert error.cure.of(lang) in error.message(lang)
    assert error.what.fr != error.what.en


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_french_is_written_with_its_signs(error: RebondError) -> None:
    french = error.message("fr")
    assert "'" not in french
    assert " :" not in french.replace("\u202f:", "").replace("\u00a0:", "")
    assert "« " not in french
    assert " »" not in french


def test_a_long_list_of_homonyms_is_cut() -> None:
    pairs = [(f"commune:{n}", f"Essai ({n})") for n in range(errors.SHOWN + 5)]
    message = errors.AmbiguousPlace("Essai", pairs).message("en")
    assert f"commune:{errors.SHOWN - 1}]" in message
    assert f"commune:{errors.SHOWN}]" not in message
    assert "…" in message


def test_the_article_agrees_with_region_and_departement() -> None:
    region = errors.ShareUnknown("epci:1", Text("région", "région"), [])
    departement = errors.ShareUnknown("epci:1", Text("département", "département"), [])
    assert "quelle région" in region.what.fr
    assert "quel département" in departement.what.fr


def test_every_error_kind_and_rank_is_in_the_reference() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "territory.md").read_text("utf-8")
    shown = [type(example).__name__ for example in EXAMPLES]
    shown += [*ADMINISTRATIVE_KINDS, *(rank.name for rank in Rank), *get_args(CompositionSource)]
    assert [name for name in shown if f"`{name}`" not in page] == []
    codes = {type(example).__name__: example.exit_code for example in EXAMPLES}
    for line in page.splitlines():
        for name, code in codes.items():
            if line.startswith("|") and f"`{name}`" in line:
                assert line.endswith(f"| {code} |")
