"""The last readings of rules that are presumed to hold still."""

from __future__ import annotations

import datetime
from typing import Any

from rebond.aid.last_read import LastRead, last_read, span_text
from rebond.programme.dated import Period

OPEN: dict[str, Any] = {
    "status": "unknown",
    "looked_for": {"fr": "La fin", "en": "The end"},
    "sources": ("S1",),
}


def read(**seen: Any) -> Period[int]:
    return Period[int].model_validate({"value": 1, "valid_from": OPEN, "valid_to": OPEN, **seen})


def test_the_earliest_and_the_latest_are_told_as_their_sources_give_them() -> None:
    found = last_read(
        [read(seen_in="2023"), read(seen_on=datetime.date(2020, 7, 20)), read(seen_in="2021-12")]
    )
    assert found == LastRead("2020-07-20", "2023")
    assert found.condition.fr == (
        "si les règles lues pour la dernière fois entre le 20 juillet 2020 et 2023 valent encore"
    )
    assert last_read([]) is None


def test_one_reading_is_one_day_month_or_year() -> None:
    said = [
        found.condition.fr
        for one in (
            read(seen_on=datetime.date(2020, 7, 1)),
            read(seen_in="2021-12"),
            read(seen_in="2023"),
        )
        if (found := last_read([one]))
    ]
    assert said == [
        f"si la règle lue pour la dernière fois {when} vaut encore"
        for when in ("le 1er juillet 2020", "en décembre 2021", "en 2023")
    ]
    assert span_text(datetime.date(2020, 7, 1)) == span_text("2020-07-01")
