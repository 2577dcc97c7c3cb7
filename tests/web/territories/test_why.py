"""« Pourquoi pas nous ? »: three sentences that stand alone, then the whole, nothing given for the State's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rebond.territory import PlaceKey
from rebond.web.sites.labelled import load
from rebond.web.territories.why import Why, why
from tests.web.world import NOW

pytestmark = pytest.mark.django_db
LISIEUX = PlaceKey("commune", "14366")


@pytest.fixture
def evaluated(platform: Path, shipped: bytes) -> None:
    (platform / "fictif.json").write_bytes(shipped)
    load(NOW)


def short(found: Why) -> list[str]:
    return [one.words.fr for one in found.short]


@pytest.mark.usefixtures("evaluated")
def test_lisieux_has_three_sentences_with_their_proofs() -> None:
    found = why(LISIEUX, NOW)
    first, second, third = short(found)
    assert first.startswith("Lisieux : rien n’établit qu’un site y ait été proposé")
    assert "Aucun motif propre à ce territoire n’est établi, ni les poids des critères" in second
    assert "qui n’est pas celle de l’État, « Lisieux Industrie »" in second
    assert "aucun appel de cette mesure n’est ouvert" in third
    assert "une note plus haute de 35\u202f% pour « Fournisseurs de services »" in third
    whole = {one.id: [said.words.fr for said in one.sentences] for one in found.whole}
    # Nine seats of clusters are known of 55: no weakness, and nothing to be changed.
    (bound,) = [one for one in whole["evaluation"] if "Pôles de compétitivité" in one]
    assert bound.startswith("N’est ni au-dessus ni au-dessous")
    assert not any("Pôles de compétitivité" in one for one in whole["change"])
    assert all(one.proofs for one in found.short[:2])
    assert {one.id for one in found.whole} == {
        "record",
        "evaluation",
        "change",
        "unknown",
        "asking",
    }
    for part in found.whole:
        for sentence in part.sentences:
            assert sentence.words.fr.endswith(".")
            assert sentence.words.en.endswith(".")


@pytest.mark.usefixtures("evaluated")
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("epci:200069532", "« Lisieux Industrie » est"),
        ("territoire_industrie:1:ti-2805", "« Lisieux Industrie » est"),
        ("territoire_industrie:1:ti-9303", "« Carros » est"),
        ("region:28", "touchent Normandie"),
        ("arrondissement:75116", "aucun des 149 territoires que nous évaluons ne touche"),
    ],
)
def test_each_kind_of_place_is_told_where_it_comes_out(key: str, words: str) -> None:
    assert words in short(why(PlaceKey.parse(key), NOW))[1]


@pytest.mark.usefixtures("evaluated")
def test_before_the_day_of_the_evaluation_it_says_nothing() -> None:
    found = why(LISIEUX, NOW, date(2020, 7, 1))
    assert found.ours.candidates == ()
    assert "aucune évaluation n’en est publiée" in short(found)[1]


def test_without_any_evaluation_the_record_alone_answers() -> None:
    first, second, third = short(why(LISIEUX, NOW))
    assert first
    assert "aucune évaluation" in second
    assert "Ce qui manque est un fait" in third
