"""Decision files on disk: newest first, read once a version, the broken ones named and not shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from rebond.web.decisions import queries
from tests.web.conftest import FICTITIOUS
from tests.web.fictitious import fictitious_file


def test_the_newest_decision_is_the_current_one(platform: Path) -> None:
    newer = fictitious_file(20, seed=3, produced_at="2026-03-01T00:00:00Z")
    (platform / "a.json").write_bytes(newer)
    current = queries.current()
    assert current is not None
    assert len(current.candidates) == 20
    assert len(queries.shelf().decisions) == 2


def test_a_changed_file_is_read_again(platform: Path) -> None:
    before = queries.current()
    (platform / FICTITIOUS).write_bytes(fictitious_file(15, seed=5))
    after = queries.current()
    assert before is not None
    assert after is not None
    assert before.digest != after.digest


def test_a_file_with_one_changed_byte_is_refused_and_named(
    platform: Path, client: Client, db: None
) -> None:
    content = (platform / FICTITIOUS).read_bytes()
    (platform / "change.json").write_bytes(content.replace(b'"seed":7', b'"seed":8', 1))
    shelf = queries.shelf()
    assert [refused.name for refused in shelf.refused] == ["change.json"]
    assert len(shelf.decisions) == 1
    text = client.get("/decisions/").content.decode()
    assert "change.json" in text
    assert "Fichiers refusés" in text


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"body":{}}', b"\xff\xfe"])
def test_an_unreadable_file_never_breaks_a_page(
    platform: Path, client: Client, content: bytes
) -> None:
    (platform / "abime.json").write_bytes(content)
    assert client.get("/").status_code == 200
    assert client.get("/decisions/").status_code == 200


def test_an_empty_folder_says_how_to_fill_it(platform: Path, client: Client) -> None:
    (platform / FICTITIOUS).unlink()
    assert queries.current() is None
    for path in ("/", "/decisions/", "/en/"):
        text = client.get(path).content.decode()
        assert "rebond evaluate" in text
    assert client.get("/recherche/?q=lisieux").status_code == 200


def test_a_recalculation_is_found_by_its_code_but_never_published(platform: Path) -> None:
    content = fictitious_file(12, seed=9)
    folder = platform / queries.RECALCULATIONS
    folder.mkdir()
    (platform / "x.json").write_bytes(content)
    code = next(s.decision.code for s in queries.shelf().decisions if s.path.name == "x.json")
    (platform / "x.json").rename(queries.recalculation_path(code))
    stored = queries.stored_by_code(code)
    assert stored is not None
    assert stored.is_recalculation
    assert [s.decision.code for s in queries.shelf().decisions] != [code]


def test_an_unknown_code_finds_nothing() -> None:
    assert queries.stored_by_code("0" * 12) is None
