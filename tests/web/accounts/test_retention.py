"""The table of personal data says what the rule does."""

from __future__ import annotations

from pathlib import Path

from rebond.web.accounts import retention
from rebond.web.jobs import registry

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reference" / "personal-data.md"


def test_the_document_gives_the_times_of_the_rule() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert f"({retention.UNUSED_ACCOUNT.days} days) after the last sign-in" in text
    unconfirmed = next(line for line in text.splitlines() if "never confirmed" in line)
    assert f"| {retention.UNCONFIRMED_ACCOUNT.days} days |" in unconfirmed
    assert f"| {retention.OLD_INVITATION.days} days after use" in text
    assert retention.OLD_NOTICE.days == 365
    assert "| notices | to tell what happened | 1 year |" in text


def test_the_rule_runs_once_a_day() -> None:
    found = {one.name: one for one in registry.periodic()}
    assert found["accounts.retention.run"].every.days == 1
