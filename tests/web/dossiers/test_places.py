from __future__ import annotations

import pytest

from rebond.errors import RebondError
from rebond.programme import load_programme, shipped_programmes
from rebond.web.dossiers.places import name_field, resolve_commune, touched

PROGRAMME = load_programme(shipped_programmes()[0])


@pytest.mark.parametrize(
    ("measure", "field"),
    [
        ("site_cle_en_main", "site_nom"),
        ("formation", "collectivite_nom"),
        ("vte", "entreprise_nom"),
        ("sites_pilotes", "porteur_nom"),
        ("ingenierie_relocalisation", "demandeur_nom"),
    ],
)
def test_a_dossier_is_named_by_the_line_beside_its_communes(measure: str, field: str) -> None:
    form = PROGRAMME.measure(measure).form
    assert form is not None
    assert name_field(form) == field


@pytest.mark.parametrize(
    ("asked", "code"),
    [("14366", "14366"), ("75116", "75056"), ("Lisieux", "14366"), (" 2a004 ", "2A004")],
)
def test_a_code_or_a_whole_name_leads_to_a_commune_of_today(asked: str, code: str) -> None:
    assert resolve_commune(asked) == code


@pytest.mark.parametrize("asked", ["99999", "Saint-Denis", "Nulle-Part-sur-Rien", ""])
def test_what_leads_to_none_or_several_is_refused_in_words(asked: str) -> None:
    with pytest.raises(RebondError):
        resolve_commune(asked)


def test_places_stand_at_every_level_the_first_commune_deciding() -> None:
    found = touched(["62498", "14366"], PROGRAMME)
    assert (found.commune_code, found.region_code) == ("62498", "32")
    assert {("region", "32"), ("region", "28"), ("epci", "200069532")} <= set(found.places)
    assert len(found.places) == len(set(found.places))
    assert touched([], PROGRAMME).places == ()
