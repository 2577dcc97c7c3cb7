"""Plain YAML scalars read without the surprises of YAML 1.1."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rebond.programme.complaints import quoted
from rebond.programme.errors import ProblemKind
from rebond.texts import Text

MAX_INTEGER_DIGITS = 15

# Control characters, lone surrogates, and the marks that reorder text on screen.
HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_NULL = re.compile(r"(?:~|null|Null|NULL)?")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:inf|nan|infinity)", re.IGNORECASE)
_BOOLEAN_LIKE = re.compile(r"(?:y|n|yes|no|on|off|true|false)", re.IGNORECASE)
_NUMBER_LIKE = re.compile(
    r"[-+]?(?:0[xob][0-9a-fA-F_]+"
    r"|[0-9][0-9_]*(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?"
    r"|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)"
)
_TIME_LIKE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:(?:[Tt]|[ \t]+[0-9]).*)?")


class Broken:
    """Stands where a value could not be read; complaints about it are already made."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN = Broken()


@dataclass(frozen=True, slots=True)
class Surprise:
    """A plain scalar that would not mean the same thing to every reader.

    Parameters
    ----------
    kind : ProblemKind
    what : Text
    cure : Text
    """

    kind: ProblemKind
    what: Text
    cure: Text


def read_plain(value: str) -> Any:
    """Return what an unquoted scalar means, or the `Surprise` it hides.

    Parameters
    ----------
    value : str
        The scalar as written.

    Returns
    -------
    None, bool, int, Decimal, datetime.date, str or Surprise

    Examples
    --------
    >>> read_plain("0.10"), read_plain("2A"), read_plain("78")
    (Decimal('0.10'), '2A', 78)
    >>> read_plain("01").kind.value
    'ambiguous'
    """
    if _NULL.fullmatch(value):
        return None
    if value in ("true", "false"):
        return value == "true"
    if _INTEGER.fullmatch(value) and len(value.lstrip("-")) <= MAX_INTEGER_DIGITS:
        return int(value)
    if _DECIMAL.fullmatch(value) and len(value.lstrip("-")) <= MAX_INTEGER_DIGITS + 1:
        return Decimal(value)
    if _DATE.fullmatch(value):
        return _day(value)
    return _surprise(value) or value


def _day(value: str) -> datetime.date | Surprise:
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        return Surprise(
            ProblemKind.BAD_FORMAT,
            Text(
                "{value} n’est pas un jour du calendrier", "{value} is not a day of the calendar"
            ).filled(value=quoted(value)),
            Text("Écrivez AAAA-MM-JJ.", "Write YYYY-MM-DD."),
        )


def _surprise(value: str) -> Surprise | None:
    found = quoted(value)
    if _NOT_FINITE.fullmatch(value):
        return Surprise(
            ProblemKind.NOT_FINITE,
            Text("{value} n’est pas un nombre fini", "{value} is not a finite number").filled(
                value=found
            ),
            Text(
                "Écrivez un nombre, ou «\u202fstatus: unknown\u202f» avec ce qui a été cherché.",
                "Write a number, or “status: unknown” with what was looked for.",
            ),
        )
    if _BOOLEAN_LIKE.fullmatch(value):
        return Surprise(
            ProblemKind.AMBIGUOUS,
            Text(
                "{value} est lu comme oui ou non par certains lecteurs YAML, comme un mot par d’autres",
                "{value} is read as yes or no by some YAML readers and as a word by others",
            ).filled(value=found),
            Text(
                "Écrivez true ou false, ou mettez le mot entre guillemets.",
                "Write true or false, or put the word between quotes.",
            ),
        )
    if _NUMBER_LIKE.fullmatch(value):
        return Surprise(
            ProblemKind.AMBIGUOUS,
            Text(
                "{value} change de valeur selon le lecteur YAML",
                "{value} changes value from one YAML reader to another",
            ).filled(value=found),
            Text(
                f'Pour un code, écrivez "{value}" entre guillemets\u202f; pour un nombre, seulement des '
                f"chiffres et un point, {MAX_INTEGER_DIGITS} chiffres au plus.",
                f'For a code, write "{value}" between quotes; for a number, only digits and a point, '
                f"{MAX_INTEGER_DIGITS} digits at most.",
            ),
        )
    if _TIME_LIKE.fullmatch(value):
        return Surprise(
            ProblemKind.BAD_FORMAT,
            Text("{value} n’est pas un jour", "{value} is not a day").filled(value=found),
            Text("Écrivez AAAA-MM-JJ, sans heure.", "Write YYYY-MM-DD, without a time."),
        )
    return None
