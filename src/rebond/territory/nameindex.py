"""An index of comparable names: exact, without articles, by prefix, by words, approximate."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from rebond.territory.columns import IntArray
from rebond.territory.names import without_articles

LEGAL_FORMS: Final = (
    "communaute de communes",
    "communaute d agglomeration",
    "communaute urbaine",
    "etablissement public territorial",
    "metropole",
    "ca",
    "cc",
    "cu",
    "ept",
)
"""Words before (and «métropole» after) a name that tell its legal form, in comparable form."""

CLOSE_ENOUGH: Final = 0.8
"""Similarity (difflib ratio) from which a name is an approximate match."""

_APPROXIMATE_SHOWN = 5
_COMPARED = 60
_LETTERS = 37
_AFTER_ANY_LETTER = "\x7f"


@dataclass(frozen=True)
class NameIndex:
    """Comparable names of numbered entries; answers are ascending entry numbers.

    Parameters
    ----------
    forms : sequence of str
        Comparable name of each entry. The caller numbers entries in the order in which they should
        be shown.
    """

    forms: Sequence[str]

    @cached_property
    def _loose(self) -> list[str]:
        return [loose_form(form) for form in self.forms]

    @cached_property
    def _by_form(self) -> dict[str, list[int]]:
        return _grouped(self.forms)

    @cached_property
    def _by_loose(self) -> dict[str, list[int]]:
        """Return the entries by name without articles, and by name without legal form as well."""
        groups = _grouped(self._loose)
        for entry, (form, loose) in enumerate(zip(self.forms, self._loose, strict=True)):
            with_legal_form = without_articles(form)
            if with_legal_form != loose:
                groups.setdefault(with_legal_form, []).append(entry)
        return groups

    @cached_property
    def _sorted(self) -> tuple[list[str], IntArray]:
        """Return all forms, with and without articles, in order, and the entry of each."""
        pairs = [*zip(self.forms, range(len(self.forms)), strict=True)]
        pairs += [
            (loose, entry)
            for entry, (form, loose) in enumerate(zip(self.forms, self._loose, strict=True))
            if loose != form
        ]
        pairs.sort()
        return [form for form, _ in pairs], np.array([entry for _, entry in pairs], dtype=np.int64)

    @cached_property
    def _by_word(self) -> tuple[list[str], list[IntArray]]:
        """Return all words in order, and for each the entries whose name has it."""
        entries: dict[str, list[int]] = {}
        for entry, form in enumerate(self.forms):
            for word in form.split():
                entries.setdefault(word, []).append(entry)
        words = sorted(entries)
        return words, [np.array(entries[word], dtype=np.int64) for word in words]

    def exact(self, form: str) -> list[int]:
        """Return the entries with exactly this comparable name."""
        return self._by_form.get(form, [])

    def exact_without_articles(self, form: str) -> list[int]:
        """Return the entries with this name, articles aside, and their legal form if not asked."""
        return sorted(self._by_loose.get(without_articles(form), []))

    def starting_with(self, form: str) -> IntArray:
        """Return the entries whose name, with or without articles, begins with `form`."""
        names, entries = self._sorted
        found = [entries[_prefix_range(names, start)] for start in {form, without_articles(form)}]
        return np.unique(np.concatenate(found))

    def with_words(self, form: str) -> IntArray:
        """Return the entries whose name has, in any order, a word that begins with each of `form`."""
        words, entries = self._by_word
        asked = list(dict.fromkeys(without_articles(form).split()))
        found: IntArray | None = None
        for word in sorted(asked, key=len, reverse=True):
            lists = entries[_prefix_range(words, word)]
            if not lists:
                return np.empty(0, dtype=np.int64)
            holding = np.unique(np.concatenate(lists))
            found = holding if found is None else np.intersect1d(found, holding, assume_unique=True)
        nothing = np.empty(0, dtype=np.int64)
        return nothing if found is None else self._told_apart(found, asked)

    def _told_apart(self, found: IntArray, asked: list[str]) -> IntArray:
        """Keep the entries in which words that begin alike are matched by distinct words."""
        alike = [word for word in asked if any(o != word and o.startswith(word) for o in asked)]
        if not alike:
            return found
        kept = []
        for entry in found.tolist():
            words = self.forms[entry].split()
            if all(
                sum(w.startswith(word) for w in words) >= sum(o.startswith(word) for o in asked)
                for word in alike
            ):
                kept.append(entry)
        return np.array(kept, dtype=np.int64)

    @cached_property
    def _letters(self) -> npt.NDArray[np.int64]:
        """Return how often each letter and digit stands in each name, shape (entries, 37)."""
        return letter_counts(self._loose)

    def alike(self, form: str) -> list[tuple[int, float]]:
        """Return the few entries whose name is nearly `form`, most similar first.

        Parameters
        ----------
        form : str

        Returns
        -------
        list of (int, float)
            Entry and similarity in [`CLOSE_ENOUGH`, 1].

        Notes
        -----
        The similarity is `difflib.SequenceMatcher.ratio`. Two names that differ by `d` letters in
        their letter counts cannot be more similar than ``1 - d / (both lengths)``, so that only names
        near in letters are compared.
        """
        asked = loose_form(form)
        if len(self.forms) == 0:
            return []
        counts = self._letters
        differing = np.abs(counts - letter_counts([asked])).sum(axis=1)
        lengths = counts.sum(axis=1) + max(len(asked), 1)
        bound = 1 - differing / lengths
        near = np.flatnonzero(bound >= CLOSE_ENOUGH)
        near = near[np.argsort(-bound[near], kind="stable")][:_COMPARED]
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(asked)
        found = []
        for entry in near.tolist():
            matcher.set_seq1(self._loose[entry])
            similarity = round(matcher.ratio(), 4)
            if similarity >= CLOSE_ENOUGH:
                found.append((entry, similarity))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:_APPROXIMATE_SHOWN]


def loose_form(form: str) -> str:
    """Return a comparable name without its legal form and articles.

    Examples
    --------
    >>> loose_form("communaute d agglomeration du pays basque"), loose_form("dijon metropole")
    ('pays basque', 'dijon')
    >>> loose_form("metropole")
    'metropole'
    """
    for legal in LEGAL_FORMS:
        if form.startswith(f"{legal} "):
            form = form[len(legal) + 1 :]
            break
    form = form.removesuffix(" metropole")
    return without_articles(form)


def _grouped(forms: Iterable[str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for entry, form in enumerate(forms):
        groups.setdefault(form, []).append(entry)
    return groups


def _prefix_range(ordered: list[str], prefix: str) -> slice:
    first = bisect_left(ordered, prefix)
    return slice(first, bisect_left(ordered, prefix + _AFTER_ANY_LETTER, lo=first))


def letter_counts(forms: Sequence[str]) -> npt.NDArray[np.int64]:
    """Count the 26 letters, the 10 digits and the blank of comparable names.

    Parameters
    ----------
    forms : sequence of str

    Returns
    -------
    array, shape (forms, 37), int64, ≥ 0
    """
    letters = np.frombuffer("".join(forms).encode("ascii"), dtype=np.uint8).astype(np.int64)
    columns = np.where(letters >= ord("a"), letters - ord("a"), letters - ord("0") + 26)
    columns = np.where(letters == ord(" "), _LETTERS - 1, columns)
    rows = np.repeat(np.arange(len(forms)), [len(form) for form in forms])
    counts = np.bincount(rows * _LETTERS + columns, minlength=len(forms) * _LETTERS)
    return counts.reshape(len(forms), _LETTERS)
