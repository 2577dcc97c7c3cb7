"""Policies read from a folder: ``programme.yaml`` and ``measures/*.yaml``, every problem told at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from rebond.programme.complaints import Complaint, nearest, quoted
from rebond.programme.cross_checks import KnownNames, head_complaints, measure_complaints
from rebond.programme.errors import PolicyInvalid, Problem, ProblemKind, ProgrammeNotFound
from rebond.programme.measures import Measure
from rebond.programme.policy_folder import (
    HEAD_FILE,
    MOST_FILES,
    measure_file,
    measure_files,
    policy_file_content,
    read_policy_file,
)
from rebond.programme.policy_model import PolicyModel
from rebond.programme.programmes import Programme, ProgrammeHead
from rebond.programme.shipped import shipped_folder, shipped_programmes
from rebond.programme.translation import complaint_problem, problems_of
from rebond.programme.yaml_scalars import BROKEN
from rebond.programme.yaml_source import read_yaml
from rebond.programme.yaml_values import YamlSource
from rebond.texts import Text

M = TypeVar("M", bound=PolicyModel)


def load_programme(id_or_path: str | Path, *, known: KnownNames | None = None) -> Programme:
    """Read and check a policy.

    Parameters
    ----------
    id_or_path : str or Path
        Id of a shipped programme, or path of a folder that holds ``programme.yaml``, or of that file.
    known : KnownNames, optional
        Names of other rooms to check references against.

    Returns
    -------
    Programme

    Raises
    ------
    ProgrammeNotFound
        When nothing stands there.
    PolicyInvalid
        With every problem found.
    """
    folder = folder_of(id_or_path)
    measures = measure_files(folder)
    if known is not None or not 0 < len(measures) < MOST_FILES:
        return _Reading(folder, known or KnownNames(), {}).programme()
    contents = [(name, policy_file_content(folder, name)) for name in (HEAD_FILE, *measures)]
    return _unchanged(folder, tuple(one for one in contents if isinstance(one[1], bytes)))


def folder_of(id_or_path: str | Path) -> Path:
    """Return the folder of a policy, by id or path.

    Raises
    ------
    ProgrammeNotFound
    """
    asked = str(id_or_path)
    names = shipped_programmes()
    if isinstance(id_or_path, str) and asked in names:
        return shipped_folder() / asked
    try:
        path = Path(id_or_path)
        if path.name == HEAD_FILE and path.is_file():
            return path.parent
        if asked and path.is_dir():
            return path
    except (OSError, ValueError):
        # A name that the file system cannot hold is a name that is not found.
        raise ProgrammeNotFound(asked, names, None) from None
    raise ProgrammeNotFound(asked, names, nearest(asked, names))


@lru_cache(maxsize=16)
def _unchanged(folder: Path, contents: tuple[tuple[str, bytes], ...]) -> Programme:
    """Read a policy once for as long as its files hold the same bytes."""
    return _Reading(folder, KnownNames(), dict(contents)).programme()


class _Reading:
    """One reading of a folder: the files, what they hold, and every problem met."""

    def __init__(self, folder: Path, known: KnownNames, contents: Mapping[str, bytes]) -> None:
        self.folder = folder
        self.known = known
        self.contents = contents
        self.problems: list[Problem] = []
        self.files: list[str] = []

    def programme(self) -> Programme:
        """Return the programme.

        Raises
        ------
        PolicyInvalid
        """
        head_source = self._source(HEAD_FILE)
        head = self._model(ProgrammeHead, head_source)
        measures = self._measures(head, head_source)
        if head is None or self.problems:
            raise PolicyInvalid(str(self.folder), self._in_order())
        content = dict(head)
        content["measures"] = tuple(measures[name] for name in head.measures)
        return Programme.model_validate(content)

    def _measures(self, head: ProgrammeHead | None, head_source: YamlSource) -> dict[str, Measure]:
        present = measure_files(self.folder)
        if head is None:
            listed = tuple(dict.fromkeys(present))
        else:
            listed = tuple(measure_file(name) for name in head.measures)
            self._complain_of(head_complaints(head, self.known), head_source)
            self._complain_of(
                [_unlisted(file) for file in present if file not in listed], head_source
            )
        measures: dict[str, Measure] = {}
        for file in listed:
            source = self._source(file)
            measure = self._model(Measure, source)
            if measure is None:
                continue
            measures[Path(file).stem] = measure
            if measure.id != Path(file).stem:
                self._complain_of([_misnamed(measure.id, Path(file).stem)], source)
            if head is not None:
                self._complain_of(measure_complaints(measure, head, self.known), source)
        return measures

    def _source(self, name: str) -> YamlSource:
        self.files.append(name)
        content = self.contents.get(name)
        if content is None:
            source = read_policy_file(self.folder, name)
        else:
            source = read_yaml(content, name)
        self.problems += source.problems
        return source

    def _model(self, model: type[M], source: YamlSource) -> M | None:
        if source.value is BROKEN:
            return None
        try:
            return model.model_validate(source.value)
        except ValidationError as error:
            self.problems += problems_of(error, model, source)
            return None

    def _complain_of(self, complaints: list[Complaint], source: YamlSource) -> None:
        self.problems += [complaint_problem(complaint, (), source) for complaint in complaints]

    def _in_order(self) -> list[Problem]:
        rank = {name: position for position, name in enumerate(self.files)}
        return sorted(
            self.problems,
            key=lambda problem: (
                rank.get(problem.file, -1),
                problem.line or 0,
                problem.column or 0,
            ),
        )


def _unlisted(file: str) -> Complaint:
    return Complaint(
        ProblemKind.UNLISTED_FILE,
        ("measures",),
        Text("le fichier {file} n’est dans aucune liste", "the file {file} is in no list").filled(
            file=quoted(file)
        ),
        Text(
            "Ajoutez la mesure à measures (fichier .yaml), ou retirez le fichier.",
            "Add the measure to measures (file .yaml), or remove the file.",
        ),
    )


def _misnamed(name: str, stem: str) -> Complaint:
    return Complaint(
        ProblemKind.BAD_FORMAT,
        ("id",),
        Text(
            f"l’identifiant {quoted(name).fr} diffère du nom du fichier {quoted(stem).fr}",
            f"the id {quoted(name).en} differs from the name of the file {quoted(stem).en}",
        ),
        Text("Donnez-leur le même nom.", "Give them the same name."),
    )


def thaw_programme(content: bytes, *, origin: str = "policy") -> Programme:
    """Read back a policy from its canonical bytes, as a record or a frozen call keeps them.

    Parameters
    ----------
    content : bytes
        What `Programme.canonical` returned.
    origin : str, default "policy"
        Name to show in messages.

    Returns
    -------
    Programme
        With the same digest.

    Raises
    ------
    PolicyInvalid
        When the bytes are not a policy.
    """
    try:
        return _thawed(content)
    except ValidationError as error:
        raise PolicyInvalid(origin, problems_of(error, Programme, YamlSource(origin))) from None


@lru_cache(maxsize=16)
def _thawed(content: bytes) -> Programme:
    return Programme.model_validate_json(content)
