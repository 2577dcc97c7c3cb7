"""Facts as people type them, on the command line or in a form, read into what rules compare."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rebond.aid.errors import UnknownFact, UnusableFact
from rebond.aid.evaluating import checked
from rebond.programme.answers_numbers import read_number
from rebond.programme.answers_problems import AnswerProblem
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.aid.model import Aid, FactSpec

CENTS = 100
YES = frozenset({"oui", "yes", "true", "vrai", "1"})
NO = frozenset({"non", "no", "false", "faux", "0"})
UNKNOWN = frozenset({"", "?", "inconnu", "unknown"})


def read_typed(aid: Aid, texts: Mapping[str, str]) -> dict[str, Any]:
    """Read facts typed as text; an empty one, or «?», is unknown.

    Parameters
    ----------
    aid : Aid
    texts : mapping of str to str
        Money in euros, as French or English writes it.

    Returns
    -------
    dict
        Known facts, in the units of `rebond.aid.evaluating.answer`.

    Raises
    ------
    UnknownFact, UnusableFact
    """
    known = {fact.id: fact for fact in aid.facts}
    facts: dict[str, Any] = {}
    for name, written in texts.items():
        if name not in known:
            raise UnknownFact(name, sorted(known))
        if (value := read_fact(known[name], written.strip())) is not None:
            facts[name] = value
    return checked(aid, facts)


def read_fact(fact: FactSpec, written: str) -> Any:
    """Read one fact typed as text, whatever its bounds; None when it is unknown.

    Raises
    ------
    UnusableFact
    """
    if written.casefold() in UNKNOWN:
        return None
    if fact.kind == "choice":
        return written
    if fact.kind == "yes_no":
        word = written.casefold()
        if word not in YES | NO:
            raise UnusableFact(fact.id, written, Text("oui ou non", "yes or no"))
        return word in YES
    is_money = fact.kind == "money"
    bare = re.sub(r"(?i)(^\s*€)|((€|eur|euros?)\s*$)", "", written) if is_money else written
    expected = (
        Text("un montant en euros, à deux décimales au plus", "euros, with at most two decimals")
        if is_money
        else Text("un nombre entier", "a whole number")
    )
    try:
        value = read_number(bare) * (CENTS if is_money else 1)
    except AnswerProblem as problem:
        raise UnusableFact(fact.id, written, expected) from problem
    if value != value.to_integral_value() or abs(value) > Decimal(10) ** 15:
        raise UnusableFact(fact.id, written, expected)
    return int(value)
