"""Starting the platform: ready files, a free port, two children that end together."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from rebond.texts import Lang
from rebond.web import serving


@pytest.fixture
def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_taken_port_is_said_with_another_to_try() -> None:
    with closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(serving.PortTaken) as caught:
            serving.refuse_taken_port("127.0.0.1", port)
    assert str(port) in caught.value.message("fr")
    assert f"--port {port + 1}" in caught.value.message("en")
    assert caught.value.exit_code == 2


def test_a_free_port_is_let_go(free_port: int) -> None:
    serving.refuse_taken_port("127.0.0.1", free_port)
    serving.refuse_taken_port("127.0.0.1", free_port)


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(serving.PortTaken):
        serving.refuse_taken_port("192.0.2.1", 8000)


def test_when_one_child_ends_the_other_is_ended(free_port: int) -> None:
    quick = [sys.executable, "-c", "raise SystemExit(3)"]
    slow = [sys.executable, "-c", "import signal; signal.pause()"]
    assert serving.supervise([quick, slow], "127.0.0.1", free_port, lambda _: None) == 1


SLOW_SERVER = """
import http.server, sys, time
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(1.5)
        self.send_response(400)
        self.end_headers()
        self.server.is_done = True
    def log_message(self, *_): ...
server = http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Page)
server.is_done = False
while not server.is_done:
    server.handle_request()
time.sleep(1)
"""


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_address_is_said_once_a_page_answers_and_the_wait_before(
    free_port: int, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    """The port listens at once and answers later, as while the search is prepared."""
    monkeypatch.setattr(serving, "SOON_SECONDS", 0.5)
    server = [sys.executable, "-c", SLOW_SERVER, str(free_port)]
    said: list[str] = []
    serving.supervise([server], "127.0.0.1", free_port, said.append, lang)
    assert said == [serving.PREPARING.of(lang), f"Rebond : http://127.0.0.1:{free_port}/"]


def answer(port: int, path: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as response:
        return response.status, response.read()


@pytest.mark.long(20)
@pytest.mark.django_db
def test_the_platform_answers_and_a_signal_ends_both_children(
    tmp_path: Path, platform: Path, free_port: int
) -> None:
    """Its database was made by migrations; the one of the tests, from the models: they are the same."""
    ours = ("REBOND_", "DJANGO_", "DATABASE_URL")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    code = f"from rebond.web.serving import serve; raise SystemExit(serve('127.0.0.1', {free_port}, workers=1, say=lambda t: print(t, flush=True)))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**clean, "REBOND_VAR": str(tmp_path / "var"), "REBOND_DECISIONS": str(platform)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        if "se prépare" in said:
            said = process.stdout.readline()
        assert said == f"Rebond : http://127.0.0.1:{free_port}/\n"
        assert answer(free_port, "/healthz") == (200, b'{"status": "ok"}')
        status, page = answer(free_port, "/")
        assert status == 200
        assert b"/static/bundle/app." in page
        style = page.split(b'rel="stylesheet" href="')[1].split(b'"')[0].decode()
        assert answer(free_port, style)[0] == 200
        children = _children(process.pid)
        assert len(children) == 2
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        if process.stdout:
            process.stdout.close()
    assert process.returncode == 0
    assert all(not Path(f"/proc/{child}").exists() for child in children)
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(tmp_path / "var" / "rebond.sqlite3")) as migrated:
            made = tables(migrated)
            made.pop("django_migrations")
            assert made == tables(connection.connection)
            assert triggers(migrated) == triggers(connection.connection)


def tables(database: sqlite3.Connection) -> dict[str, set[tuple[str, str, int]]]:
    """Return the columns of each table, with their types and whether they must be given."""
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: {column[1:4] for column in database.execute(f'PRAGMA table_info("{name}")')}
        for (name,) in names
    }


def triggers(database: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the words of each trigger; they name columns in the order in which those were added."""
    found = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: sorted(re.findall(r"\w+", sql)) for name, sql in found}


def _children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(child) for child in listed.split()]
