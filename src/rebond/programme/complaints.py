"""Complaints raised inside the models, before file and line are known."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.programme.errors import ProblemKind
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LONGEST_QUOTE = 80
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a check found, at a path relative to the model that was checked.

    Parameters
    ----------
    kind : ProblemKind
    at : tuple of str or int
        Keys and list positions below the checked model.
    what : Text
    cure : Text
    allowed : Text, optional
    """

    kind: ProblemKind
    at: KeyPath
    what: Text
    cure: Text
    allowed: Text | None = None


class ContentError(ValueError):
    """A model's content contradicts itself; pydantic carries this out with the model's place."""

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(complaint.what.en for complaint in complaints))


def refuse(complaints: Sequence[Complaint]) -> None:
    """Raise `ContentError` when there is at least one complaint.

    Raises
    ------
    ContentError
    """
    if complaints:
        raise ContentError(complaints)


def quoted(value: object) -> Text:
    """Return a found value between the quotation marks of each language."""
    written = str(value)
    if len(written) > LONGEST_QUOTE:
        written = written[:LONGEST_QUOTE] + "…"
    return Text(f"«\u202f{written}\u202f»", f"“{written}”")


def listed(names: Iterable[str]) -> Text:
    """Return names as a plain enumeration."""
    joined = ", ".join(names) or "—"
    return Text(joined, joined)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that looks most like `name`, if one looks like it at all."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def guess(name: str, known: Iterable[str]) -> Text:
    """Return the cure that names the nearest known name, or says to choose one."""
    close = nearest(name, known)
    if close is None:
        return Text("Choisissez l’une des valeurs permises.", "Choose one of the allowed values.")
    return Text(
        f"Le plus proche est «\u202f{close}\u202f»\u202f: est-ce lui\u202f?",
        f"The nearest is “{close}”: is it the one?",
    )


def repeated_ids(ids: Sequence[str], below: KeyPath, key: str | None = "id") -> list[Complaint]:
    """Return one complaint for each id that stands a second time.

    Parameters
    ----------
    ids : sequence of str
        Ids in the order of the list.
    below : tuple of str or int
        Path of the list.
    key : str or None, default "id"
        Key that holds the id; None when the list holds the ids themselves.

    Returns
    -------
    list of Complaint
    """
    twice = {name for name, count in Counter(ids).items() if count > 1}
    complaints = []
    for position, name in enumerate(ids):
        if name in twice and ids.index(name) != position:
            at = (*below, position) if key is None else (*below, position, key)
            complaints.append(
                Complaint(
                    ProblemKind.DUPLICATE_ID,
                    at,
                    Text(
                        "{name} figure déjà dans cette liste", "{name} is already in this list"
                    ).filled(name=quoted(name)),
                    Text("Donnez à chaque élément son propre nom.", "Give each item its own name."),
                )
            )
    return complaints


def unknown_reference(name: str, known: Iterable[str], at: KeyPath, noun: Text) -> Complaint:
    """Return the complaint that `name` refers to nothing, with what is known and the nearest name."""
    known = tuple(known)
    return Complaint(
        ProblemKind.UNKNOWN_REFERENCE,
        at,
        Text(
            "{noun} {name} n’est déclaré nulle part", "{noun} {name} is not declared anywhere"
        ).filled(noun=noun, name=quoted(name)),
        guess(name, known),
        listed(known),
    )
