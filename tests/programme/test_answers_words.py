from __future__ import annotations

from typing import Any

import pytest

from rebond.programme.answers_words import in_words

from .answer_forms import one, options

UNIT = {"fr": "hectares", "en": "hectares"}


@pytest.mark.parametrize(
    ("field", "value", "fr", "en"),
    [
        (one("text"), "Les Peupliers", "Les Peupliers", "Les Peupliers"),
        (one("decimal", unit=UNIT), "1060.50", "1 060,50 hectares", "1,060.50 hectares"),
        (one("integer"), 1200, "1 200", "1,200"),
        (one("money"), 125000050, "1 250 000,50 €", "€1,250,000.50"),
        (one("money"), 10000, "100 €", "€100"),
        (one("date"), "2031-06-02", "2 juin 2031", "2 June 2031"),
        (one("boolean"), True, "oui", "yes"),
        (one("choice", options=options("a", "b")), "b", "b", "b"),
        (one("multi_choice", options=options("a", "b")), ["a", "gone"], "a, gone", "a, gone"),
        (one("siren"), "732829320", "732 829 320", "732 829 320"),
        (one("commune"), ["14366"], "Nom 14366 (14366)", "Nom 14366 (14366)"),
    ],
)
def test_a_value_is_written_as_each_language_writes_it(
    field: Any, value: Any, fr: str, en: str
) -> None:
    said = in_words(field, value, commune_name=lambda code: f"Nom {code}")
    assert (_plain(said.fr), _plain(said.en)) == (fr, en)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_place_is_said_without_a_map() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 49], [0.1, 49], [0.1, 49.1], [0, 49]]]}
    said = in_words(one("geometry", shapes=["polygon"]), square)
    assert said.en == "closed outline, 4 points, the first 49.00000 N, 0.00000 E"
    field = one("geometry", shapes=["point"])
    single = {"type": "Point", "coordinates": [0.2383, 49.1469]}
    assert in_words(field, single).en == "point 49.14690 N, 0.23830 E"
    several = {"type": "MultiPoint", "coordinates": [[0, 49], [1, 49]]}
    assert (
        in_words(field, several).en == "point, 2 parts, 2 points, the first 49.00000 N, 0.00000 E"
    )


def test_what_is_missing_is_written_as_nothing() -> None:
    assert in_words(one("boolean"), None).fr == ""
