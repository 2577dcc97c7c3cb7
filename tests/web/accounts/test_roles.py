"""The document of roles is that of the code and of the doors tried."""

from __future__ import annotations

from rebond.web.accounts.kinds import ROLE_TEXTS, Kind, Role
from tests.web.accounts.roles_table import DOCUMENT, written


def test_the_document_holds_the_doors_that_the_tests_try() -> None:
    assert written() in DOCUMENT.read_text(encoding="utf-8"), (
        "python -m tests.web.accounts.roles_table"
    )


def test_each_kind_and_each_role_is_told() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for kind in Kind:
        assert f"| `{kind.value}` |" in text, kind
    for role in Role:
        assert f"| `{role.value}` | {ROLE_TEXTS[role].en} |" in text, role
