"""The names under which a text speaks of a programme, of its measures and of its actors: data of the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from rebond.parliament.errors import RulesInvalid
from rebond.parliament.tokens import Span, Word, words
from rebond.programme.loading import load_programme
from rebond.programme.policy_folder import read_policy_file
from rebond.programme.policy_model import PolicyModel, Slug
from rebond.programme.programmes import Programme
from rebond.programme.shipped import shipped_folder, shipped_programmes
from rebond.texts import Text

FILE: Final = "vocabulary.yaml"
Name = Annotated[str, StringConstraints(pattern=r"\S", max_length=120)]


class VocabularyFile(PolicyModel):
    """What ``vocabulary.yaml`` holds, beside ``programme.yaml``; nothing of it enters a decision."""

    format: Literal["rebond-vocabulary/1"]
    """Version of this format."""
    programme: tuple[Name, ...] = ()
    """Names of the programme."""
    measures: dict[Slug, tuple[Name, ...]] = Field(default_factory=dict)
    """Names of each measure, beside its title."""
    others: tuple[Name, ...] = ()
    """Names that are neither measures nor places, though they look like places."""


@dataclass(frozen=True)
class Vocabulary:
    """The names of one programme.

    Parameters
    ----------
    programme : Programme
    names : VocabularyFile
    """

    programme: Programme
    names: VocabularyFile

    @cached_property
    def titles(self) -> Mapping[str, Text]:
        """Return the titles of the measures."""
        return {measure.id: measure.title for measure in self.programme.measures}

    @cached_property
    def measure_names(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return pairs of measure and name, the name as words."""
        pairs = [(one.id, one.title.fr) for one in self.programme.measures]
        pairs += [
            (name, alias) for name, aliases in self.names.measures.items() for alias in aliases
        ]
        return tuple((name, _forms(alias)) for name, alias in pairs)

    @cached_property
    def other_names(self) -> tuple[tuple[str, ...], ...]:
        """Return every other name as words: the programme, its actors, its lists of places."""
        given = [*self.names.programme, *self.names.others]
        given += [one.name.fr for one in self.programme.actors]
        given += [one.title.fr.partition(",")[0] for one in self.programme.perimeters]
        return tuple(forms for name in given if (forms := _forms(name)))


@dataclass(frozen=True, slots=True)
class FoundMeasure:
    """A measure that a text names.

    Parameters
    ----------
    programme, measure : str
        Ids.
    spans : tuple of Span
        Where it is named.
    """

    programme: str
    measure: str
    spans: tuple[Span, ...]


def measures(text: str, vocabularies: Iterable[Vocabulary]) -> tuple[FoundMeasure, ...]:
    """Return the measures that a text names, in the order of their first mention.

    Parameters
    ----------
    text : str
    vocabularies : iterable of Vocabulary

    Returns
    -------
    tuple of FoundMeasure
        Case, accents, hyphens, quotation marks and plurals are free; of two names at one place the longer wins.
    """
    said = words(text)
    found: dict[tuple[str, str], list[Span]] = {}
    for one in vocabularies:
        for name, span in _mentions(said, one.measure_names):
            found.setdefault((one.programme.id, name), []).append(span)
    rows = [FoundMeasure(*key, tuple(spans)) for key, spans in found.items()]
    return tuple(sorted(rows, key=lambda row: (row.spans[0].start, row.measure)))


def other_spans(text: str, vocabularies: Iterable[Vocabulary]) -> tuple[Span, ...]:
    """Return where a text names programmes, their measures and actors: places are not looked for there.

    Parameters
    ----------
    text : str
    vocabularies : iterable of Vocabulary

    Returns
    -------
    tuple of Span
    """
    said = words(text)
    spans: list[Span] = []
    for one in vocabularies:
        named = (*one.measure_names, *(("", forms) for forms in one.other_names))
        spans += [span for _name, span in _mentions(said, named)]
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def _mentions(
    said: tuple[Word, ...], names: Iterable[tuple[str, tuple[str, ...]]]
) -> list[tuple[str, Span]]:
    by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, forms in names:
        if forms:
            by_first.setdefault(forms[0], []).append((name, forms))
    for held in by_first.values():
        held.sort(key=lambda pair: -len(pair[1]))
    found: list[tuple[str, Span]] = []
    place = 0
    while place < len(said):
        taken = 0
        for name, forms in by_first.get(said[place].form, ()):
            if tuple(word.form for word in said[place : place + len(forms)]) == forms:
                last = said[place + len(forms) - 1]
                found.append((name, Span(said[place].start, last.end)))
                taken = len(forms)
                break
        place += taken or 1
    return found


def _forms(name: str) -> tuple[str, ...]:
    return tuple(word.form for word in words(name))


def load_vocabulary(folder: Path, programme: Programme) -> Vocabulary:
    """Read the names of a programme; a policy without such a file is known by its titles alone.

    Parameters
    ----------
    folder : Path
        Folder of the policy.
    programme : Programme

    Returns
    -------
    Vocabulary

    Raises
    ------
    RulesInvalid
        When the file cannot be read or names a measure that the programme does not have.
    """
    if not (folder / FILE).exists():
        return Vocabulary(programme, VocabularyFile(format="rebond-vocabulary/1"))
    source = read_policy_file(folder, FILE)
    if source.problems:
        raise RulesInvalid(FILE, [one.what for one in source.problems])
    try:
        names = VocabularyFile.model_validate(source.value)
    except ValueError as error:
        raise RulesInvalid(FILE, [Text(str(error), str(error))]) from None
    strange = sorted(set(names.measures) - {one.id for one in programme.measures})
    if strange:
        raise RulesInvalid(
            FILE,
            [
                Text("mesure inconnue : {name}", "unknown measure: {name}").filled(name=name)
                for name in strange
            ],
        )
    return Vocabulary(programme, names)


@cache
def shipped_vocabularies() -> tuple[Vocabulary, ...]:
    """Return the names of every shipped programme."""
    return tuple(
        load_vocabulary(shipped_folder() / name, load_programme(name))
        for name in shipped_programmes()
    )
