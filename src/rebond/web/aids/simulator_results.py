"""The answer of each aid to a simulation, as a page shows it and as a machine reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rebond.aid import VERSION, Aid, Answer, AnswerStep, answer
from rebond.aid.amounts import Monthly, amounts
from rebond.aid.candidates import candidates_on
from rebond.aid.firm_size import kind_of
from rebond.aid.model import Overlap
from rebond.aid.reporting import answer_json, applied_text, dates_text, met, standing_text
from rebond.aid.rules import leaves
from rebond.canonical import digest
from rebond.programme.gates import Answer as Said
from rebond.programme.policy_model import Unknown
from rebond.texts import Text, day_text
from rebond.web.aids import simulator, simulator_place
from rebond.web.aids.simulator import FIGURES, Told
from rebond.web.aids.simulator_fields import DAY, SIZE_FACT, Field, aids, asked_by, fields
from rebond.web.programmes.queries import programme

WORDS: Mapping[Said, Text] = {
    "yes": Text("Oui", "Yes"),
    "no": Text("Non", "No"),
    "unknown": Text("On ne peut pas encore le dire", "Cannot say yet"),
}
CONDITIONS: Mapping[Said, Text] = {
    "yes": Text("Remplie", "Met"),
    "no": Text("Non remplie", "Not met"),
    "unknown": Text("Non établie", "Not established"),
}
ASKED = Text("À renseigner", "To be stated")
REPLACED = Text(
    "non gardé par le lien, qui met à sa place {value}, pour la même réponse",
    "not kept by the link, which puts {value} in its place, for the same answer",
)
MOOT = Text("Sans effet", "Without effect")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source by its title, with an address when it has one."""

    id: str
    title: Text
    url: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of an aid, what it said, and where it was read."""

    id: str
    title: Text
    said: Said
    word: Text
    applied: Text | None
    standing: Text | None
    dates: tuple[Text, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Computation:
    """One line of the amount, and where its rule was read."""

    title: Text
    words: Text
    dates: tuple[Text, ...]
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """Whether an aid may be had beside another."""

    aid_id: str
    title: Text
    words: Text
    why: Text
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one aid.

    Parameters
    ----------
    aid : Aid
    answer : Answer
    sentence : Text
        The answer.
    because : tuple of Condition
        What refuses, or what leaves it open while nothing is asked; empty when all is met.
    missing : tuple of Field
        Questions that would settle it.
    if_yes : Text, optional
        The amount, where the answer is not known yet.
    supposed : Text, optional
        What the answer would be if rules read later already held.
    whatever : Text, optional
        Where the size is not settled but does not matter.
    conditions : tuple of Condition
    computation : tuple of Computation
        Empty where no source gives the amount on that day.
    beside : tuple of Beside
    """

    aid: Aid
    answer: Answer
    sentence: Text
    because: tuple[Condition, ...]
    missing: tuple[Field, ...]
    if_yes: Text | None
    supposed: Text | None
    whatever: Text | None
    conditions: tuple[Condition, ...]
    computation: tuple[Computation, ...]
    beside: tuple[Beside, ...]


def answers(told: Told) -> tuple[Answer, ...]:
    """Return the answer of each aid to what was told."""
    found = simulator.facts(told)
    return tuple(_answer(aid, found, told) for aid in aids())


def results(told: Told) -> tuple[Result, ...]:
    """Return the answer of each aid, ready to be read."""
    found = simulator.facts(told)
    return tuple(_result(aid, found, told) for aid in aids())


