from __future__ import annotations

import datetime as dt
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.errors import BadInput
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.programme.answers_values import normalise
from rebond.texts import Text

from .answer_forms import one, options

LINE, LONG = one("text", max_length=20), one("long_text", max_length=50)


def fault_of(field: Any, raw: Any, **more: Any) -> AnswerFault:
    with pytest.raises(AnswerProblem) as caught:
        normalise(field, raw, **more)
    assert caught.value.label.fr
    return caught.value.fault


@pytest.mark.parametrize(
    "kind",
    ["text", "long_text", "integer", "decimal", "money", "date", "boolean", "siren", "commune"],
)
@pytest.mark.parametrize("raw", [None, "", "  ", "\u00a0"])
def test_a_blank_is_nothing_neither_zero_nor_no(kind: str, raw: object) -> None:
    assert normalise(one(kind), raw) is None


def test_groups_lists_and_files_have_no_value_of_their_own() -> None:
    with pytest.raises(ValueError, match="file"):
        normalise(one("file", formats=["pdf"]), "a.pdf")


def test_a_text_is_kept_in_one_form_without_blanks_around() -> None:
    assert normalise(LINE, "  E\u0301tude\u00ad ") == "Étude"
    assert normalise(LONG, "un\r\ndeux\u2028trois") == "un\ndeux\ntrois"


def test_the_length_is_counted_in_characters_once_composed() -> None:
    assert normalise(LINE, "e\u0301" * 20) == "é" * 20
    assert fault_of(LINE, "é" * 21) == AnswerFault.TOO_LONG


@pytest.mark.parametrize(
    "letter", ["\x00", "\x07", "\x1b", "\u202e", "\u2066", "\u200f", "\ud800", "\ue000", "\x9f"]
)
def test_characters_that_nobody_sees_are_refused(letter: str) -> None:
    assert fault_of(LINE, f"a{letter}b") == AnswerFault.NOT_TEXT


@pytest.mark.parametrize("raw", [1, True, ["a"], {"a": 1}])
def test_what_is_not_a_text_is_refused(raw: object) -> None:
    assert fault_of(LINE, raw) == AnswerFault.NOT_TEXT


def test_one_line_has_no_line_break() -> None:
    assert fault_of(LINE, "un\ndeux") == AnswerFault.NOT_TEXT


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("email", "a.b@exemple.fr", "a.b@exemple"),
        ("email", "a@b.fr", "a b@c.fr"),
        ("phone", "+33 1 23 45 67 89", "12"),
        ("phone", "01.23.45.67.89", "appelez-moi"),
        ("url", "https://exemple.fr/a", "javascript:alert(1)"),
        ("url", "http://exemple.fr", "https://user@exemple.fr"),
        ("url", "https://exemple.fr", "https://[::1"),
    ],
)
def test_lines_of_a_form_have_it(kind: str, good: str, bad: str) -> None:
    field = one("text", format=kind)
    assert normalise(field, good) == good
    assert fault_of(field, bad) == AnswerFault.BAD_FORM


@pytest.mark.parametrize("raw", ["2031-02-28", "28/02/2031", "28.2.2031", "28 02 2031"])
def test_days_are_read_as_written(raw: str) -> None:
    assert normalise(one("date"), raw) == "2031-02-28"


@pytest.mark.parametrize(
    "raw", ["2031-02-30", "02/30/2031", "31/02/31", "demain", "0000-01-01", 20310228, "2031-2-28"]
)
def test_days_that_the_calendar_has_not_are_refused(raw: object) -> None:
    assert fault_of(one("date"), raw) == AnswerFault.NOT_DAY


def test_a_day_stands_inside_its_bounds() -> None:
    field = one("date", earliest=dt.date(2031, 1, 1), latest=dt.date(2031, 12, 31))
    assert normalise(field, "2031-01-01") == "2031-01-01"
    assert normalise(field, "2031-12-31") == "2031-12-31"
    for raw in ("2030-12-31", "2032-01-01"):
        assert fault_of(field, raw) == AnswerFault.OUT_OF_RANGE


