"""A platform on a folder of its own, with one fictitious decision published."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation

from rebond.pipeline import Request, evaluate_to_record
from rebond.programme import shipped_programmes
from rebond.web import messages
from rebond.web.decisions import queries
from rebond.web.decisions.rows import Decision
from rebond.web.deliberations import results, states
from rebond.web.journal import triggers
from rebond.web.needs import index
from rebond.web.territories import calls_here, money
from rebond.web.theme.datasets import snapshot
from tests.web.browsing import browser, watched
from tests.web.fictitious import fictitious_file

__all__ = ["browser", "watched"]

FICTITIOUS = "fictif.json"
DRAWS = 300
NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
OF_MIGRATIONS = frozenset({"auth_permission", "django_content_type"})
"""Tables that migrating fills."""


@pytest.fixture(scope="session", autouse=True)
def compiled_messages() -> None:
    messages.ensure_compiled()


@pytest.fixture(scope="session", autouse=True)
def quickly_emptied() -> Iterator[None]:
    """Empty tables after a test that commits: those that hold rows, in one transaction without the triggers."""
    before = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = before  # type: ignore[method-assign]


def empty(_case: TransactionTestCase) -> None:
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with transaction.atomic(), connection.cursor() as cursor:
        triggers.remove(connection)
        for table in sorted({*tables} - OF_MIGRATIONS):
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 - names of our models
            if cursor.fetchone():
                cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608
        connection.check_constraints()
        triggers.install(connection)
    # Not a table of a model: failures counted by one test would lock out the next.
    cache.clear()


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    """Begin each test in the default language, and end it in none.

    A page asked for in English leaves its thread in English: that of a test, or of the pages that a module
    opens before its first test. Threads of a live server have the language of what they are asked.
    """
    translation.activate("fr")
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def forgotten_results() -> None:
    """Results are kept for a minute of the clock, which stands still in tests."""
    results._kept.cache_clear()
    states.forget()
    for kept in (calls_here._measure, money._table):
        kept.cache_clear()


@pytest.fixture(autouse=True)
def forgotten_search() -> None:
    """Each test's database has a registry of its own, whose number says nothing of another's."""
    index.forget()


@pytest.fixture(scope="session")
def sealed() -> bytes:
    return fictitious_file()


@pytest.fixture(scope="session")
def shipped() -> bytes:
    """A decision on the shipped programme, with few draws."""
    request = Request(programme=shipped_programmes()[0], draws=DRAWS)
    record = evaluate_to_record(request, snapshot(), produced_at=NOW)
    return record.to_bytes()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, sealed: bytes) -> Path:
    """One folder with the fictitious decision for all tests: reading it takes longer than many of them."""
    folder = tmp_path_factory.mktemp("decisions")
    (folder / FICTITIOUS).write_bytes(sealed)
    return folder


@pytest.fixture(scope="session")
def nothing_collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def published(settings: Any, shelf: Path, nothing_collected: Path) -> Iterator[Path]:
    """Publish the fictitious decision; a test that changes decision files asks for `platform`."""
    settings.DECISIONS_FOLDER = shelf
    settings.STATIC_ROOT = nothing_collected
    settings.SHOW_COMPONENTS = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    yield shelf
    assert [one.name for one in shelf.iterdir()] == [FICTITIOUS], "use the fixture `platform`"


@pytest.fixture
def platform(published: Path, settings: Any, tmp_path: Path) -> Path:
    """Publish it in a folder of the test's own."""
    folder = tmp_path / "decisions"
    folder.mkdir()
    shutil.copy(published / FICTITIOUS, folder)
    settings.DECISIONS_FOLDER = folder
    return folder


@pytest.fixture
def decision(published: Path) -> Decision:
    found = queries.current()
    assert found is not None
    return found
