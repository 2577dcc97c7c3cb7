"""The pages on the command say what there is, and what they tell to type works as they say."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from rebond.cli.app import build_app
from rebond.errors import BadInput, BrokenData, NotReproduced
from tests.cli.conftest import VARIABLES, Command

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
PAGES = ("tutorial/first-decision.md", "how-to/own-candidates.md", "how-to/verify-and-sign.md")


def commands(node: Any, path: tuple[str, ...] = ("rebond",)) -> Iterator[tuple[str, Any]]:
    """Yield every command of the tree that does something, with its name."""
    inner = getattr(node, "commands", None)
    if inner is None:
        yield " ".join(path), node
        return
    for name, one in inner.items():
        yield from commands(one, (*path, name))


TREE = dict(commands(typer.main.get_command(build_app("en"))))


def section(name: str) -> str:
    found = re.search(
        rf"^### {re.escape(name)}\n(.*?)(?=^##|\Z)", REFERENCE, re.DOTALL | re.MULTILINE
    )
    assert found, f"{name} has no heading in docs/reference/cli.md"
    return found[1]


# The reference


def test_every_heading_is_a_command() -> None:
    told = re.findall(r"^### (rebond .*)$", REFERENCE, flags=re.MULTILINE)
    assert sorted(told) == sorted(TREE)


@pytest.mark.parametrize("name", sorted(TREE))
def test_every_argument_and_option_is_told_and_no_other(name: str) -> None:
    parameters = [one for one in TREE[name].params if one.name not in {"help", "lang"}]
    real = {
        written
        for one in parameters
        for written in ([one.name] if one.param_type_name == "argument" else one.opts)
    }
    rows = re.findall(r"^\| (`[^|]*?`) \|", section(name), flags=re.MULTILINE)
    assert {word for row in rows for word in re.findall(r"`([^`]*)`", row)} == real


@pytest.mark.parametrize("name", sorted(TREE))
def test_defaults_are_those_of_the_command(name: str) -> None:
    for one in TREE[name].params:
        default = one.default
        if isinstance(default, bool) or not isinstance(default, int):
            continue
        row = next(line for line in section(name).splitlines() if f"`--{one.name}`" in line)
        assert row.rsplit("|", 2)[1].strip().split(":")[0].replace(",", "") == str(default)


def test_every_option_has_help_in_both_languages() -> None:
    french = dict(commands(typer.main.get_command(build_app("fr"))))
    assert set(french) == set(TREE)
    for name, command in TREE.items():
        assert command.help != french[name].help
        for one, same in zip(command.params, french[name].params, strict=True):
            if one.name == "how":
                continue  # `--format` of other rooms names its three values itself
            assert one.help
            assert one.help != same.help, (name, one.name)


def test_exit_codes_are_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", REFERENCE, flags=re.MULTILINE)}
    raised = {kind.exit_code for kind in (BadInput, BrokenData, NotReproduced)}
    assert told == {0, 1, 130} | raised


def test_environment_variables_are_told() -> None:
    told = set(re.findall(r"^\| `(REBOND_[A-Z_]+)` \|", REFERENCE, flags=re.MULTILINE))
    assert told == set(VARIABLES)


# The tutorial and the how-tos


def blocks(page: str) -> list[tuple[str, str]]:
    """Return the shell blocks of a page, each with the output that is told after it."""
    text = (DOCS / page).read_text(encoding="utf-8")
    fences = re.findall(r"^```(\w+)\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    found: list[tuple[str, str]] = []
    for kind, content in fences:
        if kind == "sh":
            found.append((content, ""))
        elif kind == "text":
            found[-1] = (found[-1][0], content)
    return found


class Shell:
    """Runs the lines of a page: `rebond` inside the test, which is quick, the others in a shell."""

    def __init__(self, rebond: Command, patch: pytest.MonkeyPatch) -> None:
        self.rebond = rebond
        self.patch = patch

    def __call__(self, block: str) -> str:
        lines = block.replace("\\\n", " ").strip().splitlines()
        return "\n".join(self.line(line) for line in lines)

    def line(self, line: str) -> str:
        exported = re.fullmatch(r"export (\w+)=(.*)", line)
        if exported:
            self.patch.setenv(exported[1], shlex.split(exported[2])[0])
            return ""
        if not line.startswith("rebond "):
            return self.in_shell(line)
        written, fails = line.removesuffix(' || echo "exit code $?"'), line.endswith('$?"')
        written, _, target = written.partition(" > ")
        done = self.rebond(*shlex.split(written)[1:])
        if target:
            Path(target).write_text(done.out, encoding="utf-8")
        assert (done.code != 0) == fails, done.err
        return f"{done.words} exit code {done.code}"

    def in_shell(self, line: str) -> str:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", line],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PATH": path},
        )
        return done.stdout + done.stderr


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_tells_to_type_works_as_it_says(
    page: str, rebond: Command, shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if page.endswith("sign.md") and shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    shutil.copy(DOCS / "tutorial" / "candidates.csv", tmp_path)
    if not page.startswith("tutorial"):
        shutil.copy(shipped, tmp_path / "decision.json")
    monkeypatch.chdir(tmp_path)
    shell = Shell(rebond, monkeypatch)
    found = blocks(page)
    assert found
    for block, told in found:
        output = " ".join(shell(block).replace("\u202f", " ").split())
        for line in told.splitlines():
            assert " ".join(line.split()) in output, block


def test_a_refused_file_is_told_as_it_is(rebond: Command, tmp_path: Path) -> None:
    page = (DOCS / "how-to" / "own-candidates.md").read_text(encoding="utf-8")
    told = re.search(r"^Error: mine\.csv: (.*?)^```", page, flags=re.DOTALL | re.MULTILINE)
    assert told
    file = tmp_path / "mine.csv"
    file.write_text(
        "name,insee,lon,lat,port_km\nA,1004,,,\nB,14366,,,NaN\nC,,48.85,2.35,\n", encoding="utf-8"
    )
    done = rebond("evaluate", "pack_rebond_2020", "--candidates", file, "--k", 1, "--lang", "en")
    assert done.code == 2
    assert done.err == f"Error: mine.csv: {told[1]}"


def test_invented_candidates_are_labelled_so() -> None:
    lines = (DOCS / "tutorial" / "candidates.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert all("(fictitious)" in line for line in lines)
