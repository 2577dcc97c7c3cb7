"""The delays of replies, read from ``rules.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field

from rebond.parliament.errors import RulesInvalid
from rebond.parliament.question import Chamber
from rebond.procedure.legal_time import Span
from rebond.programme.policy_model import Bilingual, Day, PolicyModel, Sentence, SourceId, Url
from rebond.programme.yaml_source import read_yaml

FILE: Final = Path(__file__).with_name("rules.yaml")


class Delay(PolicyModel):
    """A delay as the rule writes it."""

    months: Annotated[int, Field(ge=0, le=24)] = 0
    """Calendar months."""
    days: Annotated[int, Field(ge=0, le=366)] = 0
    """Days."""

    @property
    def span(self) -> Span:
        """Return the delay as legal clocks count it."""
        return Span(self.months, self.days)


class RuleSource(PolicyModel):
    """A page that states a rule."""

    id: SourceId
    """How it is cited."""
    title: Bilingual
    """What the page is."""
    url: Url
    """Where it stands."""


class Rule(PolicyModel):
    """The delay of an assembly from a day on."""

    id: Sentence
    """Id."""
    chamber: Sentence
    """Assembly."""
    article: Sentence
    """Article of its rules of procedure."""
    valid_from: Day
    """First day for which a source shows it."""
    basis: Bilingual
    """Why that day."""
    reply: Delay
    """From the publication of the question."""
    flagged: Delay | None = None
    """From the flagging; none where the assembly has none."""
    says: Bilingual
    """The rule in words."""
    sources: tuple[RuleSource, ...] = Field(min_length=1)
    """Sources."""


class RuleBook(PolicyModel):
    """Every rule, those of one assembly in the order of their days."""

    rules: tuple[Rule, ...]
    """The rules."""

    def held_on(self, chamber: Chamber, day: Day) -> Rule | None:
        """Return the rule of an assembly on the day of publication of a question; None before any.

        Parameters
        ----------
        chamber : Chamber
        day : date

        Returns
        -------
        Rule or None
        """
        held = [one for one in self.rules if one.chamber == chamber and one.valid_from <= day]
        return max(held, key=lambda one: one.valid_from, default=None)


@cache
def shipped_rules() -> RuleBook:
    """Return the rules that the package ships.

    Raises
    ------
    RulesInvalid
    """
    source = read_yaml(FILE.read_bytes(), FILE.name)
    if source.problems:
        raise RulesInvalid(FILE.name, [one.what for one in source.problems])
    return RuleBook.model_validate(source.value)
