"""The content of a YAML file with the place of every key and value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rebond.programme.errors import Problem, ProblemKind
from rebond.programme.yaml_scalars import BROKEN
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rebond.programme.complaints import KeyPath


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class YamlSource:
    """The content of one YAML file with the place of every key and value.

    Parameters
    ----------
    file : str
        Name to show in messages.
    value : object
        Dicts, tuples, strings, booleans, integers, `Decimal`, dates, None; `BROKEN` where unreadable.
    values, keys : dict
        Place of each value and of each key, by path.
    problems : list of Problem
    """

    file: str
    value: Any = None
    values: dict[KeyPath, Mark] = field(default_factory=dict)
    keys: dict[KeyPath, Mark] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def complain(
        self,
        kind: ProblemKind,
        path: KeyPath,
        mark: Mark | None,
        what: Text,
        cure: Text,
        *,
        allowed: Text | None = None,
    ) -> None:
        """Add a problem at a place of this file."""
        self.problems.append(
            Problem(
                kind,
                self.file,
                mark.line if mark else None,
                mark.column if mark else None,
                path_text(path),
                what,
                allowed,
                cure,
            )
        )

    def complain_hidden(self, character: str, path: KeyPath, mark: Mark) -> None:
        """Say that an invisible character stands in the file."""
        self.complain(
            ProblemKind.HIDDEN_CHARACTER,
            path,
            mark,
            Text(
                f"caractère invisible U+{ord(character):04X}",
                f"invisible character U+{ord(character):04X}",
            ),
            Text(
                "Supprimez-le\u202f: il pourrait cacher ou retourner un texte.",
                "Delete it: it could hide or reverse a text.",
            ),
        )

    def mark_of(self, path: KeyPath) -> Mark:
        """Return the place of the value at `path`, or of the nearest thing above it."""
        while path:
            mark = self.values.get(path) or self.keys.get(path)
            if mark is not None:
                return mark
            path = path[:-1]
        return self.values.get((), Mark(1, 1))

    def holder_of(self, path: KeyPath) -> Mark:
        """Return the place of the key that holds `path`, for something missing from it."""
        return self.keys.get(path) or self.mark_of(path)

    def broken_paths(self) -> set[KeyPath]:
        """Return the paths whose value could not be read."""
        return {path for path, value in _walk(self.value, ()) if value is BROKEN}


def _walk(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    pending: list[tuple[KeyPath, Any]] = [(path, value)]
    while pending:
        here, current = pending.pop()
        yield here, current
        if isinstance(current, dict):
            pending.extend(((*here, key), item) for key, item in current.items())
        elif isinstance(current, tuple):
            pending.extend(((*here, position), item) for position, item in enumerate(current))


def path_text(path: KeyPath) -> str:
    """Write a key path as ``grid.criteria[2].id``."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"[{part}]"
        else:
            written += f".{part}" if written else part
    return written
