"""A platform on a folder of its own, with one fictitious decision published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from rebond.pipeline import Request, evaluate_to_record
from rebond.programme import shipped_programmes
from rebond.web import messages
from rebond.web.decisions import queries
from rebond.web.decisions.rows import Decision
from rebond.web.deliberations import results
from rebond.web.journal import triggers
from rebond.web.theme.datasets import snapshot
from tests.web.fictitious import fictitious_file

FICTITIOUS = "fictif.json"
DRAWS = 300
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def compiled_messages() -> None:
    messages.ensure_compiled()


@pytest.fixture(scope="session", autouse=True)
def guarded_tables_can_be_emptied() -> Iterator[None]:
    """Take the triggers away before a test that commits empties its tables; they are back for the next."""
    empty = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        triggers.remove(connection)
        try:
            empty(case)
        finally:
            triggers.install(connection)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Begin each test in the default language: a page asked for in English leaves its thread in English."""
    with translation.override("fr"):
        yield


@pytest.fixture(autouse=True)
def forgotten_results() -> None:
    """Results are kept for a minute of the clock, which stands still in tests."""
    results._kept.cache_clear()


@pytest.fixture(scope="session")
def sealed() -> bytes:
    return fictitious_file()


@pytest.fixture(scope="session")
def shipped() -> bytes:
    """A decision on the shipped programme, with few draws."""
    request = Request(programme=shipped_programmes()[0], draws=DRAWS)
    record = evaluate_to_record(request, snapshot(), produced_at=NOW)
    return record.to_bytes()


@pytest.fixture(autouse=True)
def platform(settings: Any, tmp_path: Path, sealed: bytes) -> Iterator[Path]:
    """Publish the fictitious decision in a fresh folder."""
    folder = tmp_path / "decisions"
    folder.mkdir()
    (folder / FICTITIOUS).write_bytes(sealed)
    static = tmp_path / "static"
    static.mkdir()
    settings.DECISIONS_FOLDER = folder
    settings.STATIC_ROOT = static
    settings.SHOW_COMPONENTS = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield folder
    queries._read_version.cache_clear()


@pytest.fixture
def decision(platform: Path) -> Decision:
    found = queries.current()
    assert found is not None
    return found
