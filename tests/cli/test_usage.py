"""A command badly written is said in words, with the page of help to read."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("bogus", "La commande « bogus » n’existe pas", "There is no command “bogus”"),
        ("programme bogus", "La commande « bogus »", "There is no command “bogus”"),
        ("explai", "Proche : 'explain'", "Near: 'explain'"),
        ("evaluate", "Il manque programme", "programme is missing"),
        ("explain d.json", "Il manque candidate", "candidate is missing"),
        ("sign d.json", "Il manque --key", "--key is missing"),
        ("evaluate x --k a", "--k ne convient pas : un entier est attendu", "an integer is needed"),
        ("evaluate x --k", "L’option --k attend une valeur", "The option --k needs a value"),
        (
            "evaluate x --kk 3",
            "L’option --kk n’existe pas. Proche : --k",
            "no option --kk. Near: --k",
        ),
        ("evaluate x y", "« y » est de trop", "“y” is too much"),
        ("serve --port 70000", "limite : 65535", "limit: 65535"),
        ("evaluate x --top -1", "limite : 0", "limit: 0"),
        ("evaluate x --threads -3", "limite : 0", "limit: 0"),
        ("evidence list --format xml", "« xml » n’est pas l’un de", "“xml” is not one of"),
        ("version --lang", "--lang", "--lang"),
    ],
)
def test_each_fault_is_named_in_both_languages(
    rebond: Command, written: str, french: str, english: str
) -> None:
    for lang, said in (("fr", french), ("en", english)):
        done = rebond("--lang", lang, *written.split())
        assert (done.code, done.out) == (2, "")
        assert said in done.words
        assert "--help" in done.words


def test_the_page_of_help_is_that_of_the_command(rebond: Command) -> None:
    assert "rebond territory find --help" in rebond("territory", "find").words
