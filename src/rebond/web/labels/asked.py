"""Which labelled sites a visitor asks for: a wave, a région, a day; what is not understood is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from rebond.web.labels.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked; empty means all."""

    wave: str
    region: str
    on: date
    is_another_day: bool

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Return the question as parameters of an address."""
        given = [("vague", self.wave), ("region", self.region)]
        if self.is_another_day:
            given.append(("au", self.on.isoformat()))
        return [pair for pair in given if pair[1]]

    @property
    def query(self) -> str:
        """Return the same as the end of an address."""
        return urlencode(self.pairs)


def asked_of(given: Mapping[str, str], today: date) -> Asked:
    """Read a question; a day after today is today."""
    try:
        on = date.fromisoformat(given.get("au", "")[:10])
    except ValueError:
        on = today
    on = min(on, today)
    return Asked(
        wave=given.get("vague", "")[:40],
        region=given.get("region", "")[:3],
        on=on,
        is_another_day=on != today,
    )


def narrowed(rows: Iterable[Outcome], asked: Asked) -> list[Outcome]:
    """Return the rows asked for."""
    return [
        one
        for one in rows
        if (not asked.wave or one.label.wave == asked.wave)
        and (not asked.region or (one.is_named and one.site.region_code == asked.region))
    ]
