from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from rebond.procedure.errors import SiteInvalid
from rebond.procedure.examples import shipped_example
from rebond.procedure.plan_errors import UnknownExample
from rebond.web.procedures.asking import Question, question_of
from rebond.web.procedures.errors import FileTooLarge, NothingSent

CONTENT = shipped_example("friche_fictive").content


def posted(**data: Any) -> Question:
    return question_of(RequestFactory().post("/", data))


def asked(query: str) -> Question:
    return question_of(RequestFactory().get(f"/?{query}"))


def file(content: bytes, name: str = "site.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_example_is_read_from_its_name() -> None:
    found = asked(
        "exemple=le_carnet&au=2026-11-21&souhaite=2031-01-01&fait=depollution&fait=demolition"
    )
    assert found.is_example
    assert found.read.site.id == "le-carnet"
    assert found.as_of == datetime.date(2026, 11, 21)
    assert found.hoped_for == datetime.date(2031, 1, 1)
    assert found.done == {"depollution", "demolition"}
    assert found.faults == ()


def test_a_text_and_a_file_say_the_same() -> None:
    text = posted(description=CONTENT)
    from_file = posted(fichier=file(CONTENT.encode()))
    assert text.read.site == from_file.read.site
    assert (
        text.read.digest == from_file.read.digest == shipped_example("friche_fictive").read.digest
    )
    assert from_file.content == CONTENT
    assert not text.is_example


def test_lines_of_windows_and_a_byte_order_mark_change_nothing() -> None:
    text = posted(description=CONTENT.replace("\n", "\r\n"))
    assert text.content == CONTENT
    marked = posted(fichier=file(b"\xef\xbb\xbf" + CONTENT.encode()))
    assert marked.read.digest == text.read.digest
    assert marked.content == CONTENT


def test_the_day_hoped_for_is_the_sites_own_unless_another_is_given() -> None:
    assert posted(description=CONTENT).hoped_for == datetime.date(2029, 12, 31)
    other = posted(description=CONTENT, souhaite="2032-02-29")
    assert other.hoped_for == datetime.date(2032, 2, 29)


def test_a_wrong_day_is_named_and_the_rest_is_answered() -> None:
    found = posted(description=CONTENT, au="demain", souhaite="2031-02-30")
    assert len(found.faults) == 2
    assert all("AAAA-MM-JJ" in fault for fault in found.faults)


def test_assumptions_are_kept_as_typed() -> None:
    found = posted(description=CONTENT, **{"h.contested.chance": " 25 ", "h.works.low": "x" * 500})
    assert found.numbers == {"contested.chance": "25", "works.low": "x" * 20}


@pytest.mark.parametrize("data", [{}, {"description": "  \n "}, {"exemple": ""}])
def test_nothing_sent_is_said(data: dict[str, str]) -> None:
    with pytest.raises(NothingSent):
        posted(**data)


def test_an_unknown_example_is_refused() -> None:
    with pytest.raises(UnknownExample):
        asked("exemple=../../etc/passwd")


def test_a_file_that_is_too_large_says_its_size() -> None:
    with pytest.raises(FileTooLarge) as caught:
        posted(fichier=file(b"a" * 70_000))
    assert caught.value.size == 70_000
    assert "69" in caught.value.message("fr")
    assert "64 KiB" in caught.value.message("en")


HOSTILE = {
    "binary": bytes(range(256)) * 8,
    "utf-16": CONTENT.encode("utf-16"),
    "nul": b"a: \x00",
    "zip": b"PK\x03\x04" + b"\x00" * 64,
    "billion laughs": b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
    "tag": b'!!python/object/apply:os.system ["id"]',
    "deep": b"[" * 5000,
    "deep keys": b"".join(b" " * n + b"a:\n" for n in range(60)),
    "merge": b"a: &a {x: 1}\nb: {<<: *a}\n",
    "two documents": CONTENT.encode() + b"\n---\na: 1\n",
    "twice": CONTENT.encode() + b"\nid: other\n",
    "bidi": CONTENT.replace("Friche", "Fri\u202eche").encode(),
    "a list": b"- 1\n- 2\n",
    "a number": b"42",
    "html": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "json list": b"[1, 2]",
    "huge number": CONTENT.replace("high: 420", "high: 1" + "0" * 40).encode(),
    "not a number": CONTENT.replace("high: 420", "high: .nan").encode(),
    "negative": CONTENT.replace("low: 150", "low: -150").encode(),
    "unknown task": CONTENT.replace("etude_impact:", "etude_lune:").encode(),
    "unknown key": CONTENT.replace("communes:", "comunes:").encode() + b"\nbudget: 3\n",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_place(content: bytes) -> None:
    with pytest.raises(SiteInvalid) as caught:
        posted(fichier=file(content))
    assert caught.value.problems
    assert all(problem.where.startswith("site.yaml") for problem in caught.value.problems)
    for lang in ("fr", "en"):
        assert all(problem.what.of(lang) for problem in caught.value.problems)  # type: ignore[arg-type]
