"""Where a territory stands: what is public is said, what is not is not, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rebond.territory import PlaceKey
from rebond.web.sites.labelled import load
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Standing
from rebond.web.territories.standing_words import SHOWN
from rebond.web.training.history import load as load_history
from tests.web.world import NOW

pytestmark = pytest.mark.django_db
LISIEUX, LENS, CAEN = (PlaceKey("commune", code) for code in ("14366", "62498", "14118"))
LABEL = "site_cle_en_main"


def row(
    key: PlaceKey, call: str = "", *, measure: str = LABEL, is_fictitious: bool = False, **more: Any
) -> MeasureStanding:
    found = [
        one
        for one in standings(key, more.pop("actor", None), more.pop("now", NOW), **more)
        if one.call == call
        and (call or (one.measure == measure and one.is_fictitious == is_fictitious))
    ]
    assert len(found) == 1
    return found[0]


def said(key: PlaceKey, actor: Any = None, now: Any = NOW) -> str:
    return repr(standings(key, actor, now))


def test_the_real_programme_is_not_established_unless_a_label_of_it_is_known(db: None) -> None:
    load(NOW)
    lisieux = row(LISIEUX)
    assert lisieux.standing == Standing.NOT_ESTABLISHED
    assert "19 des 66 sites annoncés le 20 juillet 2020" in lisieux.sentence.fr
    beauvais = row(PlaceKey("commune", "60057"))
    assert (beauvais.standing, beauvais.on) == (Standing.LABELLED, date(2020, 7, 20))
    assert "“Novaparc”" in beauvais.sentence.en
    assert beauvais.proofs[0].source == "labelled_sites"


def test_labels_of_other_waves_are_told_apart_and_never_as_the_programme_s(db: None) -> None:
    """Cagny was labelled in 2024 and Hambach in January 2020: neither by the Pack rebond."""
    load(NOW)
    cagny = row(PlaceKey("commune", "14119"))
    assert (cagny.standing, cagny.on) == (Standing.NOT_ESTABLISHED, None)
    assert cagny.sentence.fr.startswith(
        "Aucun site labellisé connu de ce programme ne s’y trouve, mais Rebond ne connaît que 19 des 66"
    )
    assert (
        "« Friche Saint-Louis Sucre » y a reçu le 16 avril 2024 un label qui n’est pas de ce programme "
        "(Sites clés en main France 2030, avril 2024)"
    ) in cagny.sentence.fr
    assert cagny.proofs[0].id.startswith("label:")
    hambach = row(PlaceKey("commune", "57289"))
    assert hambach.standing == Standing.NOT_ESTABLISHED
    assert "le 20 janvier 2020 un label qui n’est pas de ce programme" in hambach.sentence.fr
    somme = row(PlaceKey("departement", "80"))
    assert somme.standing == Standing.LABELLED
    normandy = row(PlaceKey("region", "28")).sentence.fr
    assert "9 labels qui ne sont pas de ce programme" in normandy
    assert "Friche Saint-Louis Sucre" in normandy


def test_a_list_whole_for_a_region_says_nothing_of_its_communes_while_one_site_is_not_placed(
    db: None,
) -> None:
    """Hauts-de-France is whole, but « Aéropôle de Picardie » is known in the région alone."""
    load(NOW)
    lens = row(LENS)
    assert lens.standing == Standing.NOT_ESTABLISHED
    for key in (LENS, PlaceKey("departement", "62"), PlaceKey.parse("epci:246200364")):
        words = row(key).sentence.fr
        assert "complète" not in words, key
    assert "13" not in lens.sentence.fr
    assert (
        "« Aéropôle de Picardie » (Sites clés en main, Pack rebond de juillet 2020 ; même région)"
        in (lens.sentence.fr)
    )
    besancon = row(PlaceKey("commune", "25056")).sentence.fr
    assert "la liste est complète pour sa région, et aucun n’y est" in besancon
    assert "complète" not in row(LISIEUX).sentence.fr
    assert "complète" not in row(PlaceKey("region", "27")).sentence.fr


def test_a_site_without_commune_is_told_to_its_departement_and_never_placed(db: None) -> None:
    load(NOW)
    achenheim = row(PlaceKey("commune", "67001"))
    assert achenheim.standing == Standing.NOT_ESTABLISHED
    assert "« Axioparc » (Sites clés en main, janvier 2020 ; même département)" in (
        achenheim.sentence.fr
    )
    there = row(PlaceKey("departement", "67")).sentence.fr
    assert (
        "« Axioparc » y a reçu le 20 janvier 2020 un label qui n’est pas de ce programme" in there
    )


def test_a_day_before_the_programme_knows_neither_it_nor_a_later_label(db: None) -> None:
    load(NOW)
    hambach = PlaceKey("commune", "57289")
    for day, is_told in ((date(2020, 1, 19), False), (date(2020, 1, 20), True)):
        early = row(hambach, day=day)
        assert early.standing == Standing.NOT_ANNOUNCED
        assert "n’était pas encore annoncé" in early.sentence.fr
        assert ("qui n’est pas de ce programme" in early.sentence.fr) is is_told
        assert "La mesure, elle, est plus ancienne : Lancement de la campagne (novembre 2019)" in (
            early.sentence.fr
        )
        assert ("Première vague" in early.sentence.fr) is is_told
    assert "12\u00a0sites (du 18 au 20 janvier 2020)" in early.sentence.fr
    assert "La mesure" not in row(hambach, day=date(2019, 11, 29)).sentence.fr


def test_a_day_before_the_programme_tells_what_of_a_measure_is_older(db: None) -> None:
    """The VTE was announced in 2018: what did not exist yet is the programme, not the measure."""
    load_history(NOW)
    early = row(LISIEUX, measure="vte", day=date(2020, 3, 1))
    assert early.standing == Standing.NOT_ANNOUNCED
    assert SHOWN[early.standing][0].fr == "avant le programme"
    assert "Annonce du VTE (22 novembre 2018) ; Ouverture du site du VTE (23 mai 2019)." in (
        early.sentence.fr
    )
    assert "1 000 volontaires" not in early.sentence.fr, "it is of the day of the programme"
    assert "Announcement of the VTE (22 November 2018)" in early.sentence.en
    bastia = row(PlaceKey("commune", "2B033"), measure="formation", day=date(2020, 3, 1))
    assert bastia.standing == Standing.NOT_ANNOUNCED
    assert "par un appel qui n’est pas de ce programme (Premier appel)" in bastia.sentence.fr
    assert bastia.proofs[0].id.startswith("laureate:")


def test_a_laureate_is_of_the_call_that_its_programme_launched(db: None) -> None:
    """The first call of 2019 is another one; of Cognac no page says which call it was."""
    load_history(NOW)
    guingamp, bastia, cognac = (
        row(PlaceKey("commune", code), measure="formation") for code in ("22070", "2B033", "16102")
    )
    assert (guingamp.standing, guingamp.on) == (Standing.RETAINED, date(2021, 9, 8))
    assert bastia.standing == cognac.standing == Standing.NOT_ESTABLISHED
    assert "par un appel qui n’est pas de ce programme (Premier appel)" in bastia.sentence.fr
    assert "sans qu’aucune page dise si c’est par l’appel de ce programme" in cognac.sentence.fr
    assert cognac.proofs[-1].id == "laureate:ami-cognac"
    brittany = row(PlaceKey("region", "53"), measure="formation")
    assert brittany.standing == Standing.RETAINED
    assert row(CAEN, measure="formation").standing == Standing.NOT_ESTABLISHED
    early = row(PlaceKey("commune", "22070"), measure="formation", day=date(2021, 9, 7))
    assert early.standing == Standing.NOT_ESTABLISHED


def test_a_place_in_the_territory_of_a_laureate_is_told_so(db: None) -> None:
    """Armancourt is in the agglomération of Compiègne, retained in the second call."""
    load_history(NOW)
    armancourt = row(PlaceKey("commune", "60023"), measure="formation")
    assert armancourt.standing == Standing.NOT_ESTABLISHED
    assert "aucune liste" not in armancourt.sentence.fr
    assert "Basse-Automne », dont Armancourt fait partie, a été retenu (Second appel)" in (
        armancourt.sentence.fr
    )
    assert "which Armancourt is part of, was retained" in armancourt.sentence.en
    oise = row(PlaceKey("departement", "60"), measure="formation")
    assert oise.standing == Standing.RETAINED
    assert "2 lauréats connus" in oise.sentence.fr


def test_an_arrondissement_has_what_its_commune_has_and_says_so(db: None) -> None:
    words = row(PlaceKey("arrondissement", "75116")).sentence.fr
    assert "« Paris », sans distinguer les arrondissements" in words
