"""Which language is spoken, and French typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cli.language import chosen_language, help_in, typeset
from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("arguments", "variable", "lang", "kept"),
    [
        (["version"], "", "fr", ["version"]),
        (["version"], "en", "en", ["version"]),
        (["version"], "en_GB.UTF-8", "en", ["version"]),
        (["version"], "de", "fr", ["version"]),
        (["--lang", "en", "version"], "fr", "en", ["version"]),
        (["version", "--lang=FR"], "en", "fr", ["version"]),
        (["--lang", "fr", "--lang", "en"], "", "en", []),
        (
            ["explain", "d.json", "--", "--lang", "en"],
            "",
            "fr",
            ["explain", "d.json", "--", "--lang", "en"],
        ),
        (["--lang"], "", "fr", ["--lang"]),
    ],
)
def test_the_last_word_on_the_line_comes_before_the_variable(
    arguments: list[str], variable: str, lang: str, kept: list[str]
) -> None:
    assert chosen_language(arguments, {"REBOND_LANG": variable}) == (lang, kept, None)


def test_a_language_that_is_not_spoken_is_refused(rebond: Command) -> None:
    done = rebond("version", "--lang", "de")
    assert (done.code, done.out) == (2, "")
    assert "« de »" in done.words


def test_the_option_stands_anywhere(rebond: Command) -> None:
    assert "Find a place" in rebond("territory", "find", "--help", "--lang", "en").out


@pytest.mark.parametrize(
    ("plain", "set_in_french"),
    [
        ("« oui » : non ; peut-être ! vrai ?", "«~oui~»~: non~; peut-être~! vrai~?"),
        ("5 % (et 6 %).", "5~% (et 6~%)."),
        ("https://exemple.fr : a:b", "https://exemple.fr~: a:b"),
        ("déjà\u202f: fait", "déjà~: fait"),
    ],
)
def test_french_punctuation_keeps_to_its_word(plain: str, set_in_french: str) -> None:
    assert typeset(plain, "fr").replace("\u202f", "~") == set_in_french
    assert typeset(plain, "en") == plain


@given(st.text())
def test_setting_changes_spaces_only_and_once(text: str) -> None:
    once = typeset(text, "fr")
    assert once.replace("\u202f", " ") == text.replace("\u202f", " ")
    assert typeset(once, "fr") == once


def test_the_words_of_the_library_are_translated() -> None:
    english = "Usage: rebond [OPTIONS]\n\nOptions:\n  --k <int>  K.  [default: 3; required]\n"
    assert help_in("en", english) == english
    assert help_in("fr", english).replace("\u202f", " ") == (
        "Utilisation : rebond [OPTIONS]\n\nOptions :\n  --k <int>  K.  [par défaut : 3; obligatoire]\n"
    )
