"""Cells one by one: what is corrected, kept with a doubt, refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rebond.sitefiles import TABLES, Row
from rebond.sitefiles.cells import ColumnChecker, Habits, checkers
from rebond.sitefiles.communes import CommuneBook
from rebond.sitefiles.sources import OBJECT

Check = Callable[[str, str, str], tuple[object, list[str]]]
One = Callable[..., Row]


@pytest.fixture
def check(book: CommuneBook) -> Check:
    """Check one cell of a field of a CSV file."""

    def checking(table: str, name: str, cell: str) -> tuple[object, list[str]]:
        checker: ColumnChecker = checkers(TABLES[table], [name], book, Habits(is_csv=True))[name]
        values, remarked = checker.column([cell])
        return values[0], [f"{one.severity} {one.code}" for _, said in remarked for one in said]

    return checking


@pytest.mark.parametrize(
    ("table", "field", "cell", "value", "said"),
    [
        ("site-eco", "site_nom", "  Parc\u00a0", "Parc", ["corrected spaces"]),
        ("site-eco", "site_nom", "a\r\nb\x07", "a\nb", ["corrected control-characters"]),
        ("site-eco", "site_description", "NA", None, []),
        ("site-eco", "site_nom", "N/A", None, ["refused required"]),
        ("site-eco", "pole_id", "", "sans objet", ["corrected when-empty"]),
        ("site-eco", "site_nom", "=HYPERLINK(1)", "=HYPERLINK(1)", ["warning formula"]),
        ("site-eco", "site_nom", "@x", "@x", ["warning formula"]),
        ("site-eco", "site_nom", "'=HYPERLINK(1)", "=HYPERLINK(1)", []),
        ("site-eco", "site_nom", "- en haut", "- en haut", []),
        ("etablissement", "etab_contact_tel", "+33 3 89 45 16 78", "+33 3 89 45 16 78", []),
        ("site-eco", "site_nom", "CrÃ©ation", "CrÃ©ation", ["warning garbled"]),
        ("site-eco", "site_nom", "x" * 20_001, None, ["refused too-long"]),
        ("site-eco", "site_nom", OBJECT + "[1]", None, ["refused kind-of-value"]),
        ("site-eco", "site_etat", "En Projet", "en projet", ["corrected choice-spelling"]),
        ("site-eco", "site_etat", "logistique", "logistique", ["warning choice-unlisted"]),
        ("site-eco", "reseau_gaz", "true", "oui", ["corrected choice-spelling"]),
        ("site-eco", "reseau_gaz", "peut-être", None, ["refused choice-refused"]),
        ("terrain-eco", "terr_usage", "production d'energie renouvelable",
         "production d’énergie renouvelable", ["corrected choice-spelling"]),
        ("friches", "sol_pollution_existe", "inconnu", "inconnu", []),
        ("site-eco", "site_url", "www.exemple.fr", None, ["refused pattern"]),
        ("terrain-eco", "terr_refcad", "80024000ZO0030 | 80024000ZO0034",
         "80024000ZO0030|80024000ZO0034", ["corrected spaces"]),
        ("terrain-eco", "terr_refcad", "2A004000AB0001", "2A004000AB0001",
         ["warning parcels-corsica"]),
        ("friches", "unite_fonciere_refcad", "2B2930000D0625", "2B2930000D0625", []),
        ("site-eco", "site_id", "a/b", None, ["refused identifier"]),
        ("etablissement", "terr_id", "A_ 1|B", "A_ 1|B", ["warning link-form"]),
        ("site-eco", "site_epci_siren", "200 069 532", "200069532", ["corrected digits-spaced"]),
        ("site-eco", "site_epci_siren", "200069533", "200069533", ["warning siren"]),
        ("etablissement", "SIRET", "123", None, ["refused siret"]),
        ("etablissement", "etab_contact_mail", "pas une adresse", None, ["refused pattern"]),
        ("friches", "site_projet_url", "a.b@exemple.fr", "a.b@exemple.fr",
         ["warning mail-for-uri"]),
        ("friches", "sol_depollution_fiche", "voir la fiche", None, ["refused pattern"]),
        ("rebond-extension", "other_communes", "14366; 1004", "14366|01004",
         ["corrected commune-form"]),
        ("rebond-extension", "naf_sections", "C|H", "C|H", []),
        ("rebond-extension", "icpe_regimes", "aucun|autorisation", "aucun|autorisation", []),
        ("rebond-extension", "power_mva_source", "Gestionnaire du réseau, 2026", "Gestionnaire du réseau, 2026", []),
    ],
)  # fmt: skip
def test_a_cell(
    check: Check, table: str, field: str, cell: str, value: object, said: list[str]
) -> None:
    assert check(table, field, cell) == (value, said)


def test_what_is_remembered_of_a_cell_is_what_was_found_first(book: CommuneBook) -> None:
    checker = checkers(TABLES["site-eco"], ["site_etat"], book, Habits())["site_etat"]
    values, remarked = checker.column(["EN PROJET", "création", "EN PROJET"])
    assert values == ["en projet", "création", "en projet"]
    assert [place for place, _ in remarked] == [0, 2]


def test_apostrophes_are_taken_away_from_csv_only(book: CommuneBook) -> None:
    checker = checkers(TABLES["site-eco"], ["site_nom"], book, Habits(is_csv=False))["site_nom"]
    assert checker.column(["'=x"])[0] == ["'=x"]


def test_french_commas_are_decimal_where_cells_are_separated_otherwise(one: One) -> None:
    row = one(";", site_surf_brute="80,500")
    assert row.values["site_surf_brute"] == 80.5
    refused = one(",", site_surf_brute="80,500")
    assert [note.code for note in refused.notes] == ["number-ambiguous"]
    assert refused.is_refused
