"""What the pages of applications send: facts, days and sums, read into what services take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rebond.aid import FactSpec
from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web.aids.application_errors import AmountOutOfRule, FactsUnread, ProofUnfit
from rebond.web.aids.simulator import read_answer
from rebond.web.aids.simulator_fields import HINTS, NO, YES, of_fact
from rebond.web.ledger import amounts

FACT, SETTLED = "fait-", "point-"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to be told, what was typed for it, and what is wrong with that."""

    spec: FactSpec
    name: str
    hint: Text | None
    typed: str
    options: tuple[tuple[str, Text], ...]
    fault: Text | None = None

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the field."""
        ids = [f"faute-{self.name}"] if self.fault else []
        ids += [f"aide-{self.name}"] if self.hint else []
        return " ".join(ids)


def questions(
    specs: Iterable[FactSpec], posted: Mapping[str, Any], error: RebondError | None = None
) -> tuple[Question, ...]:
    """Return the questions of a form, each with what its refusal says of it."""
    faults = error.faults if isinstance(error, FactsUnread) else {}
    return tuple(
        Question(
            one,
            f"{FACT}{one.id}",
            HINTS.get(one.id),
            str(posted.get(f"{FACT}{one.id}", ""))[:LONGEST],
            _options(one),
            faults.get(one.id),
        )
        for one in specs
    )


def facts(specs: Iterable[FactSpec], posted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that a form tells; what is left empty is not known.

    Raises
    ------
    FactsUnread
        Naming every answer that cannot be read.
    """
    found: dict[str, Any] = {}
    faults: dict[str, Text] = {}
    asked: dict[str, Text] = {}
    for one in specs:
        written = str(posted.get(f"{FACT}{one.id}", "")).replace("\0", "").strip()[:LONGEST]
        value = read_answer(of_fact(one), written) if written else None
        if isinstance(value, Text):
            faults[one.id], asked[one.id] = value, one.question
        else:
            found[one.id] = value
    if faults:
        raise FactsUnread(faults, asked)
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
