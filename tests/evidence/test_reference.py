"""The page that describes the indicators."""

from pathlib import Path

from rebond.evidence import load_indicators
from rebond.evidence.reference import page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "indicators.md"


def test_the_page_is_what_the_declarations_say():
    assert PAGE.read_text(encoding="utf-8") == page(load_indicators()), (
        "run: python -m rebond.evidence.reference > docs/reference/indicators.md"
    )


def test_each_indicator_has_one_heading():
    headings = [
        line.removeprefix("## ")
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert sorted(headings) == sorted(load_indicators().ids)