def test_choices_are_among_the_choices_in_the_order_of_the_form() -> None:
    assert normalise(one("choice", options=options("a", "b")), "b") == "b"
    assert fault_of(one("choice", options=options("a", "b")), "c") == AnswerFault.NOT_OPTION
    several = one("multi_choice", options=options("a", "b", "c"), max_items=2)
    assert normalise(several, ["c", "a", "c"]) == ["a", "c"]
    assert normalise(several, "b") == ["b"]
    assert normalise(several, []) is None
    assert fault_of(several, ["a", "b", "c"]) == AnswerFault.TOO_MANY
    assert fault_of(several, [["a"]]) == AnswerFault.NOT_OPTION
    assert fault_of(several, 3) == AnswerFault.NOT_OPTION


@pytest.mark.parametrize(
    ("raw", "kept"), [("oui", True), ("Non", False), ("true", True), (False, False)]
)
def test_yes_and_no_are_read(raw: object, kept: bool) -> None:
    assert normalise(one("boolean"), raw) is kept


@pytest.mark.parametrize("raw", ["peut-être", 1, 0, []])
def test_neither_yes_nor_no_is_refused(raw: object) -> None:
    assert fault_of(one("boolean"), raw) == AnswerFault.NOT_YES_OR_NO


@pytest.mark.parametrize(
    "raw", ["356000000", "356 000 000", "732 829 320", "200\u202f069\u202f532"]
)
def test_a_siren_with_its_key_is_kept_bare(raw: str) -> None:
    assert normalise(one("siren"), raw) == "".join(raw.split())


@pytest.mark.parametrize(
    "raw", ["732829321", "73282932", "7328293200", "000000000", "73282932A", "٧٣٢٨٢٩٣٢٠", 732829320]
)
def test_a_siren_with_another_key_or_length_is_refused(raw: object) -> None:
    assert fault_of(one("siren"), raw) == AnswerFault.BAD_SIREN


@given(st.integers(0, 8), st.integers(1, 9))
def test_a_siren_with_one_wrong_digit_is_always_found(place: int, shift: int) -> None:
    digits = list("732829320")
    digits[place] = str((int(digits[place]) + shift) % 10)
    assert fault_of(one("siren"), "".join(digits)) == AnswerFault.BAD_SIREN


class Unknown(BadInput):
    def __init__(self) -> None:
        super().__init__(Text("inconnue", "unknown"), cure=Text("Vérifiez.", "Check."))


def resolve(asked: str) -> str:
    known = {"14366": "14366", "Lisieux": "14366", "75116": "75056"}
    if asked not in known:
        raise Unknown
    return known[asked]


def test_communes_are_resolved_once_each() -> None:
    field = one("commune", max_items=3)
    assert normalise(field, "14366, 75116;Lisieux", communes=resolve) == ["14366", "75056"]
    assert normalise(field, ["14366"], communes=resolve) == ["14366"]
    assert normalise(one("commune"), "Lisieux (14366)", communes=resolve) == ["14366"]
    assert fault_of(field, "99999", communes=resolve) == AnswerFault.NOT_COMMUNE
    assert fault_of(field, 14366, communes=resolve) == AnswerFault.NOT_COMMUNE
    assert fault_of(one("commune"), ["14366", "75116"], communes=resolve) == AnswerFault.TOO_MANY


def test_without_a_resolver_the_form_of_a_code_is_checked() -> None:
    assert normalise(one("commune"), "2a004") == ["2A004"]
    assert fault_of(one("commune"), "Lisieux") == AnswerFault.NOT_COMMUNE


@given(st.text(max_size=60))
def test_a_text_that_is_kept_is_read_as_itself(raw: str) -> None:
    try:
        kept = normalise(LONG, raw)
    except AnswerProblem:
        return
    if kept is not None:
        assert kept == unicodedata.normalize("NFC", kept)
        assert normalise(LONG, kept) == kept


@given(
    st.sampled_from(
        [
            LINE,
            LONG,
            one("integer"),
            one("decimal"),
            one("money"),
            one("date"),
            one("boolean"),
            one("siren"),
            one("commune", max_items=3),
            one("geometry", shapes=["point"]),
            one("choice", options=options("a", "b")),
            one("multi_choice", options=options("a", "b")),
        ]
    ),
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.lists(st.text(max_size=5))
    | st.dictionaries(st.text(), st.text()),
)
def test_any_value_is_read_or_refused_in_words(field: Any, raw: Any) -> None:
    refused: AnswerProblem | None = None
    kept = None
    try:
        kept = normalise(field, raw)
    except AnswerProblem as problem:
        refused = problem
    assert kept is None or normalise(field, kept) == kept
    assert refused is None or (refused.path == "champ" and refused.message("fr"))
