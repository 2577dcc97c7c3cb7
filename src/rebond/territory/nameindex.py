"""An index of comparable names: exact, without articles, by prefix, by words, approximate."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from rebond.territory.columns import IntArray
from rebond.territory.names import (
    without_articles,
    without_articles_all,
    without_legal_form_all,
)

CLOSE_ENOUGH: Final = 0.8
"""Similarity (difflib ratio) from which a name is an approximate match."""

_APPROXIMATE_SHOWN = 5
_COMPARED = 40
_LETTERS = 37
_MOST = 63
_AFTER_ANY_LETTER = "\x7f"


@dataclass(frozen=True)
class NameIndex:
    """Comparable names of numbered entries; answers are ascending entry numbers.

    Parameters
    ----------
    forms : sequence of str
        Comparable names.
    entries : sequence of int
        The entry that each name is of; an entry may have several names. The caller numbers entries
        in the order in which they should be shown.
    """

    forms: Sequence[str]
    entries: Sequence[int]

    @cached_property
    def _without_articles(self) -> list[str]:
        return without_articles_all(self.forms)

    @cached_property
    def _bare(self) -> list[str]:
        return without_legal_form_all(self.forms)

    @cached_property
    def _by_form(self) -> dict[str, list[int]]:
        return _grouped([(self.forms, self.entries)])

    @cached_property
    def _by_loose_form(self) -> dict[str, list[int]]:
        """Return the entries by name without articles, and by name without legal form as well."""
        plain, bare = self._without_articles, self._bare
        other = [row for row, form in enumerate(bare) if form != plain[row]]
        others = ([bare[row] for row in other], [self.entries[row] for row in other])
        return _grouped([(plain, self.entries), others])

    @cached_property
    def _sorted(self) -> tuple[list[str], IntArray]:
        """Return all forms, with and without articles and legal form, in order, with entries."""
        pairs = {*zip(self.forms, self.entries, strict=True)}
        pairs.update(zip(self._without_articles, self.entries, strict=True))
        pairs.update(zip(self._bare, self.entries, strict=True))
        ordered = sorted(pairs)
        return [form for form, _ in ordered], np.array([e for _, e in ordered], dtype=np.int64)

    @cached_property
    def _by_word(self) -> tuple[list[str], dict[str, list[int]]]:
        """Return all words in order, and the rows of the names that have each."""
        rows: dict[str, list[int]] = {}
        for row, form in enumerate(self.forms):
            for word in form.split():
                rows.setdefault(word, []).append(row)
        return sorted(rows), rows

    def exact(self, form: str) -> list[int]:
        """Return the entries with exactly this comparable name."""
        return sorted(set(self._by_form.get(form, [])))

    def exact_without_articles(self, form: str) -> list[int]:
        """Return the entries with this name, articles aside, and their legal form if not asked."""
        return sorted(set(self._by_loose_form.get(without_articles(form), [])))

    def starting_with(self, form: str) -> IntArray:
        """Return the entries whose name, with or without articles, begins with `form`."""
        names, entries = self._sorted
        found = [entries[_prefix_range(names, start)] for start in {form, without_articles(form)}]
        return np.unique(np.concatenate(found))

    def with_words(self, form: str) -> IntArray:
        """Return the entries whose name has, in any order, a word that begins with each of `form`."""
        words, rows = self._by_word
        asked = list(dict.fromkeys(without_articles(form).split()))
        found = np.empty(0, dtype=np.int64)
        for place, word in enumerate(sorted(asked, key=len, reverse=True)):
            held = chain.from_iterable(rows[known] for known in words[_prefix_range(words, word)])
            holding = np.unique(np.fromiter(held, dtype=np.int64))
            joined = holding if place == 0 else np.intersect1d(found, holding, assume_unique=True)
            found = joined.astype(np.int64)
        return self._entries_of(self._told_apart(found, asked))

    def _entries_of(self, rows: IntArray) -> IntArray:
        return np.unique(np.asarray(self.entries, dtype=np.int64)[rows])

    def _told_apart(self, rows: IntArray, asked: list[str]) -> IntArray:
        """Keep the names in which words that begin alike are matched by distinct words."""
        alike = [word for word in asked if any(o != word and o.startswith(word) for o in asked)]
        if not alike:
            return rows
        kept = []
        for row in rows.tolist():
            words = self.forms[row].split()
            if all(
                sum(w.startswith(word) for w in words) >= sum(o.startswith(word) for o in asked)
                for word in alike
            ):
                kept.append(row)
        return np.array(kept, dtype=np.int64)

    @cached_property
    def _letters(self) -> npt.NDArray[np.int8]:
        """Return how often each letter and digit stands in each name, shape (37, names)."""
        return np.ascontiguousarray(letter_counts(self._bare).T)

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
        The similarity is `difflib.SequenceMatcher.ratio`. Two names that differ by `d` in their letter
        counts cannot be more similar than ``1 - d / (both lengths)``, so that only names near in letters
        are compared.
        """
        asked = without_legal_form_all([form])[0]
        if not self.forms:
            return []
        differing = np.zeros(len(self.forms), dtype=np.int16)
        for counts, own in zip(self._letters, letter_counts([asked])[0], strict=True):
            differing += np.abs(counts - own)
        lengths = self._letters.sum(axis=0, dtype=np.int16) + len(asked)
        bound = 1 - differing / np.maximum(lengths, 1)
        near = np.flatnonzero(bound >= CLOSE_ENOUGH)
        near = near[np.argsort(-bound[near], kind="stable")][:_COMPARED]
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(asked)
        found: dict[int, float] = {}
        for row in near.tolist():
            matcher.set_seq1(self._bare[row])
            similarity = round(matcher.ratio(), 4)
            entry = self.entries[row]
            if similarity >= max(CLOSE_ENOUGH, found.get(entry, 0.0)):
                found[entry] = similarity
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_APPROXIMATE_SHOWN]


def _grouped(pairs: Iterable[tuple[Sequence[str], Sequence[int]]]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for forms, entries in pairs:
        for form, entry in zip(forms, entries, strict=True):
            groups.setdefault(form, []).append(entry)
    return groups


def _prefix_range(ordered: list[str], prefix: str) -> slice:
    first = bisect_left(ordered, prefix)
    return slice(first, bisect_left(ordered, prefix + _AFTER_ANY_LETTER, lo=first))


def letter_counts(forms: Sequence[str]) -> npt.NDArray[np.int8]:
    """Count the 26 letters, the 10 digits and the blank of comparable names.

    Parameters
    ----------
    forms : sequence of str

    Returns
    -------
    array, shape (forms, 37), int8, in [0, 63] (higher counts are cut, so that differences fit)
    """
    letters = np.frombuffer("".join(forms).encode("ascii"), dtype=np.uint8).astype(np.int64)
    columns = np.where(letters >= ord("a"), letters - ord("a"), letters - ord("0") + 26)
    columns = np.where(letters == ord(" "), _LETTERS - 1, columns)
    rows = np.repeat(np.arange(len(forms)), [len(form) for form in forms])
    counts = np.bincount(rows * _LETTERS + columns, minlength=len(forms) * _LETTERS)
    return np.minimum(counts, _MOST).astype(np.int8).reshape(len(forms), _LETTERS)
