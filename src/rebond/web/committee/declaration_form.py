"""The form of declarations: one question a dossier, and « none on any other » for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rebond.web.committee.declaring import LONGEST_SENTENCE, Said
from rebond.web.committee.models import Declaration
from rebond.web.dossiers.models import Dossier

INTEREST, NONE = "interet", "aucun"


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One dossier: what was declared last, what may tie the reader to it, and what was just typed."""

    dossier: Dossier
    latest: Declaration | None
    hints: tuple[str, ...]
    answer: str
    sentence: str


def read_declarations(
    values: Mapping[str, str], rows: Sequence[DeclarationRow]
) -> tuple[list[DeclarationRow], list[Said]]:
    """Read the answers; a dossier left without an answer is declared only when « none on the rest » is ticked."""
    is_rest_none = values.get("reste") == NONE
    typed, said = [], []
    for row in rows:
        answer = values.get(f"reponse_{row.dossier.reference}", "")
        sentence = values.get(f"phrase_{row.dossier.reference}", "").replace("\x00", "")
        sentence = sentence[:LONGEST_SENTENCE]
        answer = answer if answer in {INTEREST, NONE} else ""
        typed.append(replace(row, answer=answer, sentence=sentence))
        if answer:
            said.append(Said(row.dossier, answer == INTEREST, sentence))
        elif is_rest_none and row.latest is None:
            said.append(Said(row.dossier, has_interest=False))
    return typed, said
