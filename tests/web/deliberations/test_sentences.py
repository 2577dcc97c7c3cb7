"""Sentences: filled by known names only, never hiding a sign, never rounding a chance to never or always."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.web.deliberations import sentences
from rebond.web.deliberations.errors import SentenceTooShort, SentenceUnfit
from tests.web.deliberations.scenes import RANKED, SENTENCE


def test_a_suggested_sentence_says_its_numbers_in_both_languages() -> None:
    said = sentences.suggested("below_cut", RANKED)
    assert said is not None
    for part in ("0,432", "rang 41 sur 56", "30 retenus", "12\u202f%"):
        assert part in said.fr
    for part in ("0.432", "ranks it 41 of 56", "30 retained", "12%"):
        assert part in said.en


def test_nothing_is_suggested_where_only_a_person_knows() -> None:
    assert sentences.suggested("not_retained", {"kind": "committee"}) is None
    assert sentences.suggested("below_cut", {"kind": "rank"}) is None


@pytest.mark.parametrize(
    ("chance", "fr"),
    [
        (0.0, "0\u202f%"),
        (0.001, "moins de 1\u202f%"),
        (0.999, "plus de 99\u202f%"),
        (1.0, "100\u202f%"),
    ],
)
def test_a_chance_is_never_rounded_to_never_or_always(chance: float, fr: str) -> None:
    assert sentences.chance(chance, "fr") == fr


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\x00", "\x1b", "\ufeff", "\u2028", "\ue000"])
def test_a_sign_that_nobody_sees_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(SentenceUnfit) as caught:
        sentences.check(f"Avant{sign}après : {SENTENCE}", "")
    assert f"U+{ord(sign):04X}" in caught.value.message("fr")


def test_typography_and_line_breaks_are_kept() -> None:
    said = "  Le site «\u00a0Étoile\u00a0» n’est pas retenu\u202f;\r\nvoici pourquoi.  "
    assert sentences.check(said, "")[0].count("\n") == 1


def test_blanks_do_not_count() -> None:
    with pytest.raises(SentenceTooShort):
        sentences.check(" " * 40, "")
    with pytest.raises(SentenceUnfit):
        sentences.check("a" * 2001, "")


def test_a_name_without_value_is_refused_rather_than_left_between_braces() -> None:
    with pytest.raises(SentenceUnfit) as caught:
        sentences.filled("Rang {rang}, score {score}.", "fr", {"kind": "gate"}, {})
    assert "rang, score" in caught.value.message("fr")


@given(st.text(max_size=60), st.text(max_size=20))
def test_what_a_title_holds_is_never_filled_again(template: str, title: str) -> None:
    filled = sentences.filled("{titre}", "fr", RANKED, {"titre": title})
    assert filled == title
    values = {"titre": "T", "dossier": "D", "condition": "C", "regle": "R"}
    if "{" not in template and "}" not in template:
        assert sentences.filled(template, "fr", RANKED, values) == template


def test_an_unknown_name_is_refused_with_the_permitted_ones() -> None:
    with pytest.raises(SentenceUnfit) as caught:
        sentences.filled("Le site {titre} est {inconnu}.", "fr", RANKED, {"titre": "T"})
    said = caught.value.message("fr")
    assert "nomme {inconnu}," in said
    assert all(f"{{{name}}}" in said for name in sentences.FIELDS)


@pytest.mark.parametrize("template", ["Rang {rang", "Rang rang}", "Rang {{rang}}", "Vide {}"])
def test_a_brace_that_fills_nothing_is_refused(template: str) -> None:
    with pytest.raises(SentenceUnfit):
        sentences.filled(template, "fr", RANKED, {})
