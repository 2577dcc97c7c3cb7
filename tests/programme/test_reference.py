"""The page that describes the format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rebond.programme import ProblemKind, errors, load_programme
from rebond.programme.reference import (
    BEGIN,
    END,
    MODULES,
    documented,
    main,
    models_of,
    reference,
    with_reference,
)

from .policies import write

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "programme.md"


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_reference(page) == page, (
        "run: python -m rebond.programme.reference docs/reference/programme.md"
    )


def test_every_key_of_every_model_has_a_text() -> None:
    for module in MODULES:
        for model in models_of(module):
            written = documented(module, model.__name__)
            own = [name for name in model.model_fields if name in model.__annotations__]
            assert [name for name in own if not written[name][1]] == [], model.__name__


def test_every_key_of_every_model_stands_on_the_page() -> None:
    sections = re.split(r"^### ", reference(), flags=re.MULTILINE)
    bodies = {section.split("\n", 1)[0]: section for section in sections}
    for module in MODULES:
        for model in models_of(module):
            for name in model.model_fields:
                if name in model.__annotations__:
                    assert f"| `{name}` |" in bodies[model.__name__]


def test_every_kind_of_problem_has_a_heading_and_a_text() -> None:
    page = reference()
    for kind, (_, text) in zip(
        ProblemKind, documented(errors, "ProblemKind").values(), strict=True
    ):
        assert f"### {kind.name.lower()}\n\n`{kind.value}` — {text}" in page
        assert text


def test_every_link_of_the_page_leads_to_a_heading() -> None:
    page = PAGE.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^a-z0-9_ -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.*)$", page, re.MULTILINE)
    }
    assert set(re.findall(r"\(#([^)]+)\)", page)) <= headings


def test_the_example_of_the_page_is_a_policy(tmp_path: Path) -> None:
    head, measure = re.findall(
        r"```yaml\n(# (?:programme|measures)[^`]*)```", PAGE.read_text(encoding="utf-8")
    )
    programme = load_programme(
        write(tmp_path, {"programme.yaml": head, "measures/hangar.yaml": measure})
    )
    assert programme.id == "my_programme"


def test_the_page_is_rewritten_between_its_markers_only(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{BEGIN}\nnever kept\n{END}\nafter\n", encoding="utf-8")
    main([str(page)])
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "never kept" not in text
    assert "### Grid" in text


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match="needs the lines"):
        with_reference("nothing")
