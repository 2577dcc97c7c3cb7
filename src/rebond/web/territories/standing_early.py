"""What is said of a measure on a day before its programme: the measure may be older than it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from rebond.programme import Measure, Programme
from rebond.programme.dated import last_day_of
from rebond.programme.sources import Milestone
from rebond.texts import MONTHS, Text, day_text
from rebond.web.territories.ground import Ground
from rebond.web.territories.labels_here import Held
from rebond.web.territories.laureates_here import Retained
from rebond.web.territories.standing_labels import apart, label_proof
from rebond.web.territories.standing_laureates import calls_apart, laureate_proofs
from rebond.web.territories.standing_rows import (
    MOST_PROOFS,
    MeasureStanding,
    Standing,
    and_then,
)


def early_row(
    base: MeasureStanding,
    programme: Programme,
    measure: Measure,
    day: date,
    labels: Sequence[Held],
    laureates: Sequence[Retained],
    ground: Ground,
) -> MeasureStanding:
    """Return the row of a day before the programme was announced: what its calendar has of earlier, and who was chosen then.

    Parameters
    ----------
    labels, laureates : sequences
        Real ones known on the day, none of which is of the programme.
    """
    words = [
        Text(
            "Le {day}, le programme n’était pas encore annoncé : il l’a été le {announced}.",
            "On {day} the programme was not announced yet: it was on {announced}.",
        ).filled(day=day_text(day), announced=day_text(programme.announced_on)),
        *_calendar(measure, day),
        *apart(labels),
        *calls_apart(base.programme, laureates, ground),
    ]
    return replace(
        base,
        standing=Standing.NOT_ANNOUNCED,
        sentence=and_then(*words),
        proofs=(
            *(label_proof(one) for one in labels[:MOST_PROOFS]),
            *laureate_proofs(laureates),
            *base.proofs,
        ),
    )


def _calendar(measure: Measure, day: date) -> list[Text]:
    """Return one sentence that tells what the policy dates by the day; none where it dates nothing."""
    past = [(on, one) for one in measure.calendar if (on := _over(one)) is not None and on <= day]
    past.sort(key=lambda pair: pair[0])
    if not past:
        return []
    told = [
        Text("{title} ({day})", "{title} ({day})").filled(title=one.title, day=_written(one))
        for _on, one in past
    ]
    said = Text(" ; ".join(one.fr for one in told), "; ".join(one.en for one in told))
    return [
        Text(
            "La mesure, elle, est plus ancienne : {said}.", "The measure itself is older: {said}."
        ).filled(said=said)
    ]


def _over(one: Milestone) -> date | None:
    """Return the day from which a date of the calendar is past for sure; None when it is not established."""
    if one.day is not None or one.month is None:
        return one.until or one.day
    return last_day_of(one.month)


def _written(one: Milestone) -> Text:
    if one.day is not None and one.until is not None:
        day = day_text(one.day)
        if (one.day.year, one.day.month) == (one.until.year, one.until.month):
            day = Text(day.fr.split()[0], day.en.split()[0])
        return Text("du {day} au {until}", "from {day} to {until}").filled(
            day=day, until=day_text(one.until)
        )
    if one.day is not None or one.month is None:
        return day_text(one.day or "")
    year, month = one.month.split("-")
    return Text(*(f"{MONTHS[lang][int(month) - 1]} {year}" for lang in ("fr", "en")))
