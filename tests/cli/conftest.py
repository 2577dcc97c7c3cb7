"""Running the command inside the test, and two decision files that several tests read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from rebond.cli.app import run
from rebond.opendata import Snapshot
from rebond.pipeline import Request, evaluate_to_record
from rebond.record import write_record
from tests.pipeline.conftest import FICTITIOUS, HANGARS, MOMENT

VARIABLES = (
    "REBOND_LANG",
    "REBOND_SNAPSHOT",
    "REBOND_DATA_MIRROR",
    "REBOND_DEBUG",
    "REBOND_KEY_PASSWORD",
)


@dataclass(frozen=True)
class Done:
    """What one command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """The output on one line, with ordinary spaces, so that wrapping does not matter."""
        return " ".join((self.out + " " + self.err).replace("\u202f", " ").split())


Command = Callable[..., Done]


@pytest.fixture
def rebond(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run `rebond` with the given words, in a terminal of 80 columns and no setting of the outside."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")

    def command(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as left:
            run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Done(left.value.code, printed.out, printed.err)

    return command


@pytest.fixture(scope="session")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `shipped.json` and `fictitious.json`, never written to by a test."""
    folder = tmp_path_factory.mktemp("decisions")
    snapshot = Snapshot.shared()
    for name, request in (
        ("shipped", Request("pack_rebond_2020", draws=300)),
        ("fictitious", Request(FICTITIOUS, own_rows=HANGARS, draws=300)),
    ):
        record = evaluate_to_record(request, snapshot, produced_at=MOMENT)
        write_record(folder / f"{name}.json", record)
    return folder


@pytest.fixture
def shipped(decisions: Path) -> Path:
    """A decision on the 149 territories."""
    return decisions / "shipped.json"


@pytest.fixture
def fictitious(decisions: Path) -> Path:
    """A decision of the fictitious programme on invented hangars."""
    return decisions / "fictitious.json"
