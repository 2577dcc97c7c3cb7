"""The indicators of a policy's objectives, told in words on the page of the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.programme.outcomes import AtHand, DeclaredHere
from rebond.programme.policy_model import Unknown
from rebond.texts import Lang, Text, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.programme.outcomes import OutcomeIndicator, OutcomeIndicators
    from rebond.programme.programmes import Programme

FREQUENCIES = {
    "continuous": Text("en continu", "continuous"),
    "monthly": Text("mensuelle", "monthly"),
    "quarterly": Text("trimestrielle", "quarterly"),
    "yearly": Text("annuelle", "yearly"),
    "once": Text("une fois", "once"),
}
DIRECTIONS = {
    "increase": Text("doit croître", "should grow"),
    "decrease": Text("doit baisser", "should fall"),
    "none": Text("sans sens souhaité", "no direction wished"),
}
STATES = {
    "at_hand": Text("données sous la main", "data at hand"),
    "declared_here": Text("déclaré ici", "declared here"),
    "missing": Text("données absentes", "data missing"),
}
"""Words of what may be said of an indicator; pages use the same."""

TITLE = Text("Indicateurs", "Indicators")
CONTEXT = Text("Chiffres de contexte", "Figures of context")
UNKNOWN = Text("non établi", "not established")


def describe_outcomes(programme: Programme, outcomes: OutcomeIndicators, lang: Lang) -> list[str]:
    """Return the Markdown lines of the indicators, objective by objective.

    Parameters
    ----------
    programme : Programme
    outcomes : OutcomeIndicators
    lang : {"fr", "en"}

    Returns
    -------
    list of str
    """
    lines = [f"## {TITLE.of(lang)}", "", f"`{outcomes.programme}` {outcomes.version}", ""]
    for objective in programme.objectives:
        lines += [f"### {objective.title.of(lang)}", ""]
        for one in outcomes.of_objective(objective.id):
            lines += _indicator(one, lang)
    if outcomes.context:
        lines += [f"### {CONTEXT.of(lang)}", ""]
        for one in outcomes.context:
            lines += _indicator(one, lang)
    return lines


def _indicator(one: OutcomeIndicator, lang: Lang) -> list[str]:
    frequency = (UNKNOWN if isinstance(one.frequency, Unknown) else FREQUENCIES[one.frequency]).of(
        lang
    )
    lines = [
        f"- **{one.title.of(lang)}** (`{one.id}`, {one.unit.of(lang)}): {one.definition.of(lang)}{_cited(one.sources)}",
        f"  - {one.source.of(lang)} · {frequency} · {DIRECTIONS[one.direction].of(lang)}",
        f"  - {Text('Départ', 'Baseline').of(lang)}: {_baseline(one, lang)}",
        f"  - {STATES[one.data.status].of(lang)}: {_data(one, lang)}",
    ]
    lines += [
        f"  - {UNKNOWN.of(lang)}: {each.looked_for.of(lang)}{_cited(each.sources)}"
        for each in one.not_established
    ]
    return [*lines, ""]


def _baseline(one: OutcomeIndicator, lang: Lang) -> str:
    if isinstance(one.baseline, Unknown):
        return f"{UNKNOWN.of(lang)} ({one.baseline.looked_for.of(lang)})"
    note = f", {one.baseline.note.of(lang)}" if one.baseline.note else ""
    value = number(one.baseline.value, lang)
    return f"{value} ({one.baseline.as_of}{note}){_cited(one.baseline.sources)}"


def _data(one: OutcomeIndicator, lang: Lang) -> str:
    if isinstance(one.data, AtHand):
        return f"`{one.data.dataset}`, {one.data.note.of(lang)}"
    if isinstance(one.data, DeclaredHere):
        return one.data.by.of(lang)
    return f"{one.data.why.of(lang)} → {one.data.would_fill.of(lang)}"


def _cited(sources: Sequence[str]) -> str:
    return f" [{', '.join(sources)}]" if sources else ""
