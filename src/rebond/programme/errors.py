"""What can go wrong with a policy, and the exceptions that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rebond.errors import BadInput
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.texts import Lang


class ProblemKind(StrEnum):
    """Every kind of problem a policy can have; each has a heading in ``docs/reference/programme.md``."""

    UNREADABLE = "unreadable"
    """The file cannot be read: no right to read it, or it is not a file."""
    OUTSIDE_FOLDER = "outside_folder"
    """A link leads out of the folder of the policy."""
    MISSING_FILE = "missing_file"
    """``programme.yaml``, or the file of a listed measure, is not there."""
    UNLISTED_FILE = "unlisted_file"
    """A file stands in ``measures/`` and the list ``measures`` does not name it."""
    NOT_UTF8 = "not_utf8"
    """A byte is not UTF-8."""
    TOO_LARGE = "too_large"
    """The file weighs too much or holds too many values."""
    TOO_DEEP = "too_deep"
    """Keys or fields are nested too deeply."""
    HIDDEN_CHARACTER = "hidden_character"
    """A character that nobody sees could hide or reverse a text."""
    SYNTAX = "syntax"
    """The text is not YAML, or holds several documents."""
    TAG = "tag"
    """A YAML tag (``!…``) stands there; tags are never obeyed."""
    ALIAS = "alias"
    """A YAML anchor, alias or merge key stands there; they are never followed."""
    DUPLICATE_KEY = "duplicate_key"
    """A key is written twice."""
    AMBIGUOUS = "ambiguous"
    """A value without quotes means one thing to one YAML reader and another to the next: ``yes``, ``01``, ``1_000``."""
    NOT_FINITE = "not_finite"
    """A number is infinite or not a number."""
    UNKNOWN_KEY = "unknown_key"
    """A key does not exist in this format; the nearest known key is named."""
    MISSING_KEY = "missing_key"
    """A required key is absent."""
    WRONG_TYPE = "wrong_type"
    """A value is of another kind than expected: a number for a text, a text for a list."""
    NOT_ALLOWED = "not_allowed"
    """A value is not in the list of allowed ones."""
    OUT_OF_RANGE = "out_of_range"
    """A number, a length or a count is outside its bounds."""
    BAD_FORMAT = "bad_format"
    """A text does not have the form of an id, a code, a month, a version or an address."""
    DUPLICATE_ID = "duplicate_id"
    """Two items of a list have the same id."""
    UNKNOWN_REFERENCE = "unknown_reference"
    """A source, an objective, an actor, a perimeter, a region, a criterion, a form field or an indicator is named and declared nowhere."""
    SHARES = "shares"
    """Shares do not sum to 1."""
    WEIGHTS = "weights"
    """No weighting meets the weights or intervals, whose bounds exclude each other."""
    ORDERINGS = "orderings"
    """Orderings of weights go round, or contradict the intervals."""
    VALUE_FUNCTION = "value_function"
    """The points of a value function are out of order or contradict its direction."""
    SELECTION = "selection"
    """Rules of selection cannot all hold: floors beyond ``k`` or beyond a ceiling, more regions than places."""
    DATES = "dates"
    """Periods overlap, leave a gap that nothing says, or run backwards; or a date is given twice or not at all."""
    AMOUNT = "amount"
    """Amounts contradict each other."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a policy, with its place and its cure.

    Parameters
    ----------
    kind : ProblemKind
    file : str
        Path of the file inside the policy's folder.
    line, column : int or None
        Place of the key or value, counted from 1; None when the file itself is the problem.
    key : str
        Key path such as ``grid.criteria[2].id``; empty for the whole file.
    what : Text
        What is wrong, with the value found.
    allowed : Text or None
        What may stand there.
    cure : Text
        What to do.
    """

    kind: ProblemKind
    file: str
    line: int | None
    column: int | None
    key: str
    what: Text
    allowed: Text | None
    cure: Text

    @property
    def where(self) -> str:
        """Return ``file:line:column`` with the parts that are known, then the key path."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place} {self.key}" if self.key else place

    def message(self, lang: Lang) -> str:
        """Return the problem in `lang` as one paragraph."""
        parts = [f"{self.where}: {self.what.of(lang)}"]
        if self.allowed is not None:
            label = Text("Permis\u202f: ", "Allowed: ")
            parts.append(label.of(lang) + self.allowed.of(lang))
        parts.append(self.cure.of(lang))
        return "\n    ".join(parts)


class PolicyInvalid(BadInput):
    """A policy cannot be used; `problems` holds everything found, in the order of the files.

    Parameters
    ----------
    origin : str
        Folder or name of the policy.
    problems : sequence of Problem
        At least one.
    """

    def __init__(self, origin: str, problems: Sequence[Problem]) -> None:
        self.origin = origin
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(
                f"la politique a {count} problème{'s' if count > 1 else ''}",
                f"the policy has {count} problem{'s' if count > 1 else ''}",
            ),
            where=origin,
            cure=Text(
                "Corrigez les endroits nommés. Format\u202f: docs/reference/programme.md",
                "Repair the places named. Format: docs/reference/programme.md",
            ),
        )

    def message(self, lang: Lang) -> str:
        """Return the head line, every problem, then where the format is described."""
        listed = "\n".join(f"  - {problem.message(lang)}" for problem in self.problems)
        head = f"{self.where}: {self.what.of(lang)}"
        return "\n".join((head, listed, self.cure.of(lang) if self.cure else ""))


class ProgrammeNotFound(BadInput):
    """No policy stands under the name or path given.

    Parameters
    ----------
    asked : str
        What was asked for.
    known : sequence of str
        Ids of the shipped policies.
    nearest : str or None
        The shipped id that looks most like `asked`.
    """

    def __init__(self, asked: str, known: Sequence[str], nearest: str | None) -> None:
        self.asked = asked
        self.known = tuple(known)
        self.nearest = nearest
        listed = ", ".join(self.known) or "—"
        guess_fr = f" Vouliez-vous dire «\u202f{nearest}\u202f»\u202f?" if nearest else ""
        guess_en = f" Did you mean “{nearest}”?" if nearest else ""
        super().__init__(
            Text(
                f"aucun programme ni dossier «\u202f{asked}\u202f».{guess_fr}",
                f"no programme or folder “{asked}”.{guess_en}",
            ),
            why=Text(
                f"Programmes livrés\u202f: {listed}.",
                f"Shipped programmes: {listed}.",
            ),
            cure=Text(
                "Donnez l’un de ces noms, ou le chemin d’un dossier qui contient programme.yaml.",
                "Give one of these names, or the path of a folder that holds programme.yaml.",
            ),
        )


class MeasureNotFound(BadInput):
    """A programme has no measure under that name.

    Parameters
    ----------
    programme : str
        Id of the programme.
    asked : str
        What was asked for.
    known : sequence of str
        Ids of its measures.
    """

    def __init__(self, programme: str, asked: str, known: Sequence[str]) -> None:
        self.programme = programme
        self.asked = asked
        self.known = tuple(known)
        listed = ", ".join(self.known) or "—"
        super().__init__(
            Text(
                f"le programme {programme} n’a pas de mesure «\u202f{asked}\u202f»",
                f"programme {programme} has no measure “{asked}”",
            ),
            cure=Text(f"Mesures\u202f: {listed}.", f"Measures: {listed}."),
        )
