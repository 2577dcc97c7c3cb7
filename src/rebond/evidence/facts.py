"""Values of indicators at places: known, missing or not applicable, each with its origin."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from rebond.evidence.errors import PlaceNotEvaluated, UnknownIndicator, UnusableValue
from rebond.texts import Text, number, verbatim

if TYPE_CHECKING:
    from rebond.evidence.as_of import AsOfState, Choice
    from rebond.evidence.catalogue import Indicator
    from rebond.evidence.distances import FloatArray, IntArray
    from rebond.evidence.places import Point
    from rebond.territory import PlaceKey

StatusArray = NDArray[np.uint8]
Status = Literal["known", "missing", "not_applicable"]

KNOWN, MISSING, NOT_APPLICABLE = 0, 1, 2
STATUSES: tuple[Status, ...] = ("known", "missing", "not_applicable")

OWN_DATASET = "own"
"""Name that stands for the dataset of a value that the user gave."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value at one place, with its origin.

    Parameters
    ----------
    status : {"known", "missing", "not_applicable"}
    value, low, high : float or None
        In `unit`; None unless known.
    unit : str
    dataset : str
        Tables it comes from, ``own`` for a user's own value; empty when no data exist.
    vintage : Text
    note : Text
        How it was found, or why it is not there.
    is_upper_bound : bool
        Whether the value is only the largest that it can be; never so of a value that the user gave. `low` is then
        what the evaluation takes, not a bound of what is described.
    """

    status: Status
    value: float | None
    low: float | None
    high: float | None
    unit: str
    dataset: str
    vintage: Text
    note: Text
    is_upper_bound: bool = False


@dataclass(frozen=True, slots=True)
class OwnValue:
    """A value that the user gives in place of what the data say.

    Parameters
    ----------
    value : float or None
        In the unit of the indicator; None only when not applicable.
    low, high : float, optional
        Bounds around `value`; by default the value itself.
    source : str
        Where it comes from, in the user's words.
    observed_on : date, optional
        Day that the value describes.
    not_applicable : bool
        True when the indicator has no meaning at the place; `source` then says why.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    source: str = ""
    observed_on: date | None = None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Values of m indicators at n places as of a date.

    Parameters
    ----------
    places : tuple, length n
    indicators : tuple of Indicator, length m
    choices : tuple of Choice, length m
        Which vintage was used, or why none.
    as_of : date
    allow_later : frozenset of str
        Indicators for which a later vintage was asked for.
    value, low, high : arrays, shape (n, m), float64; NaN where there is no value
    status : array, shape (n, m), uint8: 0 known, 1 missing, 2 not applicable
    reason : array, shape (n, m), int64 index into ``reasons[indicator]``
    reasons : tuple of tuples of Text
    members : array, shape (n,), int64
        Number of communes behind a perimeter; 0 for a commune or a point.
    covered : array, shape (n, m), float64 in [0, 1]
        Share of the perimeter's population whose communes have a value.
    remarks : tuple of Text, length n
        What is to be known of the place itself (the commune in which a point was put).
    own : mapping of (row, column) to OwnValue
        Values that the user gave.
    """

    places: tuple[PlaceKey | Point, ...]
    indicators: tuple[Indicator, ...]
    choices: tuple[Choice, ...]
    as_of: date
    allow_later: frozenset[str]
    value: FloatArray
    low: FloatArray
    high: FloatArray
    status: StatusArray
    reason: IntArray
    reasons: tuple[tuple[Text, ...], ...]
    members: IntArray
    covered: FloatArray
    remarks: tuple[Text, ...]
    own: Mapping[tuple[int, int], OwnValue] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for array in (self.value, self.low, self.high, self.status, self.reason, self.covered):
            array.setflags(write=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers of the indicators, in the order of the columns."""
        return tuple(indicator.id for indicator in self.indicators)

    @property
    def dataset(self) -> tuple[str, ...]:
        """Tables behind each indicator."""
        return tuple(choice.dataset for choice in self.choices)

    @property
    def vintage(self) -> tuple[Text, ...]:
        """Vintage of each indicator."""
        return tuple(choice.vintage for choice in self.choices)

    @property
    def as_of_state(self) -> tuple[AsOfState, ...]:
        """How each indicator stands to the date."""
        return tuple(choice.state for choice in self.choices)

    def column(self, indicator: str) -> int:
        """Return the column of an indicator or raise `UnknownIndicator`."""
        try:
            return self.ids.index(indicator)
        except ValueError:
            raise UnknownIndicator(indicator, self.ids) from None

    def row(self, place: int | PlaceKey | Point | str) -> int:
        """Return the row of a place, given as itself, as text or as its row.

        Raises
        ------
        PlaceNotEvaluated
            When no place, or more than one, is so named.
        """
        if isinstance(place, int):
            if 0 <= place < len(self.places):
                return place
            raise PlaceNotEvaluated(str(place), len(self.places))
        rows = [row for row, one in enumerate(self.places) if str(one) == str(place)]
        if len(rows) != 1:
            raise PlaceNotEvaluated(str(place), len(self.places))
        return rows[0]

    def fact(self, row: int, column: int) -> Fact:
        """Return one value with its origin.

        Parameters
        ----------
        row : int in [0, n)
        column : int in [0, m)

        Returns
        -------
        Fact
        """
        indicator, choice = self.indicators[column], self.choices[column]
        is_known = self.status[row, column] == KNOWN
        own = self.own.get((row, column))
        return Fact(
            status=STATUSES[int(self.status[row, column])],
            value=float(self.value[row, column]) if is_known else None,
            low=float(self.low[row, column]) if is_known else None,
            high=float(self.high[row, column]) if is_known else None,
            unit=indicator.unit,
            dataset=choice.dataset if own is None else OWN_DATASET,
            vintage=choice.vintage if own is None else _observed(own),
            note=self._note(row, column),
            is_upper_bound=bool(is_known and own is None and indicator.is_upper_bound),
        )

    def why(self, place: int | PlaceKey | Point | str, indicator: str) -> Text:
        """Say in one or two sentences how a value was found, or why it is not there.

        Raises
        ------
        PlaceNotEvaluated, UnknownIndicator
        """
        return self._note(self.row(place), self.column(indicator))

    def _note(self, row: int, column: int) -> Text:
        own = self.own.get((row, column))
        if own is not None:
            return _own_note(own, self.as_of)
        reason = self.reasons[column][int(self.reason[row, column])]
        if self.status[row, column] != KNOWN:
            return _joined(_sentence(reason), self.remarks[row])
        parts = [self.indicators[column].definition]
        if self.members[row]:
            parts.append(self._spread(row, column))
        if reason.fr:
            parts.append(reason)
        parts.append(self.remarks[row])
        return _joined(*(_sentence(part) for part in parts))

    def _spread(self, row: int, column: int) -> Text:
        digits = self.indicators[column].digits
        bounds = self.low[row, column], self.high[row, column]
        low, high = (
            Text(number(float(one), "fr", digits=digits), number(float(one), "en", digits=digits))
            for one in bounds
        )
        share = math.floor(100 * float(self.covered[row, column]))
        return Text(
            "Médiane des {count} communes du périmètre, pondérée par leur population\u202f; bornes à 5 et "
            "95\u202f% de la population\u202f: {low} et {high}\u202f; valeur connue pour {share}\u202f% de la population.",
            "Median of the perimeter's {count} communes, weighted by population; bounds at 5 and 95% "
            "of the population: {low} and {high}; value known for {share}% of the population.",
        ).filled(count=int(self.members[row]), low=low, high=high, share=share)

    def with_values(
        self,
        given: Mapping[int | str, Mapping[str, float | OwnValue]],
    ) -> Evidence:
        """Return the same evidence with a user's own values in place of those of the data.

        Parameters
        ----------
        given : mapping of place (row, or place as text) to a mapping of indicator to value
            A plain number is a value without bounds.

        Returns
        -------
        Evidence

        Raises
        ------
        PlaceNotEvaluated, UnknownIndicator
            When a place or an indicator is not among those evaluated.
        UnusableValue
            For NaN, infinities, values out of the indicator's range, or bounds out of order.
        """
        value, low, high = self.value.copy(), self.low.copy(), self.high.copy()
        status, own = self.status.copy(), dict(self.own)
        for place, values in given.items():
            row = self.row(place)
            for name, one in values.items():
                column = self.column(name)
                stated = one if isinstance(one, OwnValue) else OwnValue(one)
                bounds = _checked(str(self.places[row]), self.indicators[column], stated)
                low[row, column], value[row, column], high[row, column] = bounds
                status[row, column] = NOT_APPLICABLE if stated.not_applicable else KNOWN
                own[row, column] = stated
        return replace(
            self,
            value=value,
            low=low,
            high=high,
            status=status,
            own=MappingProxyType(own),
        )

    def take(self, rows: Sequence[int]) -> Evidence:
        """Return the evidence for some of the places, in the order given.

        Parameters
        ----------
        rows : sequence of int in [0, n)
        """
        index = np.asarray(rows, dtype=np.int64)
        kept = {old: new for new, old in enumerate(index.tolist())}
        return replace(
            self,
            places=tuple(self.places[row] for row in index.tolist()),
            value=self.value[index],
            low=self.low[index],
            high=self.high[index],
            status=self.status[index],
            reason=self.reason[index],
            members=self.members[index],
            covered=self.covered[index],
            remarks=tuple(self.remarks[row] for row in index.tolist()),
            own={(kept[r], c): one for (r, c), one in self.own.items() if r in kept},
        )


