"""What changed since an answer: its frozen evidence beside that of a later day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rebond.parliament.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that says something else."""

    before: Evidence
    after: Evidence

    @property
    def became_established(self) -> bool:
        """Whether what was not established now is."""
        return self.after.is_established and not self.before.is_established


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two sets of rows.

    Parameters
    ----------
    added, removed : tuple of Evidence
        Rows of one set alone.
    changed : tuple of Changed
        Rows of both that do not say the same.
    kept : int
        How many say the same.
    """

    added: tuple[Evidence, ...]
    removed: tuple[Evidence, ...]
    changed: tuple[Changed, ...]
    kept: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed)

    @property
    def count(self) -> int:
        """How many rows differ."""
        return len(self.added) + len(self.removed) + len(self.changed)


def changes(frozen: Iterable[Evidence], present: Iterable[Evidence]) -> Changes:
    """Compare the frozen evidence of an answer with the present one.

    Parameters
    ----------
    frozen, present : iterable of Evidence

    Returns
    -------
    Changes
        Rows are compared by id; words, day and sources count, the address of a page does not.
    """
    before = {row.id: row for row in frozen}
    after = {row.id: row for row in present}
    both = [name for name in before if name in after]
    changed = tuple(
        Changed(before[name], after[name])
        for name in both
        if _said(before[name]) != _said(after[name])
    )
    return Changes(
        added=tuple(row for name, row in after.items() if name not in before),
        removed=tuple(row for name, row in before.items() if name not in after),
        changed=changed,
        kept=len(both) - len(changed),
    )


def _said(row: Evidence) -> tuple[object, ...]:
    return (row.words, row.on, row.is_established, frozenset(row.sources))
