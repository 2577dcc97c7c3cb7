"""The house rules that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "rebond"
LONGEST_MODULE = 430
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "misc", "tools"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def files() -> list[Path]:
    try:
        return tracked_files()
    except (OSError, subprocess.CalledProcessError):  # an archive without history
        hidden = {".venv", "node_modules", "var"}
        return [p for p in ROOT.rglob("*") if p.is_file() and not hidden & set(p.parts)]


def test_modules_stay_short(files: list[Path]) -> None:
    suffixes = {".py", ".ts", ".js", ".html", ".scss"}
    long = {
        str(path.relative_to(ROOT)): count
        for path in files
        if path.suffix in suffixes
        and path.parent.name != "migrations"  # written by Django
        and (count := path.read_text(encoding="utf-8").count("\n")) > LONGEST_MODULE
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing(files: list[Path]) -> None:
    named = [str(path.relative_to(ROOT)) for path in files if path.stem in EMPTY_NAMES]
    assert named == []


def test_each_engine_module_has_its_test_file() -> None:
    missing = []
    for module in SOURCE.rglob("*.py"):
        relative = module.relative_to(SOURCE)
        if relative.parts[0] == "web" or module.stem in {"__init__", "__main__"}:
            continue
        mirrored = ROOT / "tests" / relative.parent / f"test_{module.stem.lstrip('_')}.py"
        if not mirrored.exists():
            missing.append(str(relative))
    assert missing == []


def test_decision_records_have_one_number_each_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_lock_files_hold_hashes_and_name_no_host() -> None:
    for lock in (ROOT / "requirements").glob("*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        pinned = re.findall(r"^[a-z0-9][^\s=]*==", text, flags=re.MULTILINE)
        assert pinned, lock.name
        assert text.count("--hash=sha256:") >= len(pinned), lock.name
    npm = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in npm
    assert '"integrity"' in npm


def test_no_reserved_design_system_is_shipped(files: list[Path]) -> None:
    assert [path for path in files if "marianne" in path.name.lower()] == []
    package = (ROOT / "frontend" / "package.json").read_text(encoding="utf-8")
    assert "@gouvfr" not in package


def test_changelog_states_the_effect_on_results_of_each_release() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    releases = re.split(r"^## ", text, flags=re.MULTILINE)[1:]
    assert releases
    assert all("### Effect on results" in release for release in releases)


def test_programmes_are_named_by_data_only() -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in SOURCE.rglob("*.py")
        if re.search(r"pack.?rebond", path.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    ]
    assert naming == []


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement, at any depth; an import is never inside an expression."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.expr):
            yield node
            yield from statements(node)


def test_what_runs_imports_only_what_running_installs() -> None:
    lock = (ROOT / "requirements/runtime.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9._-]+)==", lock, flags=re.MULTILINE))
    homes = metadata.packages_distributions()
    imported = {
        alias.name.split(".")[0] if isinstance(node, ast.Import) else str(node.module).split(".")[0]
        for path in SOURCE.rglob("*.py")
        for node in statements(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level)
        for alias in node.names
    }
    outside = imported - set(sys.stdlib_module_names) - {"rebond"}
    unlocked = {
        name
        for name in outside
        if not {home.lower().replace("_", "-") for home in homes.get(name, ())} & locked
    }
    assert unlocked == set()
