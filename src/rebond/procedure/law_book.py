"""All procedures of the law files, read strictly; which version held on a day; the digest of it all."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from rebond.canonical import digest
from rebond.procedure.errors import LawInvalid, LawMissing, NoVersionInForce, UnknownProcedure
from rebond.procedure.law_model import Procedure, Source, Version
from rebond.procedure.reading import place_of, read_model
from rebond.programme.complaints import Complaint, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Day, PolicyModel
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

LAW_FOLDER = Path(__file__).parent / "law"
SOURCES_FILE = "sources.yaml"
GUIDE = "docs/reference/procedures.md"

Certainty = Literal["established", "presumed", "not_settled"]


class SourceList(PolicyModel):
    """The pages that were read, and when."""

    read_on: Day
    sources: tuple[Source, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Held:
    """Which version held on a day, and how surely.

    Parameters
    ----------
    versions : tuple of Version
        One when settled; two when the day lies between two versions whose bounds are not established.
    certainty : {"established", "presumed", "not_settled"}
        ``presumed``: the start of the only candidate is not established for that day.
    note : Text or None
        What the certainty rests on, when it is not established.
    """

    versions: tuple[Version, ...]
    certainty: Certainty
    note: Text | None = None

    @property
    def version(self) -> Version:
        """Return the latest candidate."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class LawBook:
    """The procedures, by id.

    Parameters
    ----------
    procedures : mapping of str to Procedure
    sources : mapping of str to Source
    read_on : date
        Day on which the sources were read.
    places : mapping
        ``file:line`` of each version, by (procedure id, position).
    digest : str
        Digest of the whole content.
    """

    procedures: Mapping[str, Procedure]
    sources: Mapping[str, Source]
    read_on: datetime.date
    places: Mapping[tuple[str, int], str]
    digest: str

    def procedure(self, procedure_id: str, *, where: str | None = None) -> Procedure:
        """Return a procedure.

        Raises
        ------
        UnknownProcedure
        """
        try:
            return self.procedures[procedure_id]
        except KeyError:
            raise UnknownProcedure(procedure_id, list(self.procedures), where) from None

    def held_on(self, procedure: Procedure, day: datetime.date) -> Held:
        """Return which version held on `day`.

        Raises
        ------
        NoVersionInForce
            Before the first version, after the last, or inside an explained gap.

        Notes
        -----
        Between two versions whose bounds are not established, both are returned: the day is not
        settled. Before the first sure day of a version that no other precedes and whose start is
        unknown, that version is presumed, unless the file says since when it could be.
        """
        versions = procedure.versions
        for position, version in enumerate(versions):
            if version.first_sure_day <= day <= version.last_sure_day:
                return _sure(version)
            following = versions[position + 1] if position + 1 < len(versions) else None
            if day < version.first_sure_day:
                return self._before(procedure, version, day)
            if following is not None and day < following.first_sure_day:
                gap = next((gap for gap in procedure.gaps if gap.first <= day <= gap.last), None)
                if gap is not None:
                    raise self._none(procedure, position + 1, day, gap.why)
                if not isinstance(version.valid_to, datetime.date) and not isinstance(
                    following.valid_from, datetime.date
                ):
                    return Held((version, following), "not_settled", _between(version, following))
                open_end = following if isinstance(version.valid_to, datetime.date) else version
                return Held((open_end,), "presumed", _presumed(open_end))
        last = versions[-1]
        if not isinstance(last.valid_to, datetime.date):
            return Held((last,), "presumed", _presumed(last))
        raise self._none(procedure, len(versions) - 1, day)

    def _before(self, procedure: Procedure, version: Version, day: datetime.date) -> Held:
        known = isinstance(version.valid_from, datetime.date)
        too_early = version.not_before is not None and day < version.not_before
        if known or too_early:
            raise self._none(procedure, 0, day)
        return Held((version,), "presumed", _presumed(version))

    def _none(
        self, procedure: Procedure, position: int, day: datetime.date, reason: Text | None = None
    ) -> NoVersionInForce:
        place = self.places.get((procedure.id, position), procedure.id)
        periods = [period_text(version) for version in procedure.versions]
        written = Text(
            "\u202f; ".join(text.fr for text in periods), "; ".join(text.en for text in periods)
        )
        return NoVersionInForce(procedure.id, day, place, written, reason)

    def in_order(self) -> Iterator[Procedure]:
        """Yield the procedures by family, then id."""
        families = ("urbanisme", "environnement", "archeologie")
        yield from sorted(
            self.procedures.values(), key=lambda item: (families.index(item.family), item.id)
        )


def _sure(version: Version) -> Held:
    if version.first_sure_day == datetime.date.min:
        return Held((version,), "presumed", _presumed(version))
    return Held((version,), "established")


