"""« Pourquoi pas nous ? »: three sentences that stand alone, then the whole, nothing given for the State's."""

from __future__ import annotations

import re
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest
from django.test import Client

from rebond.territory import PlaceKey
from rebond.web.decisions import explaining, queries
from rebond.web.sites.labelled import load
from rebond.web.territories import evaluated
from rebond.web.territories.evaluated import Ours
from rebond.web.territories.why import Why, why
from tests.web.world import NOW

pytestmark = pytest.mark.django_db
LISIEUX = PlaceKey("commune", "14366")


@pytest.fixture
def _evaluated(platform: Path, shipped: bytes) -> None:
    (platform / "fictif.json").write_bytes(shipped)
    load(NOW)


def short(found: Why) -> list[str]:
    return [one.words.fr for one in found.short]


@pytest.mark.usefixtures("_evaluated")
def test_lisieux_has_three_sentences_with_their_proofs() -> None:
    found = why(LISIEUX, NOW)
    first, second, third = short(found)
    assert first.startswith("Lisieux : rien n’établit qu’un site y ait été proposé")
    assert "Aucun motif propre à ce territoire n’est établi, ni les poids des critères" in second
    assert "qui n’est pas celle de l’État, « Lisieux Industrie »" in second
    assert "aucun appel de cette mesure n’est ouvert" in third
    assert "le plus petit changement d’une seule note, en proportion" in third
    assert "« Pôles de compétitivité » mis à part, seule une borne en étant connue" in third
    whole = {one.id: [said.words.fr for said in one.sentences] for one in found.whole}
    # Nine seats of clusters are known of 55: no weakness, and nothing to be changed.
    (bound,) = [one for one in whole["evaluation"] if "Pôles de compétitivité" in one]
    assert bound.startswith("N’est ni au-dessus ni au-dessous")
    *told, apart = whole["change"]
    assert told
    assert not any("Pôles de compétitivité" in one for one in told)
    assert apart == "Laissé de côté, seule une borne en étant connue : Pôles de compétitivité."
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


@pytest.mark.usefixtures("_evaluated")
def test_a_change_is_never_from_a_mark_to_the_same_and_the_smallest_is_first() -> None:
    decision = queries.current()
    assert decision is not None
    seen = 0
    for one in decision.candidates:
        criteria, _rules = explaining.changes(decision, one)
        assert [each.gain for each in criteria] == sorted(each.gain for each in criteria)
        for each, said in zip(criteria[:3], evaluated.changes(decision, one), strict=False):
            seen += 1
            after, before = re.findall(r"([\d.]+) of 1 instead of ([\d.]+)", said.en)[0]
            assert float(after) > float(before), said.en
            assert "by 0%" not in said.en
            assert each.digits >= 3
            digits = f"{each.before:.{each.digits}f}", f"{each.after:.{each.digits}f}"
            assert digits[0] != digits[1]
        if (short := evaluated.smallest_change(Ours(decision, (one,)))) and criteria:
            assert criteria[0].title.fr in short.fr
            named = [title.fr for title in explaining.left_out(decision, one)]
            assert ("mis à part" in short.fr) is bool(named)
    assert seen > 100


@pytest.mark.usefixtures("_evaluated")
def test_the_page_of_the_candidate_says_the_same_of_what_is_known_by_a_bound(
    client: Client,
) -> None:
    decision = queries.current()
    assert decision is not None
    one = next(one for one in decision.candidates if explaining.left_out(decision, one))
    page = client.get(f"/decisions/{decision.code}/{one.id}/").content.decode()
    changing = page.partition('id="changer"')[2].partition("</section>")[0]
    told, _, apart = changing.partition("Laissé de côté")
    assert "passe de" in told
    assert "Pôles de compétitivité" not in told
    assert "Pôles de compétitivité" in apart
    contributions = page.partition('id="contributions"')[2].partition("</section>")[0]
    assert contributions.count("seule une borne en est connue") == 1


@pytest.mark.usefixtures("_evaluated")
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


@pytest.mark.usefixtures("_evaluated")
def test_before_the_day_of_the_evaluation_it_says_nothing() -> None:
    found = why(LISIEUX, NOW, date(2020, 7, 1))
    assert found.ours.candidates == ()
    assert "aucune évaluation n’en est publiée" in short(found)[1]


def test_without_any_evaluation_the_record_alone_answers() -> None:
    first, second, third = short(why(LISIEUX, NOW))
    assert first
    assert "aucune évaluation" in second
    assert "Ce qui manque est un fait" in third


@pytest.mark.usefixtures("_evaluated")
def test_where_several_candidates_touch_a_place_each_change_names_its_own(client: Client) -> None:
    """Calvados holds Caen Industrie, which is in, and two that are out."""
    key = PlaceKey("departement", "14")
    found = why(key, NOW)
    third = short(found)[2]
    assert (
        "« Caen Industrie » serait retenu ; « Lisieux Industrie » le serait avec une note" in third
    )
    assert "« Collines de Normandie » le serait avec une note" in third
    assert "l’aurait fait entrer" not in third
    assert "“Lisieux Industrie” would be with a mark higher" in found.short[2].words.en
    for part in found.whole:
        if part.id not in {"evaluation", "change"}:
            continue
        abouts = [one.about for one in part.sentences]
        assert [name for name, _each in groupby(abouts)] == [one.name for one in found.ours.shown]
        for one in part.sentences:
            assert f"« {one.about} »" in one.words.fr
            assert f"“{one.about}”" in one.words.en
            assert [f"« {one.about} »" in proof.words.fr for proof in one.proofs] == [True]
    folded = client.get(f"/territoires/{key}/").content.decode().partition('id="pourquoi"')[2]
    changing = folded.partition("Ce qui aurait changé")[2].partition("</details>")[0]
    assert changing.count("<ul") == len(found.ours.shown)
    # A commune is in one: the lever has the name of that one; the candidate itself needs none.
    assert "aurait fait entrer « Lisieux Industrie » : une note" in short(why(LISIEUX, NOW))[2]
    itself = why(PlaceKey.parse("territoire_industrie:1:ti-2805"), NOW)
    assert "qui l’aurait fait entrer : une note" in short(itself)[2]
    assert {one.about for part in itself.whole for one in part.sentences} == {""}


@pytest.mark.usefixtures("_evaluated")
def test_where_all_the_candidates_of_a_place_are_in_nothing_is_said_to_change_it() -> None:
    found = why(PlaceKey("departement", "62"), NOW)
    assert found.ours.are_several
    assert evaluated.smallest_change(found.ours) is None
    assert "change" not in {part.id for part in found.whole}
