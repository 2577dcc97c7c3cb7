"""One case, one aid, one day: yes, no or cannot say yet, with the rule that decides and the amount."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rebond.aid.amounts import AmountBounds, amount_of, euros
from rebond.aid.errors import UnknownFact, UnusableFact
from rebond.aid.last_read import LastRead, last_read
from rebond.aid.rules import Facts, Outcome, Step, evaluate
from rebond.canonical import digest
from rebond.programme import gates
from rebond.texts import Text, day_text

if TYPE_CHECKING:
    from rebond.aid.model import Aid, FactSpec
    from rebond.programme.dated import Period

VERSION = "1.0.0"
"""Of the method; a change that can move an answer or an amount bumps it."""
LARGEST = 10**12

AnswerStep = Step


@dataclass(frozen=True, slots=True)
class Answer:
    """What an aid answers to a case.

    Parameters
    ----------
    aid, aid_version, aid_digest : str
    on : datetime.date
        Day whose rules apply: the filing day.
    answer : {"yes", "no", "unknown"}
    supposed : {"yes", "no", "unknown"}
        The answer if rules first read later are supposed to have held already.
    deciding : tuple of AnswerStep
        The conditions that make the answer: those that refuse, or those that leave it open.
    steps : tuple of AnswerStep
        Every condition.
    amount : AmountBounds
        Zero when the answer is no.
    missing : tuple of str
        Facts that are not known and could change the answer or the amount.
    facts : mapping of str to object
        The facts as read.
    last_read : LastRead, optional
        When the rules were last read that the answer presumes to hold still: no source shows them that day, nor
        their end. Of a case that is open, the amount's alone. None where no such rule bears on the answer.
    version : str
        Of the method.
    """

    aid: str
    aid_version: str
    aid_digest: str
    on: datetime.date
    answer: gates.Answer
    supposed: gates.Answer
    deciding: tuple[Step, ...]
    steps: tuple[Step, ...]
    amount: AmountBounds
    missing: tuple[str, ...]
    facts: Facts
    last_read: LastRead | None = None
    version: str = VERSION

    @property
    def sentence(self) -> Text:
        """Return the answer in one sentence."""
        if self.answer == "yes":
            return Text("Oui\u202f: {amount}.", "Yes: {amount}.").filled(amount=self.amount_words)
        if self.answer == "no" and self.last_read is not None:
            return Text("Non, {condition}.", "No, {condition}.").filled(
                condition=self.last_read.condition
            )
        if self.answer == "no":
            return Text("Non.", "No.")
        if self.amount.high is None:
            return Text(
                "On ne peut pas encore le dire\u202f: le montant en vigueur le {day} n’est pas établi.",
                "It cannot be said yet: the amount in force on {day} is not established.",
            ).filled(day=day_text(self.on))
        if self.supposed == "yes":
            return Text(
                "On ne peut pas encore le dire\u202f; si les règles lues plus tard valaient déjà le {day}, oui.",
                "It cannot be said yet; if the rules read later already held on {day}, yes.",
            ).filled(day=day_text(self.on))
        return Text("On ne peut pas encore le dire.", "It cannot be said yet.")

    @property
    def amount_words(self) -> Text:
        """Return the amount, under the condition that the rules last read before that day still hold."""
        return conditional(self.amount, self.last_read)


def conditional(amount: AmountBounds, read: LastRead | None) -> Text:
    """Return an amount in words, under the condition that the rules last read earlier still hold."""
    words = euros(amount.low, amount.high)
    if read is None:
        return words
    return Text("{amount}, {condition}", "{amount}, {condition}").filled(
        amount=words, condition=read.condition
    )


def answer(aid: Aid, facts: Facts, *, on: datetime.date) -> Answer:
    """Answer one case.

    Parameters
    ----------
    aid : Aid
    facts : mapping of str to object
        By the names of `Aid.facts`; what is left out or None is unknown. Money in cents.
    on : datetime.date
        Day whose rules apply.

    Returns
    -------
    Answer

    Raises
    ------
    UnknownFact
        For a fact that the aid does not ask.
    UnusableFact
        For a value of the wrong sort, negative, or too large to be meant.
    """
    read = checked(aid, facts)
    found = evaluate(aid.eligibility, read, on=on)
    amount = AmountBounds(0, 0) if found.answer == "no" else amount_of(aid.amount, read, on=on)
    if amount.high is None:
        # Eligible for an amount that no source gives on that day: nothing can be promised.
        said, supposed = (_no_better_than_unknown(one) for one in (found.answer, found.supposed))
        found = Outcome(said, supposed, found.shown, found.steps)
    deciding = _deciding(found.answer, found.steps)
    open_facts = () if found.answer == "no" else tuple(s.fact for s in deciding if s.is_missing)
    return Answer(
        aid.id,
        aid.version,
        aid_digest(aid),
        on,
        found.answer,
        found.supposed,
        deciding,
        found.steps,
        amount,
        tuple(dict.fromkeys((*open_facts, *amount.missing))),
        read,
        _last_read(found, amount),
    )


def _last_read(found: Outcome, amount: AmountBounds) -> LastRead | None:
    """Return the last readings of what is presumed; nothing is where what is shown that day answers alone."""
    presumed: list[Period[Any]] = list(amount.presumed)
    if found.answer != "unknown":
        presumed += [period for step in found.presumed for period in step.rule.periods]
    return last_read(presumed)


def _no_better_than_unknown(said: gates.Answer) -> gates.Answer:
    return "no" if said == "no" else "unknown"


def aid_digest(aid: Aid) -> str:
    """Return the digest of an aid as data."""
    return digest(aid.model_dump(mode="json"))


def checked(aid: Aid, facts: Facts) -> dict[str, Any]:
    """Return the known facts, each of its sort.

    Raises
    ------
    UnknownFact, UnusableFact
    """
    known = {fact.id: fact for fact in aid.facts}
    for name in facts:
        if name not in known:
            raise UnknownFact(name, sorted(known))
    return {
        name: _checked(known[name], value) for name, value in facts.items() if value is not None
    }


def _checked(fact: FactSpec, value: Any) -> Any:
    if fact.kind == "yes_no":
        if not isinstance(value, bool):
            raise UnusableFact(fact.id, value, Text("oui ou non", "yes or no"))
        return value
    if fact.kind == "choice":
        ids = [option.id for option in fact.options]
        if value not in ids:
            expected = ", ".join(ids)
            raise UnusableFact(fact.id, value, Text(expected, expected))
        return value
    greatest = LARGEST if fact.greatest is None else fact.greatest
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not fact.least <= value <= greatest:
        sort = (
            Text("un montant en centimes", "an amount in cents")
            if fact.kind == "money"
            else Text("un nombre entier", "a whole number")
        )
        bounds = Text("{sort}, de {low:.0f} à {high:.0f}", "{sort}, from {low:.0f} to {high:.0f}")
        raise UnusableFact(fact.id, value, bounds.filled(sort=sort, low=fact.least, high=greatest))
    return value


def _deciding(said: gates.Answer, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the conditions that stand in the way of another answer."""
    stands = {"yes": "yes", "no": "no", "unknown": "unknown"}
    turned = {"yes": "no", "no": "yes", "unknown": "unknown"}
    found = [
        step
        for step in steps
        if (turned[step.answer] if step.is_negated else stands[step.answer]) == said
    ]
    return tuple(found)
