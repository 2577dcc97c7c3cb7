"""A sheet is typeset once while it says the same; who asks for ever new ones waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from rebond.web.theme import sheets
from rebond.web.theme.sheets import Sheet

WHERE = "/territoires/region:28/fiche.pdf"


@pytest.fixture
def typeset(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Sheet]]:
    asked: list[Sheet] = []

    def count(sheet: Sheet) -> bytes:
        asked.append(sheet)
        return b"%PDF-" + sheet.body.encode()

    monkeypatch.setattr(sheets, "_typeset", count)
    sheets.forget()
    yield asked
    sheets.forget()


def test_the_same_words_of_the_same_day_are_typeset_once(
    db: None, typeset: list[Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sheets.RATES, "sheet", "4/m/ip")
    client = Client()
    first = [client.get(WHERE) for _ in range(6)]
    assert {one.status_code for one in first} == {200}
    assert len({one.content for one in first}) == len(typeset) == 1
    # Another day, another language, another place: typeset anew, so many times a minute.
    others = [f"/en{WHERE}", f"{WHERE}?date=2020-01-01", "/territoires/region:32/fiche.pdf"]
    assert [client.get(one).status_code for one in others] == [200] * 3
    assert len(typeset) == 4
    refused = client.get("/territoires/region:11/fiche.pdf")
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "public" not in refused.get("Cache-Control", "")
    assert client.get(WHERE).status_code == 200
    assert len(typeset) == 4


def test_what_is_kept_does_not_grow_without_end(
    typeset: list[Sheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_KEPT", 2)
    made = [Sheet(sheets.Path("x.typ"), {"n": n}, sheets.date(2031, 6, 2)) for n in range(3)]
    for one in (*made, made[2], made[0]):
        sheets.pdf(one)
    assert [one.said["n"] for one in typeset] == [0, 1, 2, 0]
    assert len(sheets._kept) == 2
