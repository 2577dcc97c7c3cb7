"""A value chosen from a day on, put among dated periods where the policy holds none."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from rebond.programme.dated import ONE_DAY, Held, Period, value_on
from rebond.programme.policy_model import Unknown
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN = Text(
    "Ce qui valait avant le choix de l’appel : la politique ne le dit pas",
    "What held before the choice of the call: the policy does not say",
)


class StatedThatDay(ValueError):
    """The policy itself holds a value, or says that there is none, on the day of the choice.

    Parameters
    ----------
    held : Held
        What it holds.
    """

    def __init__(self, held: Held[Any]) -> None:
        self.held = held
        super().__init__(held.certainty)


def with_value_from(
    periods: Sequence[Period[Any]],
    day: datetime.date,
    value: object,
    *,
    why: Text,
    sources: tuple[str, ...] = (),
) -> tuple[Period[Any], ...]:
    """Return the periods with `value` held from `day` until the next value that the policy states.

    Parameters
    ----------
    periods : sequence of Period
        Checked by `rebond.programme.dated.check_periods`; at least one.
    day : datetime.date
        First day of the choice.
    value : object
    why : Text
        Becomes the note of the chosen period, with what the policy says it looked for.
    sources : tuple of str
        Sources of the chosen period.

    Returns
    -------
    tuple of Period
        In order, without overlap; days of which the policy says nothing are written unknown.

    Raises
    ------
    StatedThatDay
        When the policy states a value on that day within known bounds, or says that none exists. A value
        of which no source gives the end (*presumed*) does not count: nobody knows that it still holds.
    """
    held = value_on(periods, day)
    if held.certainty in ("established", "not_applicable"):
        raise StatedThatDay(held)
    make = type(periods[0])
    earlier = [one for one in periods if one.first_sure_day < day]
    later = [one for one in periods if one.first_sure_day >= day]
    replaced = [held.period] if held.period is not None else []
    while later and isinstance(later[0].value, Unknown):
        replaced.append(later.pop(0))
    chosen = make(
        value=value,
        valid_from=day,
        valid_to=later[0].first_sure_day - ONE_DAY if later else None,
        note=_note(why, replaced),
        sources=sources,
    )
    return (*_until(earlier, day), chosen, *later)


def _until(earlier: list[Period[Any]], day: datetime.date) -> list[Period[Any]]:
    """Return the earlier periods, the last one ended before `day`, and the days between written unknown."""
    if not earlier:
        return []
    last = _ended_before(earlier[-1], day)
    kept = [*earlier[:-1], last]
    if isinstance(last.valid_to, datetime.date) and last.valid_to + ONE_DAY < day:
        kept.append(
            type(last)(
                value=Unknown(status="unknown", looked_for=_BETWEEN),
                valid_from=last.valid_to + ONE_DAY,
                valid_to=day - ONE_DAY,
            )
        )
    return kept


def _ended_before(period: Period[Any], day: datetime.date) -> Period[Any]:
    if period.last_sure_day < day:
        return period
    changes: dict[str, object] = {"valid_to": day - ONE_DAY}
    if isinstance(period.valid_from, datetime.date):
        # A day on which a source saw it may stand after the cut; the first day alone then dates it.
        changes |= {"seen_on": None, "seen_in": None}
    return period.model_copy(update=changes)


def _note(why: Text, replaced: list[Period[Any]]) -> Text:
    looked_for = next(
        (one.value.looked_for for one in replaced if isinstance(one.value, Unknown)), None
    )
    if looked_for is None:
        return why
    return Text(
        "{why} Non établi par la politique : {looked_for}.",
        "{why} Not established by the policy: {looked_for}.",
    ).filled(why=why, looked_for=looked_for)