def _observed(own: OwnValue) -> Text:
    return Text("", "") if own.observed_on is None else _day(own.observed_on)


def _own_note(own: OwnValue, as_of: date) -> Text:
    source = own.source or "—"
    said = Text(
        f"Valeur donnée par l’utilisateur\u202f; source\u202f: {source}.",
        f"Value given by the user; source: {source}.",
    )
    if own.observed_on is None or own.observed_on <= as_of:
        return said
    later = Text(
        "Elle décrit le {day}, après la date retenue ({as_of}).",
        "It describes {day}, after the date ({as_of}).",
    ).filled(day=_day(own.observed_on), as_of=_day(as_of))
    return _joined(said, later)


def _day(day: date) -> Text:
    return Text(f"{day:%d/%m/%Y}", day.isoformat())


def _checked(place: str, indicator: Indicator, own: OwnValue) -> tuple[float, float, float]:
    """Return low, value and high, rounded as the indicator's are, or refuse them."""
    if own.not_applicable:
        if own.value is not None:
            raise UnusableValue(
                place,
                indicator.id,
                str(own.value),
                Text("aucune valeur quand elle n’a pas de sens", "no value when it has no meaning"),
            )
        return math.nan, math.nan, math.nan
    middle = math.nan if own.value is None else float(own.value)
    bottom = middle if own.low is None else float(own.low)
    top = middle if own.high is None else float(own.high)
    if not all(math.isfinite(one) for one in (bottom, middle, top)):
        found = next(one for one in (middle, bottom, top) if not math.isfinite(one))
        raise UnusableValue(
            place, indicator.id, str(found), Text("un nombre fini", "a finite number")
        )
    if not bottom <= middle <= top:
        raise UnusableValue(
            place,
            indicator.id,
            f"{bottom:g} / {middle:g} / {top:g}",
            Text("des bornes qui encadrent la valeur", "bounds on both sides of the value"),
        )
    least = -math.inf if indicator.minimum is None else indicator.minimum
    most = math.inf if indicator.maximum is None else indicator.maximum
    if bottom < least or top > most:
        allowed = verbatim(f"[{least:g}, {most:g}] {indicator.unit}")
        raise UnusableValue(place, indicator.id, f"{middle:g}", allowed)
    low, value, high = (
        float(np.round(one, indicator.digits) + 0.0) for one in (bottom, middle, top)
    )
    return low, value, high


def _sentence(text: Text) -> Text:
    """Return the text with a capital and a full stop in both languages."""
    return Text(_ended(text.fr), _ended(text.en))


def _ended(text: str) -> str:
    if not text:
        return text
    closed = text if text[-1] in ".!?" else text + "."
    return closed[0].upper() + closed[1:]


def _joined(*parts: Text) -> Text:
    kept = [part for part in parts if part.fr]
    return Text(" ".join(part.fr for part in kept), " ".join(part.en for part in kept))
