"""The first difference between two decisions, named as a person would name it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rebond.texts import Text

CAUSES_FIRST = ("format", "programme", "parameters", "snapshot", "methods")
"""Keys of the body compared before the others: a cause says more than its consequences."""

LONGEST_VALUE = 160


class _Absent:
    """Marks a key or an element that one side does not have; JSON's null is a value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(absent)"


ABSENT = _Absent()


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two JSON values first differ.

    Parameters
    ----------
    path : str
        JSON pointer (RFC 6901) of the place; empty for the whole value.
    expected : JSON value or ABSENT
        Value on the first side.
    found : JSON value or ABSENT
        Value on the second side.
    name : Text, optional
        Human name of the nearest thing around the place (a candidate, a criterion, a rule).
    """

    path: str
    expected: Any
    found: Any
    name: Text | None = None

    @property
    def sentence(self) -> Text:
        """One sentence that names the place and both values."""
        named = (
            Text(fr="Première différence", en="First difference")
            if self.name is None
            else Text(
                fr="Première différence, pour « {name} »", en='First difference, for "{name}"'
            ).filled(name=self.name)
        )
        return Text(
            fr="{named} ({path}) : attendu {expected}, trouvé {found}.",
            en="{named} ({path}): expected {expected}, found {found}.",
        ).filled(
            named=named,
            path=self.path or "/",
            expected=_shown(self.expected),
            found=_shown(self.found),
        )


def first_difference(expected: Any, found: Any) -> Difference | None:
    """Return the first difference between two JSON values, or None when they are equal.

    Parameters
    ----------
    expected, found : JSON value
        For two decisions, give their bodies. Causes (programme, parameters, snapshot, methods) are
        compared before consequences; then keys in alphabetical order, elements in theirs.

    Returns
    -------
    Difference or None
        Numbers are compared by value (1 equals 1.0, true does not equal 1).

    Examples
    --------
    >>> a = {"candidates": [{"id": "x", "name": "Lisieux Industrie", "chance": 0.5}]}
    >>> b = {"candidates": [{"id": "x", "name": "Lisieux Industrie", "chance": 0.25}]}
    >>> first_difference(a, b).sentence.en
    'First difference, for "Lisieux Industrie" (/candidates/0/chance): expected 0.5, found 0.25.'
    """
    return _compare(expected, found, (), None)


def _compare(a: Any, b: Any, path: tuple[str, ...], name: Text | None) -> Difference | None:
    if isinstance(a, dict) and isinstance(b, dict):
        own = _name_of(a) or name
        for key in sorted({*a, *b}, key=_rank if not path else str):
            inner = _compare(a.get(key, ABSENT), b.get(key, ABSENT), (*path, key), own)
            if inner is not None:
                return inner
        return None
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        for index in range(max(len(a), len(b))):
            left = a[index] if index < len(a) else ABSENT
            right = b[index] if index < len(b) else ABSENT
            inner = _compare(left, right, (*path, str(index)), name)
            if inner is not None:
                return inner
        return None
    if _same(a, b):
        return None
    if b is ABSENT or a is ABSENT:
        name = _name_of(a if b is ABSENT else b) or name
    return Difference(_pointer(path), a, b, name)


def _rank(key: str) -> tuple[int, str]:
    return (CAUSES_FIRST.index(key) if key in CAUSES_FIRST else len(CAUSES_FIRST), key)


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, int | float) and isinstance(b, int | float):
        return a == b
    return type(a) is type(b) and bool(a == b)


def _name_of(value: Any) -> Text | None:
    """Return the name or title of a JSON object that has one."""
    if not isinstance(value, dict):
        return None
    label = value.get("name", value.get("title"))
    if isinstance(label, str):
        return Text(label, label)
    if isinstance(label, dict) and isinstance(label.get("fr"), str):
        return Text(label["fr"], str(label.get("en", label["fr"])))
    return None


def _pointer(path: tuple[str, ...]) -> str:
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)


def _shown(value: Any) -> Text:
    if value is ABSENT:
        return Text(fr="rien", en="nothing")
    written = json.dumps(value, ensure_ascii=False, default=repr)
    if len(written) > LONGEST_VALUE:
        written = written[: LONGEST_VALUE - 1] + "…"
    return Text(written, written)
