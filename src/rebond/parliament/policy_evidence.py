"""What a policy holds about its measures, as rows of evidence: nothing is known by name, all is read there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rebond.parliament.evidence import Evidence, Topic
from rebond.programme.measures import Measure
from rebond.programme.policy_model import Unknown
from rebond.programme.programmes import Programme
from rebond.programme.sources import Figure, Milestone
from rebond.texts import Text, day_text, number


def policy_evidence(programme: Programme, measures: Iterable[str]) -> tuple[Evidence, ...]:
    """Return the rows that a policy gives about some of its measures, and about the programme.

    Parameters
    ----------
    programme : Programme
    measures : iterable of str
        Ids of measures; those that the programme does not have are left out.

    Returns
    -------
    tuple of Evidence
    """
    asked = set(measures)
    rows: list[Evidence] = []
    for measure in programme.measures:
        if measure.id in asked:
            rows += _of_measure(programme, measure)
    rows += _unknowns(programme.id, "", programme.title, programme.not_established)
    rows += [_milestone(programme.id, "", one) for one in programme.calendar]
    rows += [row for one in programme.figures if (row := _figure(programme.id, "", one))]
    return tuple(rows)


def _of_measure(programme: Programme, measure: Measure) -> Iterator[Evidence]:
    at = f"{programme.id}/{measure.id}"
    address = f"/programmes/{programme.id}/"
    yield Evidence(
        f"measure:{at}",
        Topic.MEASURE,
        Text(
            "La politique décrit ainsi « {title} » : {summary}",
            "The policy describes “{title}” thus: {summary}",
        ).filled(title=measure.title, summary=_small(measure.summary)),
        measure.sources,
        None,
        address,
        measure=measure.id,
    )
    yield from _choice(at, measure, address)
    yield from _proposers(programme, at, measure, address)
    yield from _unknowns(at, measure.id, measure.title, measure.not_established)
    for award in measure.awards:
        yield Evidence(
            f"award:{at}/{award.id}",
            Topic.MONEY,
            award.title,
            award.sources,
            address=address,
            measure=measure.id,
        )
    for day in measure.calendar:
        yield _milestone(at, measure.id, day)
    for figure in measure.figures:
        if row := _figure(at, measure.id, figure):
            yield row


def _choice(at: str, measure: Measure, address: str) -> Iterator[Evidence]:
    if measure.grid is not None:
        for criterion in measure.grid.criteria:
            yield Evidence(
                f"criterion:{at}/{criterion.id}",
                Topic.CRITERION,
                criterion.title,
                criterion.sources,
                address=address,
                measure=measure.id,
            )
        weights = measure.grid.weights
        if isinstance(weights, Unknown):
            yield _unknown(f"weights:{at}", Topic.WEIGHTS, weights, measure.id)
        else:
            yield Evidence(
                f"weights:{at}",
                Topic.WEIGHTS,
                Text(
                    "Les poids des critères sont fixés par la politique.",
                    "The weights of the criteria are set by the policy.",
                ),
                measure.grid.sources,
                address=address,
                measure=measure.id,
            )
    for gate in measure.gates:
        yield Evidence(
            f"gate:{at}/{gate.id}",
            Topic.GATE,
            gate.title,
            gate.sources,
            address=address,
            is_established=not isinstance(gate.eliminates, Unknown),
            measure=measure.id,
        )
    rules = measure.selection
    if rules is not None and isinstance(rules.other_rules, Unknown):
        yield _unknown(f"rules:{at}", Topic.WEIGHTS, rules.other_rules, measure.id)


def _proposers(programme: Programme, at: str, measure: Measure, address: str) -> Iterator[Evidence]:
    """Give who proposes: those of the first stage, what they do, and what the policy notes of applicants."""
    first = set(measure.stages[0].actors) if measure.stages else set()
    names = {one.id: one.name for one in programme.actors}
    for task in measure.operators:
        if task.actor in first:
            yield Evidence(
                f"proposer:{at}/{task.actor}",
                Topic.PROPOSER,
                Text("{who} : {what}", "{who}: {what}").filled(
                    who=names.get(task.actor, Text(task.actor, task.actor)), what=_small(task.does)
                ),
                task.sources,
                address=address,
                measure=measure.id,
            )
    note = measure.applicants.note
    if note is not None:
        yield Evidence(
            f"applicants:{at}",
            Topic.PROPOSER,
            _standalone(note),
            measure.applicants.sources,
            address=address,
            measure=measure.id,
        )


_POINTING = (
    re.compile(r"\s*;\s*(?:celle|celui|celles|ceux)-ci\b[^.;]*"),
    re.compile(r"\s*;\s*(?:this one|these)\b[^.;]*"),
)
"""A clause that points at a list beside the words on their own page: away from it, nobody sees what it means."""


def _standalone(note: Text) -> Text:
    french, english = _POINTING
    if french.search(note.fr) is None:
        return note
    return Text(french.sub("", note.fr), english.sub("", note.en))


def _unknowns(at: str, measure: str, _title: Text, found: Iterable[Unknown]) -> Iterator[Evidence]:
    for row, one in enumerate(found, start=1):
        yield _unknown(f"unknown:{at}/{row}", Topic.UNKNOWN, one, measure)


def _unknown(name: str, topic: Topic, one: Unknown, measure: str) -> Evidence:
    return Evidence(name, topic, one.looked_for, one.sources, is_established=False, measure=measure)


def _milestone(at: str, measure: str, one: Milestone) -> Evidence:
    if one.unknown is not None:
        return _unknown(f"date:{at}/{one.id}", Topic.CALENDAR, one.unknown, measure)
    when = day_text(one.day) if one.day else Text(str(one.month), str(one.month))
    words = Text("{title} : {when}", "{title}: {when}").filled(title=one.title, when=when)
    return Evidence(
        f"date:{at}/{one.id}", Topic.CALENDAR, words, one.sources, one.day, measure=measure
    )


def _figure(at: str, measure: str, one: Figure) -> Evidence | None:
    if isinstance(one.said, Unknown):
        return _unknown(f"figure:{at}/{one.id}", Topic.FIGURE, one.said, measure)
    said = [
        Text(
            number(each.value, "fr", digits=_digits(each.value)),
            number(each.value, "en", digits=_digits(each.value)),
        )
        for each in one.said
    ]
    values = Text(" ou ".join(each.fr for each in said), " or ".join(each.en for each in said))
    if not said:
        return None
    words = Text("{title} : {values} {unit}", "{title}: {values} {unit}").filled(
        title=one.title, values=values, unit=one.unit
    )
    sources = tuple(dict.fromkeys(name for each in one.said for name in each.sources))
    return Evidence(
        f"figure:{at}/{one.id}", Topic.FIGURE, words, sources, one.as_of, measure=measure
    )


def _small(does: Text) -> Text:
    """Return what somebody does with a small first letter, to stand after his name."""
    return Text(does.fr[:1].lower() + does.fr[1:], does.en[:1].lower() + does.en[1:])


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() else 2
