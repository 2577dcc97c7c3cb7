from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
import yaml

from rebond.procedure.errors import SiteInvalid, SiteUnreadable
from rebond.procedure.site_model import read_site, read_site_content
from tests.procedure.world import site

EXAMPLES = Path(__file__).parents[2] / "docs" / "tutorial" / "sites"


def problems(described: object) -> list[tuple[str, int | None]]:
    with pytest.raises(SiteInvalid) as refused:
        read_site(described)  # type: ignore[arg-type]
    return [(problem.key, problem.line) for problem in refused.value.problems]


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_of_the_documentation_are_read(path: Path) -> None:
    read = read_site(path)
    assert read.site.id == path.stem.replace("_", "-")
    assert read.site.is_fictitious == ("fictive" in path.stem)
    assert read.site.is_fictitious or read.site.sources


def test_of_the_real_sites_nothing_is_said_that_public_pages_do_not_say() -> None:
    carnet = read_site(EXAMPLES / "le_carnet.yaml").site
    known = {name for name, value in carnet.known_facts().items() if value is not None}
    assert known == {"natural_land"}
    assert carnet.area_ha.gross == "unknown"
    tarn = read_site(EXAMPLES / "portes_du_tarn.yaml").site
    assert (tarn.area_ha.gross, tarn.area_ha.sellable) == (198, 111)
    assert tarn.known_facts() == {}
    assert not carnet.tasks
    assert not tarn.tasks


def test_yaml_json_and_values_give_the_same_site_and_digest(tmp_path: Path) -> None:
    described = site(tasks={"depollution": {"state": "done", "done_on": datetime.date(2025, 1, 2)}})
    path = tmp_path / "site.yaml"
    path.write_text(yaml.safe_dump(described, allow_unicode=True), encoding="utf-8")
    other = tmp_path / "site.json"
    other.write_text(json.dumps(described, default=str), encoding="utf-8")
    digests = {read_site(given).digest for given in (described, path, other, str(path))}
    assert len(digests) == 1
    again = read_site(path)
    assert read_site(again) is again
    assert read_site(again.site).digest == again.digest


def test_a_file_knows_the_line_of_its_tasks(tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text(
        yaml.safe_dump(site(), allow_unicode=True) + "tasks:\n  depollution: {state: required}\n",
        encoding="utf-8",
    )
    place = read_site(path).place("depollution")
    assert place.startswith(str(path))
    assert int(place.rsplit(":", 1)[1]) > 10


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"facts": {"couleur": True}}, "facts.couleur"),
        ({"facts": {"zoning": "peut-etre"}}, "facts.zoning"),
        ({"facts": {"natural_land": "oui"}}, "facts.natural_land"),
        ({"facts": {"icpe_regime": "autorisation"}}, "facts.icpe_regime"),
        ({"activity": {"code": "99"}}, "activity.code"),
        ({"activity": {"facts": {"seveso": "tres_haut"}}}, "activity.facts.seveso"),
        ({"tasks": {"sieste": {"state": "done"}}}, "tasks.sieste"),
        ({"tasks": {"depollution": {"state": "finie"}}}, "tasks.depollution.state"),
        ({"tasks": {"depollution": {"state": "done", "events": {"fini": "2025-01-01"}}}}, "tasks.depollution.events.fini"),
        ({"tasks": {"depollution": {"state": "done", "scope": {"activities": ["99"]}}}}, "tasks.depollution.scope.activities[0]"),
        ({"outcomes": {"tresor": True}}, "outcomes.tresor"),
        ({"assumptions": {"sieste": {"chance": 0.5}}}, "assumptions.sieste"),
        ({"assumptions": {"fouille": {"chance": 1.5}}}, "assumptions.fouille.chance"),
        ({"inconnu": 1}, "inconnu"),
        ({"format": "rebond-site/9"}, "format"),
        ({"id": "Majuscule"}, "id"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_with_key_line_and_cure(
    change: dict[str, object], key: str
) -> None:
    assert key in [found for found, line in problems(site() | change) if line is not None]


def test_an_unknown_activity_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(SiteInvalid) as refused:
        read_site(site(code="pâtisserie"))
    allowed = refused.value.problems[0].allowed
    assert allowed is not None
    assert "25" in allowed.fr


def test_a_negative_cost_or_duration_is_refused() -> None:
    assert problems(site(tasks={"depollution": {"state": "done", "cost_eur": -5}}))
    shape = {
        "kind": "uniform",
        "low": -3,
        "high": 4,
        "basis": "assumption",
        "why": {"fr": "a", "en": "a"},
    }
    assert problems(site(assumptions={"works": {"duration": shape}}))


def test_a_file_that_is_not_there_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(SiteUnreadable) as refused:
        read_site(tmp_path / "rien.yaml")
    assert refused.value.path.endswith("rien.yaml")
    with pytest.raises(SiteUnreadable):
        read_site(tmp_path)


def test_a_content_that_json_cannot_write_is_refused() -> None:
    with pytest.raises(SiteUnreadable):
        read_site(site(hoped_for_on=object()))


def test_what_was_typed_is_read_like_a_file() -> None:
    typed = yaml.safe_dump(site(), allow_unicode=True).encode()
    assert read_site_content(typed, "texte").digest == read_site(site()).digest
    with pytest.raises(SiteInvalid) as refused:
        read_site_content(b"format: [", "texte")
    assert refused.value.problems[0].file == "texte"


def test_a_fact_left_out_or_said_unknown_is_unknown() -> None:
    described = site(facts={"soil_to_clean": "unknown"})
    del described["facts"]["zoning"]
    known = read_site(described).site.known_facts()
    assert known["soil_to_clean"] is None
    assert "zoning" not in known
