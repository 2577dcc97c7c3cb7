"""The reference says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from rebond.web.cases import alerts, comparing, risk
from rebond.web.cases.models import Party
from rebond.web.cases.services import documents

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "cases.md"


def test_the_reference_names_each_level_part_alert_and_limit() -> None:
    page = PAGE.read_text(encoding="utf-8")
    levels = dict(re.findall(r"^\| (\d) \| ([^|]+) \|", page, flags=re.MULTILINE))
    assert levels == {str(place): text.en for place, text in enumerate(risk.LEVELS)}
    assert list(levels) == [str(place) for place in (*risk.RULES, 0)]
    assert set(
        re.findall(r"^\| `(\w+)` \| [^|]+\| (?:see|add|the same)", page, re.MULTILINE)
    ) == set(Party.Part.values)
    assert f"{risk.SILENT_AFTER.days} days" in page
    for days in (alerts.SOON, alerts.NEAR, alerts.EXPIRING):
        assert f"{days.days} days" in page
    assert f"below {comparing.FEWEST} values" in page.lower()
    megabytes = [
        size // documents.MEGABYTE for size in (documents.MOST_BYTES, documents.QUOTA_BYTES)
    ]
    assert f"{megabytes[0]} MB each, {megabytes[1]} MB a project" in page
