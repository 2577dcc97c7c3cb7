"""A database at its limit answers with a clear page and when to come back, never with a stack trace."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from rebond.web.theme import faults

pytestmark = pytest.mark.django_db

handler500 = "rebond.web.theme.views.server_error"
database: dict[str, BaseDatabaseWrapper] = {}


def act(_request: HttpRequest) -> HttpResponse:
    with database["one"].cursor() as cursor:
        cursor.execute("INSERT INTO act VALUES (1)")
    return HttpResponse("fait")


urlpatterns = [path("acte/", act), path("en/acte/", act)]


def opened(url: dict[str, Any]) -> BaseDatabaseWrapper:
    connections.databases["one"] = connections.configure_settings({"default": {}, "one": url})[
        "one"
    ]
    try:
        return connections.create_connection("one")
    finally:
        del connections.databases["one"]


@pytest.fixture
def client(settings: Any) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Path]:
    """A database file whose writing lock somebody else holds."""
    file = tmp_path / "locked.sqlite3"
    with closing(sqlite3.connect(file, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE act (n INTEGER)")
        holder.execute("BEGIN IMMEDIATE")
        database["one"] = opened(
            {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str(file),
                "OPTIONS": {"timeout": 0.01},
            }
        )
        yield file
        database.pop("one").close()
        holder.execute("ROLLBACK")


def test_a_locked_database_is_said_with_when_to_come_back(client: Client, locked: Path) -> None:
    response = client.post("/acte/")
    text = response.content.decode()
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "en entier ou pas du tout" in text
    assert "Traceback" not in text
    assert "locked" not in text


def test_it_is_said_in_english_too_and_a_reading_loses_nothing(
    client: Client, locked: Path
) -> None:
    text = client.get("/en/acte/").content.decode()
    assert '<html lang="en">' in text
    assert 'href="/en/"' in text


def test_a_table_that_is_not_there_is_our_fault_not_the_database_s(
    client: Client, tmp_path: Path
) -> None:
    database["one"] = opened(
        {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "empty.sqlite3")}
    )
    try:
        assert client.post("/acte/").status_code == 500
    finally:
        database.pop("one").close()


@pytest.fixture
def closed_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_an_unreachable_database_is_said_before_any_view_is_reached(
    tmp_path: Path, closed_port: int
) -> None:
    code = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={"host": "localhost"})
client.cookies["sessionid"] = "a" * 32
for method, path in (("get", "/bureau/"), ("post", "/en/bureau/avis/lus/")):
    response = getattr(client, method)(path)
    print(response.status_code, response.headers.get("Retry-After"), "Traceback" in response.text)
print(client.get("/healthz").status_code)
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "rebond.web.settings",
        "REBOND_VAR": str(tmp_path),
        "DATABASE_URL": f"postgres://nobody@127.0.0.1:{closed_port}/none",
    }
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.stdout.split("\n")[:3] == ["503 30 False", "503 30 False", "503"], ran.stderr[-2000:]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("database is locked"), True),
        (OperationalError("database or disk is full"), True),
        (OperationalError("FATAL: sorry, too many clients already"), True),
        (InterfaceError("connection already closed"), True),
        (OperationalError("no such table: journal_entry"), False),
        (ValueError("autre"), False),
        (None, False),
    ],
)
def test_only_what_the_database_may_do_a_moment_later_counts(
    error: BaseException | None, expected: bool
) -> None:
    assert faults.is_database_away(error) is expected
