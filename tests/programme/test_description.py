"""A policy told in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.programme import Programme, load_outcomes, load_programme, shipped_programmes
from rebond.programme.description import describe, main
from rebond.texts import Lang

from .policies import FICTITIOUS, minimal_files, write

PAGES = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", shipped_programmes())
def test_the_page_of_a_shipped_programme_is_up_to_date(name: str) -> None:
    page = PAGES / f"{name}.md"
    command = f"python -m rebond.programme.description {name} en docs/reference/{name}.md"
    written = describe(load_programme(name), "en", load_outcomes(name))
    assert page.read_text(encoding="utf-8") == written, f"run: {command}"


@pytest.mark.parametrize("name", shipped_programmes())
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_source_address_measure_criterion_and_indicator_is_on_the_page(
    name: str, lang: Lang
) -> None:
    programme = load_programme(name)
    page = describe(programme, lang)
    for source in programme.sources:
        assert f"**{source.id}** {source.title.of(lang)}" in page
        assert all(url in page for url in source.urls)
    for measure in programme.measures:
        assert f"## {measure.title.of(lang)}" in page
        for indicator in measure.grid.indicators if measure.grid else ():
            assert f"| `{indicator}` |" in page


@pytest.fixture(scope="module")
def fictitious() -> Programme:
    """Return the fictitious programme."""
    return load_programme(FICTITIOUS)


def test_known_weights_and_orderings_are_written(fictitious: Programme) -> None:
    page = describe(fictitious, "en")
    assert "`acces` [0.3, 0.7]; `equipage` [0.1, 0.5]; `signal` 0.2; `acces` ≥ `equipage`" in page
    assert "| `freight_station_km` | 1/3 | 0 → 1, 60 → 0 | — |" in page
    assert "eliminates: yes" in page


def test_each_language_has_its_own_words(fictitious: Programme) -> None:
    assert "Hangar partagé" in describe(fictitious, "fr")
    assert "Shared hangar" not in describe(fictitious, "fr")


def test_the_smallest_policy_has_a_short_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    main([str(write(tmp_path / "policy", minimal_files())), "fr", str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Petit\n")
    assert "Grille" not in text
