"""The rules of the filing day, frozen in an application, and what they answer to its facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rebond.aid import Aid, Answer, FactSpec, answer
from rebond.aid.practice import Practice
from rebond.aid.reporting import answer_json, met
from rebond.texts import Text
from rebond.web.aids.contract_errors import FrozenUnreadable
from rebond.web.aids.models import Application
from rebond.web.clock import today


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the frozen rules answer, and what still stands before a decision.

    Parameters
    ----------
    aid : Aid
    answer : Answer
    missing : tuple of FactSpec
        Facts that are not told and could change the answer or the amount.
    open_points : mapping of str to Text
        Conditions that no source establishes for the filing day, by id: the operator settles them.
    """

    aid: Aid
    answer: Answer
    missing: tuple[FactSpec, ...]
    open_points: Mapping[str, Text]

    @property
    def amount(self) -> int | None:
        """Return the amount when the rules give one number; None otherwise."""
        found = self.answer.amount
        return found.low if found.is_exact else None

    @property
    def refusing(self) -> tuple[Text, ...]:
        """Return the conditions that refuse; empty when none does."""
        if self.answer.answer != "no":
            return ()
        return tuple(step.title for step in self.answer.deciding)


SCHEMA = 1
"""Of what `frozen` writes: raised when today's models would no longer read it, with a step for each older one."""


def frozen(aid: Aid) -> dict[str, Any]:
    """Return an aid as data, to be kept, with the version of its form."""
    kept: dict[str, Any] = json.loads(aid.model_dump_json())
    return {"schema": SCHEMA, **kept}


@lru_cache(maxsize=32)
def _thawed(text: str) -> Aid:
    kept = json.loads(text)
    schema = kept.pop("schema", 1)
    if schema != SCHEMA:
        raise FrozenUnreadable(str(kept.get("id", "")), schema)
    return Aid.model_validate_json(json.dumps(kept))


def aid_of(application: Application) -> Aid:
    """Return the aid as it was on the filing day.

    Raises
    ------
    FrozenUnreadable
    """
    return _thawed(json.dumps(application.aid, sort_keys=True))


def personal(application: Application) -> set[str]:
    """Return the facts that are about a person: all of them where the aid is the person's."""
    is_person = application.person_id is not None
    return {one.id for one in aid_of(application).facts if is_person or one.is_personal}


def practice_of(application: Application) -> Practice:
    """Return what was done on the filing day where no rule is established."""
    return Practice.model_validate_json(json.dumps(application.practice))


def ruled(aid: Aid, facts: Mapping[str, Any], on: Any) -> Ruling:
    """Answer facts under the rules of a day.

    Raises
    ------
    UnknownFact, UnusableFact
    """
    found = answer(aid, facts, on=on)
    specs = {one.id: one for one in aid.facts}
    undecided = () if found.answer != "unknown" else found.deciding
    return Ruling(
        aid,
        found,
        tuple(specs[name] for name in found.missing),
        {step.id: step.title for step in undecided if not step.is_missing},
    )


def ruling(application: Application) -> Ruling:
    """Answer the facts of an application under the rules of its filing day, whatever they are by now."""
    return ruled(aid_of(application), application.facts, today(application.filed_at))


def told(found: Ruling) -> dict[str, Any]:
    """Return an answer as it is kept: for machines, with which conditions are met."""
    said = answer_json(found.answer)
    for one, step in zip(said["steps"], found.answer.steps, strict=True):
        one["met"] = met(step)
    return said | {"open": sorted(found.open_points)}
