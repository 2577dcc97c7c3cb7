"""The declarations are complete, ours, and those of the standards."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from rebond.sitefiles import NO_LINK, TABLES, Link, links, table, table_schema
from rebond.sitefiles.errors import UnknownTable
from rebond.sitefiles.tables import MISSING_VALUES
from tests.sitefiles.conftest import SCHEMAS, TABLE_IDS

GROUPS = {
    "identity", "areas", "utilities", "access", "activities", "constraints", "procedures", "lots",
    "prices", "contact",
}  # fmt: skip
OFFICIAL = {
    **{
        name: f"cnig-sites-economiques/schema/{name}/schema.json"
        for name in ("pole-eco", "site-eco", "terrain-eco", "etablissement")
    },
    "friches": "cnig-friches/schema.json",
}


@pytest.mark.parametrize("name", TABLE_IDS)
def test_every_field_has_words_in_both_languages_and_a_group(name: str) -> None:
    for field in TABLES[name].fields:
        assert field.group in GROUPS, field.name
        assert field.title.fr, field.name
        assert field.title.en, field.name
        assert field.description.fr.endswith("."), field.name
        assert field.description.en.endswith("."), field.name
        if field.pattern:
            re.compile(field.pattern)


def test_counts_are_those_of_the_standards() -> None:
    counts = {name: len(TABLES[name].fields) for name in TABLE_IDS[:5]}
    assert counts == {
        "pole-eco": 11, "site-eco": 62, "terrain-eco": 19, "etablissement": 30, "friches": 51,
    }  # fmt: skip


def test_an_unknown_table_is_refused_with_the_names_of_those_that_exist() -> None:
    with pytest.raises(UnknownTable) as refused:
        table("parcelle")
    assert "terrain-eco" in refused.value.message("fr")
    with pytest.raises(KeyError):
        TABLES["parcelle"]


def test_links_name_tables_and_read_lists() -> None:
    assert links("etablissement") == (Link("terr_id", "terrain-eco", is_list=True),)
    assert links("friches") == ()
    assert links("etablissement")[0].targets({"terr_id": "a | b|"}) == ("a", "b")
    assert links("site-eco")[0].targets({"pole_id": "sans objet"}) == ()
    assert {"sans objet", "inconnu"} <= NO_LINK
    for name in TABLE_IDS:
        for link in links(name):
            assert link.field in TABLES[name].by_name
            assert link.table in TABLES


def test_the_extension_says_where_each_value_comes_from() -> None:
    extension = table("rebond-extension")
    assert extension.field("power_mva_source").group == "utilities"
    assert "site_id_source" not in extension.by_name
    assert table("site-eco").source_fields == ()


def test_our_schema_puts_enforced_lists_inside_constraints_and_the_others_beside() -> None:
    fields = {one["name"]: one for one in table_schema("site-eco")["fields"]}
    assert fields["reseau_gaz"]["constraints"]["enum"] == ["oui", "non"]
    assert "enum" not in fields["site_etat"]["constraints"]
    assert "en projet" in fields["site_etat"]["rebond:choices"]
    assert fields["site_creation_date"]["format"] == "%Y"
    assert table_schema("friches")["primaryKey"] == "site_id"


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(OFFICIAL))
def test_a_table_is_that_of_the_official_schema(name: str) -> None:
    path = SCHEMAS / OFFICIAL[name]
    if not path.exists():
        pytest.skip("the shared folder is not here")
    official: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    ours = table_schema(name)
    assert official["version"] == table(name).version
    assert official["primaryKey"] == ours["primaryKey"]
    assert official["missingValues"] == list(MISSING_VALUES) == ours["missingValues"]
    assert [one["name"] for one in official["fields"]] == [one["name"] for one in ours["fields"]]
    for theirs, mine in zip(official["fields"], ours["fields"], strict=True):
        own = table(name).field(theirs["name"])
        assert (theirs["type"], theirs.get("format")) == (mine["type"], mine.get("format"))
        constraints = theirs["constraints"]
        assert constraints.get("required", False) == own.required, own.name
        listed = constraints.get("enum") or theirs.get("enum") or []
        assert tuple(listed) == own.choices, own.name
        assert ("enum" in constraints) == bool(own.choices and own.is_enforced), own.name
        assert ("pattern" in constraints) == bool(own.pattern), own.name
        if own.pattern and own.name not in {"site_url", "site_projet_url"}:
            _same_pattern(constraints["pattern"], own.pattern)


PROBES = (
    "https://exemple.fr/a", "http://a.b", "ftp://x", "x", "80024000ZO0030", "80024000ZO0030|80024000ZO0034",
    "B05.10Z|V89.04Z", "industriel", "industriel|autre", "autre|", "P4a|G1a", "personne morale", "2|6|46", "2|6",
)  # fmt: skip


def _same_pattern(official: str, ours: str) -> None:
    for probe in PROBES:
        assert bool(re.match(official, probe)) == bool(re.search(ours, probe)), probe
