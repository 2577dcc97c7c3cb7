"""Where a place stands with each measure of the programmes, and with each call that was run here.

What was not run here is not established, whatever our own evaluation says of it: a label in the known lists
says «labelled», its absence from a partial list says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from rebond.programme import Measure, Programme, shipped_programmes
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.programmes.queries import programme as shipped
from rebond.web.territories import calls_here, labels_here, laureates_here
from rebond.web.territories.ground import Ground, day_of, ground_of, moment_of
from rebond.web.territories.labels_here import Held, Waves
from rebond.web.territories.laureates_here import Retained
from rebond.web.territories.standing_early import early_row
from rebond.web.territories.standing_labels import labelled_row, unlabelled_row
from rebond.web.territories.standing_laureates import retained_row, unknown_row
from rebond.web.territories.standing_lists import open_row
from rebond.web.territories.standing_rows import MeasureStanding, Proof, Standing
from rebond.web.training.history import history

LABEL, CALL = "label", "call"
"""Kinds of measures that choose between territories; the others are open to all that they name (`open_row`)."""


@dataclass(frozen=True, slots=True)
class _Here:
    """What the records hold of a place on a day, read once for every measure."""

    ground: Ground
    day: date
    asked: date | None
    """The day asked for; None when it is today."""
    labels: list[Held]
    unplaced: list[Held]
    waves: Waves
    laureates: list[Retained]


def standings(
    key: PlaceKey, actor: Actor | None, now: datetime, day: date | None = None
) -> tuple[MeasureStanding, ...]:
    """Return one row a measure of the shipped programmes, then one a public call run here, the newest first.

    A measure of which the demonstration holds something has a second row, of that alone (`is_fictitious`).

    Parameters
    ----------
    key : PlaceKey
    actor : Actor, optional
        None gives what everyone may read, and nothing else may be published. Somebody reads besides the
        decisions that are his to read; such rows say so (`is_own`).
    now : datetime
    day : date, optional
        The day asked about; today by default.

    Raises
    ------
    TerritoryError
        When the key names no place.
    """
    moment = moment_of(day, now)
    on = day_of(moment)
    ground = ground_of(key, on if day else None)
    here = _Here(
        ground,
        on,
        day,
        labels_here.labels_here(ground, on),
        labels_here.unplaced(ground, on),
        labels_here.waves(),
        laureates_here.laureates_here(ground, on),
    )
    found: list[MeasureStanding] = []
    for name in shipped_programmes():
        one = shipped(name)
        for measure in one.measures if one else ():
            found += _rows(one, measure, here)
    return (*found, *calls_here.rows(ground, actor, moment))


def _rows(programme: Programme, measure: Measure, here: _Here) -> list[MeasureStanding]:
    """Return the row of what is real, then one of the demonstration where it holds something of the measure.

    Never one row for both: what is fictitious would be told under the name of a real programme, or hide what
    is real.
    """
    base = MeasureStanding(
        programme=programme.id,
        measure=measure.id,
        title=measure.title,
        standing=Standing.NO_CALL,
        sentence=Text("", ""),
        proofs=(_policy(programme, measure),),
    )
    rows = [_row(base, programme, measure, here)]
    tried = replace(
        base,
        title=Text(f"{measure.title.fr} (fictif)", f"{measure.title.en} (fictitious)"),
        is_fictitious=True,
    )
    labels = [one for one in here.labels if one.is_fictitious and _is_of(one, base)]
    laureates = [one for one in _of_call(base, here) if one.laureate.is_fictitious]
    if labels:
        rows.append(labelled_row(tried, labels, (), here.ground, here.day))
    elif laureates and (row := retained_row(tried, laureates, here.ground)) is not None:
        rows.append(row)
    return rows


def _is_of(one: Held, base: MeasureStanding) -> bool:
    return one.label.measure_id == base.measure and one.is_of(base.programme)


def _of_call(base: MeasureStanding, here: _Here) -> list[Retained]:
    """Return the laureates of the calls that a measure is about, of whichever programme."""
    return here.laureates if (base.programme, base.measure) in history().measures else []


def _real_of_call(base: MeasureStanding, here: _Here) -> list[Retained]:
    return [one for one in _of_call(base, here) if not one.laureate.is_fictitious]


def _row(
    base: MeasureStanding, programme: Programme, measure: Measure, here: _Here
) -> MeasureStanding:
    """Return the row of one measure from what is real alone."""
    ground, day = here.ground, here.day
    real = [
        one for one in here.labels if not one.is_fictitious and one.label.measure_id == measure.id
    ]
    held = [one for one in real if one.is_of(programme.id)]
    others = [one for one in real if not one.is_of(programme.id)]
    if held:
        return labelled_row(base, held, others, ground, day)
    if day < programme.announced_on:
        return early_row(base, programme, measure, day, others, _real_of_call(base, here), ground)
    if measure.kind == LABEL:
        unplaced = [one for one in here.unplaced if one.label.measure_id == measure.id]
        return unlabelled_row(base, others, unplaced, here.waves, ground, day)
    if measure.kind == CALL:
        found = _real_of_call(base, here)
        return retained_row(base, found, ground) or unknown_row(base, found, ground)
    return open_row(base, programme, measure, ground, day, here.asked)


def _policy(programme: Programme, measure: Measure) -> Proof:
    return Proof(
        id=f"measure:{programme.id}/{measure.id}",
        words=Text("Ce que la politique dit de la mesure", "What the policy says of the measure"),
        source=measure.sources[0],
        on=programme.announced_on,
        address=f"/programmes/{programme.id}/",
    )