def headline(found: Sequence[Result]) -> Text:
    """Return all answers in one sentence."""
    counts = [sum(one.answer.answer == said for one in found) for said in ("yes", "unknown", "no")]
    fr = ("oui pour {n}", "on ne peut pas encore le dire pour {n}", "non pour {n}")
    en = ("yes for {n}", "cannot say yet for {n}", "no for {n}")
    names_fr, names_en = ("aucune", "une", "deux", "trois"), ("none", "one", "two", "three")

    def joined(phrases: Sequence[str], names: Sequence[str]) -> str:
        parts = [
            phrase.format(n=names[n] if n < len(names) else n)
            for phrase, n in zip(phrases, counts, strict=True)
            if n
        ]
        return ", ".join(parts)

    on = day_text(found[0].answer.on)
    total = len(found)
    return Text(
        f"Sur {total} aides, au {on.fr}\u00a0: {joined(fr, names_fr)}.",
        f"Of {total} aids, on {on.en}: {joined(en, names_en)}.",
    )


def told_rows(told: Told, *, is_from_link: bool = False) -> tuple[tuple[Field, Text], ...]:
    """Return what was told, question by question; a link holds another amount, which nobody said."""
    rows = []
    for one in fields().values():
        if one.kind == "commune" and told.place is not None and told.place.place is not None:
            label = told.place.place.label
            rows.append((one, Text(label, label)))
        elif one.kind == "day":
            rows.append((one, day_text(told.on)))
        elif one.key in told.values and one.kind not in {"commune", "day"}:
            words = simulator.shown(one, told.values[one.key])
            is_replaced = is_from_link and (one.kind == "money" or one.key in FIGURES)
            rows.append((one, REPLACED.filled(value=words) if is_replaced else words))
    return tuple(rows)


def export(told: Told, address: str) -> dict[str, Any]:
    """Return a simulation as a file that can be kept: what was told, the answers, version and digest."""
    place = told.place.place if told.place is not None else None
    # A day that is not understood is no other day: the rules of none answer.
    is_dated = DAY not in told.faults
    content = {
        "kind": "aid_simulation",
        "method_version": VERSION,
        "address": address,
        "on": told.on.isoformat() if is_dated else None,
        "told": dict(simulator.pairs(told)),
        "size_classes": list(told.sizes),
        "perimeters": [
            {"fact": one.fact, "answer": one.answer, "words": one.words.as_json()}
            for one in (simulator_place.insides(place, told.on) if place is not None else ())
        ],
        "answers": [answer_json(one) for one in answers(told)] if is_dated else [],
        "overlaps": [
            {
                "aid": aid.id,
                "beside": one.aid,
                "may_combine": None if isinstance(one.may_combine, Unknown) else one.may_combine,
                "why": one.why.as_json(),
            }
            for aid in aids()
            for one in aid.overlaps
        ],
        "cautions": {aid.id: [one.as_json() for one in aid.cautions] for aid in aids()},
    }
    return content | {"digest": digest(content)}


def _answer(aid: Aid, found: Mapping[str, Any], told: Told) -> Answer:
    known = {fact.id for fact in aid.facts}
    return answer(aid, {name: one for name, one in found.items() if name in known}, on=told.on)


def _result(aid: Aid, found: Mapping[str, Any], told: Told) -> Result:
    said = _answer(aid, found, told)
    conditions = tuple(_condition(aid, step) for step in said.steps)
    by_id = {one.id: one for one in conditions}
    # A question that is missing is asked below; what is named here is what no answer would change.
    stopping = dict.fromkeys(step.id for step in said.deciding if not step.is_missing)
    because = () if said.answer == "yes" else tuple(by_id[name] for name in stopping)
    missing = dict.fromkeys(asked_by(fact) for fact in said.missing)
    is_open = said.answer == "unknown" and said.amount.high is not None
    return Result(
        aid=aid,
        answer=said,
        sentence=said.sentence,
        because=because,
        missing=tuple(missing),
        if_yes=said.amount_words if is_open else None,
        supposed=_supposed(said),
        whatever=_whatever(aid, found, told),
        conditions=conditions,
        computation=() if said.amount.high is None else _computation(aid, said),
        beside=tuple(_beside(aid, one) for one in aid.overlaps),
    )


