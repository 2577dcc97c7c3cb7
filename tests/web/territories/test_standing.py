"""Where a territory stands: what is public is said, what is not is not, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rebond.territory import PlaceKey
from rebond.web.sites.labelled import load
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Standing
from rebond.web.training.models import Laureate
from tests.web.world import NOW

pytestmark = pytest.mark.django_db
LISIEUX, LENS, CAEN = (PlaceKey("commune", code) for code in ("14366", "62498", "14118"))
LABEL = "site_cle_en_main"


def row(key: PlaceKey, call: str = "", *, measure: str = LABEL, **more: Any) -> MeasureStanding:
    found = [
        one
        for one in standings(key, more.pop("actor", None), more.pop("now", NOW), **more)
        if one.call == call and (call or one.measure == measure)
    ]
    assert len(found) == 1
    return found[0]


def said(key: PlaceKey, actor: Any = None, now: Any = NOW) -> str:
    return repr(standings(key, actor, now))


def test_the_real_programme_is_not_established_unless_a_label_is_known(db: None) -> None:
    load(NOW)
    lisieux = row(LISIEUX)
    assert lisieux.standing == Standing.NOT_ESTABLISHED
    assert "19 des 66 sites annoncés le 20 juillet 2020" in lisieux.sentence.fr
    hambach = row(PlaceKey("commune", "57289"))
    assert hambach.standing == Standing.LABELLED
    assert hambach.on == date(2020, 1, 20)
    assert "Europôle" in hambach.sentence.en
    assert hambach.proofs[0].source == "labelled_sites"


def test_a_list_known_whole_for_a_region_says_that_none_stands_there(db: None) -> None:
    """Hauts-de-France is whole for the wave of July 2020; a commune without a site there is told so."""
    load(NOW)
    lens = row(LENS)
    assert lens.standing == Standing.NOT_ESTABLISHED
    assert "la liste est complète pour sa région" in lens.sentence.fr
    assert "complète" not in row(LISIEUX).sentence.fr


def test_a_site_without_commune_is_told_to_its_departement_and_never_placed(db: None) -> None:
    load(NOW)
    achenheim = row(PlaceKey("commune", "67001"))
    assert achenheim.standing == Standing.NOT_ESTABLISHED
    assert "Axioparc" in achenheim.sentence.fr
    assert row(PlaceKey("departement", "67")).standing == Standing.LABELLED


def test_open_measures_choose_nobody_and_say_to_whom_they_are_open(db: None) -> None:
    inside, outside = row(LISIEUX, measure="vte"), row(PlaceKey("commune", "75056"), measure="vte")
    assert {inside.standing, outside.standing} == {Standing.NO_CALL}
    assert "par Lisieux Industrie" in inside.sentence.fr
    assert "n’en fait pas partie" in outside.sentence.fr


def test_a_day_before_the_programme_knows_neither_it_nor_a_later_label(db: None) -> None:
    load(NOW)
    early = row(PlaceKey("commune", "57289"), day=date(2020, 1, 19))
    assert early.standing == Standing.NO_CALL
    assert "n’était pas encore annoncé" in early.sentence.fr
    assert row(PlaceKey("commune", "57289"), day=date(2020, 1, 20)).standing == Standing.LABELLED


def test_a_laureate_of_training_is_retained(db: None) -> None:
    Laureate.objects.create(
        reference="L-1",
        call_name="AMI 1 (2019)",
        place_kind="commune",
        place_code="14366",
        name="Lisieux",
        retained_on=date(2019, 6, 1),
    )
    assert row(LISIEUX, measure="formation").standing == Standing.RETAINED
    assert row(PlaceKey("region", "28"), measure="formation").standing == Standing.RETAINED
    assert row(CAEN, measure="formation").standing == Standing.NOT_ESTABLISHED


def test_an_arrondissement_has_what_its_commune_has_and_says_so(db: None) -> None:
    words = row(PlaceKey("arrondissement", "75116")).sentence.fr
    assert "« Paris », sans distinguer les arrondissements" in words
