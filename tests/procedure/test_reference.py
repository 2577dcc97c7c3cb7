from __future__ import annotations

from pathlib import Path

from rebond.procedure.law_book import shipped_law
from rebond.procedure.reference import reference_page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "procedures.md"


def test_the_page_of_the_documentation_is_the_one_that_the_law_files_write() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference_page(), (
        "run: python -m rebond.procedure.reference > docs/reference/procedures.md"
    )


def test_every_procedure_and_version_has_a_heading_and_every_source_its_address() -> None:
    headings = [line for line in reference_page().splitlines() if line.startswith("#")]
    for procedure in shipped_law().procedures.values():
        assert f"### `{procedure.id}`" in headings
        for version in procedure.versions:
            assert f"#### `{procedure.id}` {version.id}" in headings
    for source in shipped_law().sources.values():
        for url in source.urls:
            assert url in reference_page()


def test_asterisks_of_articles_are_shown_as_they_stand() -> None:
    tables = [line for line in reference_page().splitlines() if line.startswith("|")]
    assert any("R\\*423-23" in line for line in tables)
    assert not any("R*423-23" in line for line in tables)
