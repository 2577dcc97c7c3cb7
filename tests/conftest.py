"""What every test with a database shares."""

from __future__ import annotations

import contextlib
import gc
import os
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests.web.browsing import KEPT

# How long an example takes says more of what else the machine does than of us. A check of a commit draws the
# same examples each time, so that it fails for what the commit changes: more of them would find nothing more the
# next day. `explore` draws others, and more (CONTRIBUTING.md).
hypothesis_settings.register_profile("explore", deadline=None, max_examples=200)
hypothesis_settings.register_profile("same", deadline=None, derandomize=True, max_examples=40)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure(config: pytest.Config) -> None:
    """Have workers take up tests in the order given below, not the largest group first."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Have every other worker bring the modules of tests from the last one on.

    Where none is compiled yet, each worker would compile all of them; so each reads what the other wrote.
    """
    config = session.config
    worker = getattr(config, "workerinput", {}).get("workerid", "gw0")
    if int(worker.removeprefix("gw")) % 2 == 0:
        return
    asked = {config.invocation_params.dir / one.split("::")[0] for one in config.args}
    for path in sorted({module for one in asked for module in modules(one)}, reverse=True):
        # What is wrong with a module, or why it is skipped, is told when it is collected.
        with contextlib.suppress(Exception, pytest.skip.Exception):
            import_module(".".join(path.relative_to(config.rootpath).with_suffix("").parts))


def modules(path: Path) -> list[Path]:
    return [path] if path.is_file() else list(path.rglob("test_*.py"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first, so that no worker ends alone, and beside each other those in the browser.

    A worker takes up a whole file (`--dist loadfile`): what a module makes once is then made once, not once a worker.
    """

    def length(one: pytest.Item) -> float:
        mark = one.get_closest_marker("long")
        return float(mark.args[0]) if mark else float(is_in_browser(one))

    items.sort(key=length, reverse=True)


def is_in_browser(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if not is_in_browser(item):
        KEPT.close()


def pytest_collection_finish() -> None:
    """Look no more for garbage among modules and thousands of collected tests: they live until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pytest_sessionfinish() -> None:
    KEPT.close()


@pytest.fixture(scope="session", autouse=True)
def heads_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have tests look for heads of the journal in a folder of theirs.

    Those that a platform run from this clone has kept (`make run`) are not of the journals of the tests, which
    would seem cut.
    """
    settings.JOURNAL_HEADS = tmp_path_factory.mktemp("journal") / "heads"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file, as in service: in memory, two requests at once lock tables."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        folder = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")
