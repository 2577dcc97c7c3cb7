"""The page on files of sites is complete."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.sitefiles import TABLES
from rebond.sitefiles.phrases import PHRASES
from rebond.sitefiles.reference import with_reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "site-files.md"


def test_the_page_is_up_to_date() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert with_reference(page) == page, (
        "run: python -m rebond.sitefiles.reference docs/reference/site-files.md"
    )


def test_every_table_field_and_remark_is_told() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for table in TABLES.values():
        assert f"### {table.id}\n" in page
        assert [one.name for one in table.fields if f"| `{one.name}` |" not in page] == []
    assert [code for code in PHRASES if f"| `{code}` |" not in page] == []


def test_a_page_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="begin: generated"):
        with_reference("nothing")
