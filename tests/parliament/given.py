"""Files of these tests, every name in them fictitious, and the seed question where it is at hand."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from rebond.opendata import Snapshot
from rebond.parliament.question import Chamber, WrittenQuestion
from rebond.territory import Atlas

FILES = Path(__file__).parent / "files"
SEED = Path(__file__).resolve().parents[3] / "shared" / "seeds" / "000_2cea2fac6f71dd3d.txt"


def content(name: str) -> bytes:
    return (FILES / name).read_bytes()


def text(name: str = "question.txt") -> str:
    return content(name).decode()


def asked(**more: object) -> WrittenQuestion:
    given = {"published_on": date(2020, 8, 11), **more}
    return WrittenQuestion(Chamber.ASSEMBLEE, 31804, 15, **given)  # type: ignore[arg-type]


@cache
def atlas() -> Atlas:
    return Atlas.shared(Snapshot.shared())
