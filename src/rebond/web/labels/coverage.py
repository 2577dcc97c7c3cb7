"""How much of each announced wave this registry knows: what is absent here is not absent in the country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.web.labels.models import Label

ANNOUNCED = Path(__file__).parent / "waves.yaml"


@dataclass(frozen=True, slots=True)
class Wave:
    """One announced wave; `complete` gives the published count of the régions known whole, by code."""

    measure_id: str
    number: str
    announced_on: date
    official_total: int
    complete: Mapping[str, int]
    title: Text
    programme_id: str = ""
    """The shipped programme that announced the wave; empty when none did."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many labels of a wave stand here, of how many announced."""

    wave: Wave
    known: int
    complete_regions: tuple[str, ...]
    """Codes of the régions where as many rows stand here as were announced."""

    @property
    def missing(self) -> int:
        """How many announced labels are not here."""
        return max(0, self.wave.official_total - self.known)


@cache
def announced_waves() -> tuple[Wave, ...]:
    """Return the announced waves, oldest first."""
    rows = yaml.safe_load(ANNOUNCED.read_text(encoding="utf-8"))
    return tuple(
        Wave(
            measure_id=row["measure"],
            number=row["wave"],
            announced_on=row["announced_on"],
            official_total=row["official_total"],
            complete=row["complete"],
            title=Text(row["title"]["fr"], row["title"]["en"]),
            programme_id=row.get("programme", ""),
        )
        for row in rows
    )


def coverage(labels: Iterable[Label]) -> tuple[Coverage, ...]:
    """Compare the labels of real sites with what was announced, wave by wave.

    A région counts as whole only while as many of its labels stand here as its source counts.
    """
    by_wave: Counter[tuple[str, str]] = Counter()
    by_region: Counter[tuple[str, str, str]] = Counter()
    for one in labels:
        if not one.site.is_fictitious:
            by_wave[one.measure_id, one.wave] += 1
            by_region[one.measure_id, one.wave, one.site.region_code] += 1
    return tuple(
        Coverage(
            wave=wave,
            known=by_wave[wave.measure_id, wave.number],
            complete_regions=tuple(
                code
                for code, count in wave.complete.items()
                if by_region[wave.measure_id, wave.number, code] == count
            ),
        )
        for wave in announced_waves()
    )
