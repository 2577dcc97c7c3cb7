"""The whole command as a process: exit codes, streams, interruption; every error in words."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rebond import __version__
from rebond.cli.app import in_words
from tests.cli.conftest import VARIABLES, Command

REBOND = [sys.executable, "-m", "rebond.cli"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**kept, "PYTHONUTF8": "1", **more}


def process(
    *arguments: str, stdout: int = subprocess.PIPE, **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*REBOND, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        env=environment(**more),
    )


def test_the_module_is_the_command() -> None:
    done = process("version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{__version__}\n", "")


def test_without_anything_to_do_the_help_is_shown_with_the_code_of_bad_input(
    rebond: Command,
) -> None:
    done = rebond()
    assert (done.code, done.out) == (2, "")
    assert "evaluate" in done.err


@pytest.mark.parametrize(("lang", "said"), [("fr", "Utilisation :"), ("en", "Usage:")])
def test_help_is_one_language_throughout(rebond: Command, lang: str, said: str) -> None:
    done = rebond("--lang", lang, "--help")
    assert done.code == 0
    assert said in done.words
    other = "Show this message" if lang == "fr" else "Afficher cette aide"
    assert other not in done.out
    assert "130" in done.out


def test_an_error_goes_to_the_error_stream_and_leaves_the_output_empty(rebond: Command) -> None:
    done = rebond("evaluate", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Erreur\u202f: ")
    assert rebond("--lang", "en", "evaluate", "nowhere").err.startswith("Error: ")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    head = subprocess.Popen(["head", "-c", "1"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert head.stdin is not None
    done = process("programme", "show", "pack_rebond_2020", stdout=head.stdin.fileno())
    head.stdin.close()
    head.wait()
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_in_words() -> None:
    with Path("/dev/full").open("wb") as full:
        done = process("version", stdout=full.fileno())
    assert done.returncode == 1
    assert "Le système refuse" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let commands hear an interruption: a shell starts what runs in the background deaf to it, children included."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interruption_leaves_with_130(tmp_path: Path, interruptible: None) -> None:
    pipe = tmp_path / "decision.json"
    os.mkfifo(pipe)
    with (
        subprocess.Popen(
            [*REBOND, "verify", str(pipe)],
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        ) as running,
        pipe.open("wb"),
    ):  # opens once the command reads: it is inside its work
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
    assert running.returncode == 130
    assert said == "Interrompu.\n"


def test_letters_that_the_terminal_does_not_have_are_escaped() -> None:
    done = subprocess.run(
        [*REBOND, "evidence", "list", "--format", "json"],
        capture_output=True,
        check=False,
        env=environment(PYTHONUTF8="0", PYTHONIOENCODING="latin-1"),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Établissements".encode("latin-1") in done.stdout
    assert b"\\u2019" in done.stdout  # the French apostrophe


def test_what_nobody_foresaw_asks_to_be_reported() -> None:
    told = in_words(ZeroDivisionError("division by zero"))
    assert told.exit_code == 1
    for lang in ("fr", "en"):
        assert "ZeroDivisionError" in told.message(lang)
        assert "REBOND_DEBUG=1" in told.message(lang)


def test_a_refusal_of_the_system_names_the_file() -> None:
    told = in_words(PermissionError(13, "Permission denied", "/somewhere/d.json"))
    assert told.exit_code == 1
    assert told.where == "/somewhere/d.json"
    assert "l’accès est refusé" in told.message("fr")


def test_the_trace_is_shown_only_when_asked_for(
    rebond: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Traceback" not in rebond("evaluate", "nowhere").err
    monkeypatch.setenv("REBOND_DEBUG", "1")
    done = rebond("evaluate", "nowhere")
    assert "Traceback" in done.err
    assert done.code == 2


def test_what_a_file_says_cannot_act_on_the_terminal(rebond: Command, tmp_path: Path) -> None:
    done = rebond("evaluate", "no\x1b[31mwhere\x07")
    assert "\x1b" not in done.err
    assert "\x07" not in done.err