def _supposed(said: Answer) -> Text | None:
    if said.supposed == said.answer:
        return None
    if said.supposed == "yes":
        return Text(
            "Si les règles lues plus tard valaient déjà\u00a0: oui, {amount}.",
            "If the rules read later already held: yes, {amount}.",
        ).filled(amount=said.amount_words)
    return Text(
        "Si les règles lues plus tard valaient déjà\u00a0: non.",
        "If the rules read later already held: no.",
    )


def _whatever(aid: Aid, found: Mapping[str, Any], told: Told) -> Text | None:
    """Say when every class that the figures leave gets the same answer."""
    kinds = list(dict.fromkeys(kind_of((size,)) for size in told.sizes))
    if len(kinds) < 2 or SIZE_FACT in found or SIZE_FACT not in aid.read:  # noqa: PLR2004
        return None
    said = [_answer(aid, {**found, SIZE_FACT: kind}, told) for kind in kinds]
    if len({(one.answer, one.amount.low, one.amount.high) for one in said}) > 1:
        return None
    names = dict(asked_by(SIZE_FACT).options)
    words = [names[kind] for kind in kinds if kind is not None]
    return Text(
        "Quelle que soit la taille parmi celles qui restent ({sizes})\u00a0: {sentence}",
        "Whichever size among those that remain ({sizes}): {sentence}",
    ).filled(
        sizes=Text(", ".join(one.fr for one in words), ", ".join(one.en for one in words)),
        sentence=said[0].sentence,
    )


def _condition(aid: Aid, step: AnswerStep) -> Condition:
    leaf = next(one for one in leaves(aid.eligibility) if one.id == step.id)
    read_in = [name for period in step.rule.periods for name in period.sources]
    said = met(step)
    word = MOOT if step.rule.standing in {"none", "after"} else CONDITIONS[said]
    return Condition(
        id=step.id,
        title=step.title,
        said=said,
        word=ASKED if step.is_missing and said == "unknown" else word,
        applied=applied_text(aid, step),
        standing=None if step.is_missing else standing_text(step),
        dates=tuple(dates_text(period) for period in step.rule.periods),
        sources=tuple(cited(aid, name) for name in dict.fromkeys(read_in or leaf.sources)),
    )


def _computation(aid: Aid, said: Answer) -> tuple[Computation, ...]:
    read_in = {node.title: node for node in amounts(aid.amount)}
    made = []
    for step in said.amount.steps:
        node = read_in[step.title]
        periods = node.greatest if isinstance(node, Monthly) else node.cents
        known = candidates_on(periods, said.on).periods
        names = dict.fromkeys(name for period in known for name in period.sources)
        made.append(
            Computation(
                step.title,
                step.words,
                tuple(dates_text(period) for period in known),
                tuple(cited(aid, name) for name in names or node.sources),
            )
        )
    return tuple(made)


def _beside(aid: Aid, one: Overlap) -> Beside:
    other = next(known for known in aids() if known.id == one.aid)
    words = {
        True: Text("Se cumule avec", "May be had with"),
        False: Text("Ne se cumule pas avec", "May not be had with"),
    }
    unknown = Text(
        "Non établi si elle se cumule avec", "Not established whether it may be had with"
    )
    said = unknown if isinstance(one.may_combine, Unknown) else words[one.may_combine]
    return Beside(
        other.id, other.title, said, one.why, tuple(cited(aid, name) for name in one.sources)
    )


def cited(aid: Aid, name: str) -> Cited:
    """Return a source of an aid, or of the programme that declares its rules."""
    return _sources(aid.id)[name]


@cache
def _sources(aid_id: str) -> Mapping[str, Cited]:
    aid = next(one for one in aids() if one.id == aid_id)
    declared = programme(aid.measure.programme) if aid.measure is not None else None
    known = [*(declared.sources if declared is not None else ()), *aid.sources]
    return {one.id: Cited(one.id, one.title, one.urls[0] if one.urls else "") for one in known}
