from __future__ import annotations

from pathlib import Path

from rebond.procedure import errors, plan_errors
from rebond.procedure.graph_model import shipped_graph
from rebond.procedure.law_book import shipped_law
from rebond.procedure.maturity import shipped_ladder
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


def test_every_task_fact_branch_tier_and_refusal_is_documented() -> None:
    page = reference_page()
    graph = shipped_graph()
    for task in graph.tasks:
        assert f"### Task `{task}`" in page
    for step in graph.steps:
        assert f"| `{step.id}` |" in page
    for fact in graph.facts:
        assert f"| `{fact}` |" in page
    for branch in graph.file.branches:
        assert f"| `{branch.id}` |" in page
    for tier in shipped_ladder().tiers:
        assert f"{tier.tier}. {tier.title.fr} · {tier.title.en}" in page
    for module in (errors, plan_errors):
        for name, item in vars(module).items():
            if isinstance(item, type) and item.__module__ == module.__name__:
                assert f"- `{name}`: " in page
