"""What the pages of applications send: facts, days and sums, read into what services take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond.aid import FactSpec
from rebond.aid.errors import UnusableFact
from rebond.aid.typed import read_fact
from rebond.texts import Text
from rebond.web.aids.application_errors import AmountOutOfRule, ProofUnfit
from rebond.web.aids.simulator import MOST_CENTS, money
from rebond.web.aids.simulator_fields import HINTS, NO, YES
from rebond.web.ledger import amounts

FACT, SETTLED = "fait-", "point-"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to be told, and what was typed for it."""

    spec: FactSpec
    name: str
    hint: Text | None
    typed: str
    options: tuple[tuple[str, Text], ...]


def questions(specs: Iterable[FactSpec], posted: Mapping[str, Any]) -> tuple[Question, ...]:
    """Return the questions of a form."""
    return tuple(
        Question(
            one,
            f"{FACT}{one.id}",
            HINTS.get(one.id),
            str(posted.get(f"{FACT}{one.id}", ""))[:LONGEST],
            _options(one),
        )
        for one in specs
    )


def facts(specs: Iterable[FactSpec], posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that a form tells; what is left empty is not known.

    Raises
    ------
    UnusableFact
    """
    found = {}
    for one in specs:
        written = str(posted.get(f"{FACT}{one.id}", "")).replace("\0", "").strip()[:LONGEST]
        value = read_fact(one, written)
        if value is not None and one.kind == "money" and not 0 <= value <= MOST_CENTS:
            bounds = Text("de {low} à {high}", "{low} to {high}")
            raise UnusableFact(one.id, written, bounds.filled(low=money(0), high=money(MOST_CENTS)))
        found[one.id] = value
    return found


def settled(names: Iterable[str], posted: Mapping[str, Any]) -> dict[str, str]:
    """Return the reasons given for the conditions that no source establishes; none where nothing is written."""
    found = {one: str(posted.get(f"{SETTLED}{one}", "")).strip() for one in names}
    return {name: why for name, why in found.items() if why}


def day(posted: Mapping[str, Any], name: str) -> date:
    """Return a day of a form.

    Raises
    ------
    ProofUnfit
    """
    written = str(posted.get(name, "")).strip()[:20]
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ProofUnfit(
            Text(
                "« {written} » n’est pas un jour, comme 2031-12-02.",
                "“{written}” is not a day, such as 2031-12-02.",
            ).filled(written=written or "—"),
            Text("Donnez le jour.", "Give the day."),
        ) from None


def cents(posted: Mapping[str, Any], name: str, *, is_required: bool = True) -> int | None:
    """Return a sum of a form; nothing typed is none.

    Raises
    ------
    BadInput
    """
    written = str(posted.get(name, "")).strip()[:60]
    if not written:
        if is_required:
            raise AmountOutOfRule(Text("le montant manque.", "the amount is missing."))
        return None
    plain = written.translate(amounts.SPACES)
    if plain.replace(",", ".") in {"0", "0.0", "0.00"}:
        return 0
    return amounts.read(written, "cents")


def _options(spec: FactSpec) -> tuple[tuple[str, Text], ...]:
    if spec.kind == "yes_no":
        return ((YES, Text("oui", "yes")), (NO, Text("non", "no")))
    return tuple((one.id, one.label) for one in spec.options)
