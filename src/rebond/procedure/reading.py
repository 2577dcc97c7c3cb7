"""YAML or JSON files read into strict models, each problem with its file, line and cure."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from rebond.programme.policy_model import PolicyModel
from rebond.programme.translation import complaint_problem, problems_of
from rebond.programme.yaml_scalars import BROKEN
from rebond.programme.yaml_source import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rebond.procedure.errors import FileInvalid
    from rebond.programme.complaints import Complaint
    from rebond.programme.yaml_values import YamlSource

M = TypeVar("M", bound=PolicyModel)


def read_model(
    model: type[M],
    content: bytes,
    file: str,
    *,
    error: type[FileInvalid],
    guide: str,
    check: Callable[[M], Sequence[Complaint]] | None = None,
) -> tuple[M, YamlSource]:
    """Read one file into a model.

    Parameters
    ----------
    model : type of PolicyModel
    content : bytes
        UTF-8 YAML; JSON is read by the same reader.
    file : str
        Name to show in messages.
    error : type of FileInvalid
        What to raise, with every problem found.
    guide : str
        Page that describes the format.
    check : callable, optional
        Further checks of the whole model.

    Returns
    -------
    model, YamlSource
        The source knows the line of each key.

    Raises
    ------
    FileInvalid
    """
    source = read_yaml(content, file)
    problems = list(source.problems)
    found: M | None = None
    if source.value is not BROKEN:
        try:
            found = model.model_validate(source.value)
        except ValidationError as refused:
            problems += problems_of(refused, model, source)
    if found is not None and check is not None:
        problems += [complaint_problem(complaint, (), source) for complaint in check(found)]
    if problems or found is None:
        raise error(file, problems, guide)
    return found, source


def place_of(source: YamlSource, path: tuple[str | int, ...]) -> str:
    """Return ``file:line`` of what stands at `path`."""
    return f"{source.file}:{source.mark_of(path).line}"
