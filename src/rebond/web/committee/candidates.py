"""From filed dossiers to the rows that the engine evaluates: where each stands, and the facts it states.

Nothing is invented on the way: an answer that is blank, not asked or unreadable is left out, and a point that
is not near the commune of its dossier gives way to the commune, which is said.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from rebond.errors import RebondError
from rebond.evidence import load_indicators
from rebond.pipeline.own_candidates import policy_facts
from rebond.programme import Measure
from rebond.programme.answers import is_asked
from rebond.programme.forms import walk_fields
from rebond.territory import Atlas, PlaceKey
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.dossiers.places import communes_in, name_field

CENTS = 100
LARGEST = 10**15
"""An answer beyond it is no measure of a site; it must not stop the evaluation of the others."""
DIGITS = 5
LONGEST_TITLE = 160
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
NUMBERS = frozenset({"integer", "decimal", "money"})


@dataclass(frozen=True, slots=True)
class Entered:
    """One dossier as a row; `place` says what it is read at: ``point``, ``commune``, or ``commune_far``."""

    dossier: str
    filing: int
    row: dict[str, str]
    place: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One dossier that the engine does not see, and why: ``ineligible`` (with its gates) or ``no_place``."""

    dossier: str
    why: str
    gates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """Everyone: those who compete, in order, and those left out."""

    entered: tuple[Entered, ...] = ()
    left_out: tuple[LeftOut, ...] = field(default=())

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of those who compete, as the engine reads them."""
        return [one.row for one in self.entered]

    def references(self) -> dict[str, str]:
        """Return the dossier of each candidate id of the record."""
        return {f"own:{number}": one.dossier for number, one in enumerate(self.entered, start=1)}


def rows(
    dossiers: Iterable[Dossier],
    filings: Mapping[int, Filing],
    measure: Measure,
    atlas: Atlas,
    *,
    judged: bool = True,
    corrected: Mapping[str, Sequence[str]] | None = None,
) -> Field:
    """Return the eligible dossiers as rows, ordered by reference so that the same field gives the same bits.

    Parameters
    ----------
    dossiers : iterable of Dossier
    filings : mapping of dossier key to Filing
        What each filed last.
    measure : Measure
        Whose gates, rules and grid say what is looked at; its form says how answers are written.
    atlas : Atlas
    judged : bool, default True
        Whether the answer of the gates on the filing day holds; under other gates, the engine judges alone.
    corrected : mapping, optional
        Communes that the national team put in the place of those filed, by reference; those of today by default.
    """
    reading = _Reading(measure, atlas)
    entered: list[Entered] = []
    left_out: list[LeftOut] = []
    for dossier in sorted(dossiers, key=lambda one: one.reference):
        if judged and dossier.eligibility == "no":
            left_out.append(
                LeftOut(dossier.reference, "ineligible", tuple(gate_ids(dossier.failed_gates)))
            )
            continue
        filing = filings.get(dossier.pk)
        corrections = (
            dossier.corrected_communes
            if corrected is None
            else corrected.get(dossier.reference, ())
        )
        row, place = reading.row(dossier, filing.answers if filing else {}, corrections)
        if not place or filing is None:
            left_out.append(LeftOut(dossier.reference, "no_place"))
            continue
        entered.append(Entered(dossier.reference, filing.number, row, place))
    return Field(tuple(entered), tuple(left_out))


def named(title: str, reference: str) -> str:
    """Return the name of a candidate: its title without what cannot be seen, and its unmistakable reference."""
    seen = "".join(" " if unicodedata.category(letter) in UNSEEN else letter for letter in title)
    short = " ".join(seen.split())[:LONGEST_TITLE].strip()
    return f"{short} [{reference}]" if short else f"[{reference}]"


def gate_ids(failed: Any) -> Iterable[str]:
    """Return the ids of failed gates, kept as ids or as objects that name one."""
    for one in failed or ():
        yield str(one.get("gate", "")) if isinstance(one, dict) else str(one)


class _Reading:
    """How one measure's form is read into cells."""

    def __init__(self, measure: Measure, atlas: Atlas) -> None:
        form = tuple(walk_fields(measure.form.fields)) if measure.form is not None else ()
        self.atlas, self.form = atlas, measure.form
        self.kinds = {one.id: one.type for one in form}
        self.facts = policy_facts(measure)
        self.name = name_field(measure.form) if measure.form is not None else None
        weighed = measure.grid.indicators if measure.grid is not None else ()
        catalogue = load_indicators()
        self.given = {
            one.id: catalogue[one.fills_from]
            for one in form
            if one.type in NUMBERS and one.fills_from in weighed
        }

    def row(
        self, dossier: Dossier, answers: Mapping[str, Any], corrected: Sequence[str]
    ) -> tuple[dict[str, str], str]:
        """Return the cells of one dossier and what its place is read at; no place, no row."""
        title = answers.get(self.name) if self.name else None
        row = {"name": named(title if isinstance(title, str) else dossier.title, dossier.reference)}
        codes = self._communes(dossier, answers, corrected)
        if not codes:
            return {}, ""
        point = self._point(answers)
        near = self._near(point) if point is not None else ()
        held = next((code for code in codes if code in near), None)
        row["insee"] = held or codes[0]
        place = "commune"
        if point is not None and held is not None:
            row |= {"lon": f"{point[0]:.{DIGITS}f}", "lat": f"{point[1]:.{DIGITS}f}"}
            place = "point"
        elif point is not None:
            place = "commune_far"
        for name, kind in self.facts.items():
            cell = self._cell(self._asked(answers, name), self.kinds.get(name), kind)
            if cell:
                row[name] = cell
        for name, indicator in self.given.items():
            number = _number(self._asked(answers, name), self.kinds[name])
            least, most = indicator.minimum, indicator.maximum
            is_inside = number is not None and not (
                (least is not None and number < Decimal(str(least)))
                or (most is not None and number > Decimal(str(most)))
            )
            if is_inside:
                row[indicator.id] = str(number)
        return row, place

    def _asked(self, answers: Mapping[str, Any], name: str) -> Any:
        """Return an answer, unless another answer makes its question not asked."""
        if answers.get(name) is None or name not in self.kinds:
            return None
        return answers[name] if is_asked(self.form, answers, name) else None

    def _communes(
        self, dossier: Dossier, answers: Mapping[str, Any], corrected: Sequence[str]
    ) -> list[str]:
        """Return the communes of a dossier as they are today, the first named first.

        Those that the national team corrected stand before those filed, and those filed before what the
        dossier's row says, which only an old filing without communes needs.
        """
        written = list(corrected) or self._written(answers)
        if not written and dossier.commune_code:
            written = [dossier.commune_code]
        found = []
        for code in dict.fromkeys(written):
            try:
                found.append(self.atlas.resolve_commune(code).code)
            except RebondError:
                continue
        return list(dict.fromkeys(found))

    def _written(self, answers: Mapping[str, Any]) -> list[str]:
        named_in = communes_in(self.form, answers) if self.form is not None else []
        return [one for one in named_in if isinstance(one, str)]

    def _point(self, answers: Mapping[str, Any]) -> tuple[float, float] | None:
        """Return the point or the centroid of the first place drawn."""
        for name, kind in self.kinds.items():
            drawn = answers.get(name) if kind == "geometry" else None
            if not isinstance(drawn, Mapping):
                continue
            try:
                centre = shape(drawn.get("geometry") or drawn).centroid
            except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
                continue
            if not centre.is_empty:
                return round(centre.x, DIGITS), round(centre.y, DIGITS)
        return None

    def _near(self, point: tuple[float, float]) -> tuple[str, ...]:
        """Return the communes near a point; none for a point where no commune is."""
        try:
            found = self.atlas.find_point(*point)
        except RebondError:
            return ()
        return tuple(one.place.key.code for one in found.matches if _is_commune(one.place.key))

    def _cell(self, value: Any, field_kind: str | None, wanted: str) -> str:
        """Write one answer as the engine reads it; empty when it says nothing usable."""
        if wanted == "boolean":
            return {True: "oui", False: "non"}.get(value, "") if isinstance(value, bool) else ""
        if wanted == "number":
            number = _number(value, field_kind)
            return "" if number is None else str(number)
        return value.strip() if isinstance(value, str) else ""


def _is_commune(key: PlaceKey) -> bool:
    return key.kind == "commune"


def _number(value: Any, field_kind: str | None) -> Decimal | None:
    """Read a number of a form exactly; an amount is kept in cents and evaluated in euros."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= LARGEST:
        return None
    return number / CENTS if field_kind == "money" else number
