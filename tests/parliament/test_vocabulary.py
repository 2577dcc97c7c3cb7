from __future__ import annotations

from pathlib import Path

import pytest

from rebond.errors import RebondError
from rebond.parliament.vocabulary import (
    FILE,
    load_vocabulary,
    measures,
    other_spans,
    shipped_vocabularies,
)
from rebond.programme import load_programme
from rebond.programme.shipped import shipped_programmes

BRUME = Path(__file__).resolve().parents[1] / "programmes" / "iles_de_brume_2031"


@pytest.mark.parametrize(
    ("said", "measure"),
    [
        ("des sites « clé en main » vides", "site_cle_en_main"),
        ("UN SITE INDUSTRIEL CLES-EN-MAIN", "site_cle_en_main"),
        ("le VTE", "vte"),
        ("des volontariats territoriaux en entreprise", None),
        ("les sites pilotes", "sites_pilotes"),
        ("la clé en main", None),
    ],
)
def test_measures_are_found_whatever_case_plural_and_quotes(said: str, measure: str | None):
    found = measures(said, shipped_vocabularies())
    assert [one.measure for one in found] == ([measure] if measure else [])
    for one in found:
        assert one.spans[0].of(said)


def test_names_of_programmes_and_actors_are_no_places():
    said = "Le pack rebond et la Banque des Territoires aident les Territoires d’industrie."
    assert [one.of(said) for one in other_spans(said, shipped_vocabularies())] == [
        "pack rebond",
        "Banque des Territoires",
        "Territoires d’industrie",
    ]


def test_every_shipped_programme_is_known_and_another_needs_no_file(tmp_path: Path):
    assert {one.programme.id for one in shipped_vocabularies()} == set(shipped_programmes())
    brume = load_programme(BRUME)
    bare = load_vocabulary(BRUME, brume)
    assert not bare.names.measures
    said = f"Que devient « {brume.measures[0].title.fr} » ?"
    assert [one.measure for one in measures(said, [bare])] == [brume.measures[0].id]


@pytest.mark.parametrize(
    "written",
    [
        "format: rebond-vocabulary/1\nmeasures: {absente: [x]}\n",
        "format: autre\n",
        "format: [",
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path: Path, written: str):
    (tmp_path / FILE).write_text(written, encoding="utf-8")
    with pytest.raises(RebondError):
        load_vocabulary(tmp_path, load_programme(BRUME))
