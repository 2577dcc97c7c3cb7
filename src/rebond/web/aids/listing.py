"""The aids that there are, each with its amount on a day and what is not established about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rebond.aid import Aid
from rebond.aid.amounts import amount_of
from rebond.aid.candidates import candidates_on
from rebond.aid.evaluating import conditional
from rebond.aid.last_read import last_read
from rebond.aid.reporting import STANDINGS, dates_text
from rebond.aid.rules import Leaf, leaves, periods_of
from rebond.programme.policy_model import Unknown
from rebond.texts import Text
from rebond.web.aids.simulator_fields import aids
from rebond.web.aids.simulator_results import Cited, cited
from rebond.web.programmes.queries import programme

BENEFICIARIES: Mapping[str, Text] = {
    "firm": Text("l’entreprise", "the firm"),
    "person": Text("le jeune", "the young person"),
    "territory": Text("le territoire", "the territory"),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition, when it is known to hold, and where it was read."""

    title: Text
    dates: tuple[Text, ...]
    standing: Text | None
    sources: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One aid."""

    aid: Aid
    beneficiary: Text
    provider: Text
    amount: Text
    requirements: tuple[Requirement, ...]
    open_points: tuple[Text, ...]
    sources: tuple[Cited, ...]


def rows(on: date) -> tuple[Row, ...]:
    """Return the aids with what holds on a day."""
    return tuple(_row(aid, on) for aid in aids())


def _row(aid: Aid, on: date) -> Row:
    amount = amount_of(aid.amount, {}, on=on)
    unknown = Text("montant non établi ce jour-là", "amount not established on that day")
    found = leaves(aid.eligibility)
    return Row(
        aid,
        BENEFICIARIES[aid.beneficiary],
        provider(aid),
        unknown if amount.high is None else conditional(amount, last_read(amount.presumed)),
        tuple(_requirement(aid, leaf, on) for leaf in found),
        tuple(dict.fromkeys(words for leaf in found for words in _open_points(leaf))),
        tuple(cited(aid, one.id) for one in aid.sources),
    )


def provider(aid: Aid) -> Text:
    """Return who pays an aid, by its name."""
    declared = programme(aid.measure.programme) if aid.measure is not None else None
    for actor in declared.actors if declared is not None else ():
        if actor.id == aid.provider:
            return actor.name
    return Text(aid.provider, aid.provider)


def _requirement(aid: Aid, leaf: Leaf, on: date) -> Requirement:
    periods = periods_of(leaf)
    return Requirement(
        leaf.title,
        tuple(dates_text(period) for period in periods),
        STANDINGS.get(candidates_on(periods, on).standing),
        tuple(cited(aid, name) for name in leaf.sources),
    )


def _open_points(leaf: Leaf) -> tuple[Text, ...]:
    """Return the values that were looked for without being found."""
    values = [period.value for period in periods_of(leaf)]
    return tuple(
        Text("{rule} {sought}.", "{rule} {sought}.").filled(rule=leaf.title, sought=one.looked_for)
        for one in values
        if isinstance(one, Unknown)
    )