def _presumed(version: Version) -> Text:
    looked = getattr(version.valid_from, "looked_for", None) or getattr(
        version.valid_to, "looked_for", None
    )
    head = Text(
        f"La version «\u202f{version.id}\u202f» est présumée\u202f: ses bornes ne sont pas toutes établies.",
        f"Version “{version.id}” is presumed: not all of its bounds are established.",
    )
    if looked is None:
        return head
    return Text(f"{head.fr} Recherché\u202f: {looked.fr}", f"{head.en} Looked for: {looked.en}")


def _between(earlier: Version, later: Version) -> Text:
    looked = getattr(later.valid_from, "looked_for", None)
    found = Text("", "") if looked is None else Text(f" {looked.fr}", f" {looked.en}")
    return Text(
        f"Le passage de «\u202f{earlier.id}\u202f» à «\u202f{later.id}\u202f» n’est pas daté.{found.fr}",
        f"The change from “{earlier.id}” to “{later.id}” is not dated.{found.en}",
    )


def period_text(version: Version) -> Text:
    """Return from when to when a version is in force, in words."""
    first, last = version.valid_from, version.valid_to
    unknown = Text("non établi", "not established")
    start = verbatim_day(first) if isinstance(first, datetime.date) else unknown
    if last is None:
        end = Text("en vigueur", "in force")
    else:
        end = verbatim_day(last) if isinstance(last, datetime.date) else unknown
    return Text(
        f"{version.id}\u202f: {start.fr} → {end.fr}", f"{version.id}: {start.en} → {end.en}"
    )


def verbatim_day(day: datetime.date) -> Text:
    """Return a day as ISO text, the same in both languages."""
    return Text(day.isoformat(), day.isoformat())


def read_procedure(content: bytes, file: str) -> Procedure:
    """Read one law file.

    Raises
    ------
    LawInvalid
    """
    return _read(content, file, None)[0]


def _read(
    content: bytes, file: str, sources: Sequence[str] | None
) -> tuple[Procedure, dict[tuple[str, int], str]]:
    def check(procedure: Procedure) -> list[Complaint]:
        return _cross_checks(procedure, Path(file).stem, sources)

    procedure, source = read_model(
        Procedure, content, file, error=LawInvalid, guide=GUIDE, check=check
    )
    places = {
        (procedure.id, position): place_of(source, ("versions", position))
        for position in range(len(procedure.versions))
    }
    return procedure, places


def _cross_checks(
    procedure: Procedure, stem: str, sources: Sequence[str] | None
) -> list[Complaint]:
    complaints = []
    if procedure.id != stem:
        complaints.append(
            Complaint(
                ProblemKind.BAD_FORMAT,
                ("id",),
                Text(
                    f"l’identifiant «\u202f{procedure.id}\u202f» diffère du nom du fichier «\u202f{stem}\u202f»",
                    f"the id “{procedure.id}” differs from the name of the file “{stem}”",
                ),
                Text("Donnez-leur le même nom.", "Give them the same name."),
            )
        )
    if sources is not None:
        complaints += [
            unknown_reference(name, sources, at, Text("la source", "the source"))
            for at, name in _cited(procedure.model_dump(), ())
            if name not in sources
        ]
    return complaints


def _cited(
    value: object, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "sources":
                yield from (((*path, key, place), name) for place, name in enumerate(item))
            else:
                yield from _cited(item, (*path, key))
    elif isinstance(value, (tuple, list)):
        for place, item in enumerate(value):
            yield from _cited(item, (*path, place))


def load_law(folder: Path = LAW_FOLDER) -> LawBook:
    """Read and check every law file of a folder.

    Parameters
    ----------
    folder : Path
        Holds ``sources.yaml`` and one file per procedure.

    Returns
    -------
    LawBook

    Raises
    ------
    LawMissing
    LawInvalid
        For the first file that cannot be used, with all its problems.
    """
    files = sorted(path for path in folder.glob("*.yaml") if path.name != SOURCES_FILE)
    listing = folder / SOURCES_FILE
    if not files or not listing.is_file():
        raise LawMissing(str(folder))
    listed, _ = read_model(
        SourceList, listing.read_bytes(), SOURCES_FILE, error=LawInvalid, guide=GUIDE
    )
    sources = {source.id: source for source in listed.sources}
    procedures: dict[str, Procedure] = {}
    places: dict[tuple[str, int], str] = {}
    for path in files:
        procedure, found = _read(path.read_bytes(), path.name, list(sources))
        procedures[procedure.id] = procedure
        places |= found
    content = {
        "read_on": listed.read_on.isoformat(),
        "sources": [source.model_dump(mode="json") for source in listed.sources],
        "procedures": {key: item.model_dump(mode="json") for key, item in procedures.items()},
    }
    return LawBook(procedures, sources, listed.read_on, places, digest(content))


@functools.cache
def shipped_law() -> LawBook:
    """Return the law files of the package, read once."""
    return load_law()
