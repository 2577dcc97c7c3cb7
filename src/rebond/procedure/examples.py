"""The example sites that ship with Rebond: two real ones as public pages tell them, one invented."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.procedure.plan_errors import UnknownExample
from rebond.procedure.site_model import read_site

if TYPE_CHECKING:
    from rebond.procedure.site_model import ReadSite

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = _PACKAGE / "shipped_sites"
_CHECKOUT = _PACKAGE.parents[1] / "docs" / "tutorial" / "sites"


@dataclass(frozen=True, slots=True)
class Example:
    """One shipped site.

    Parameters
    ----------
    id : str
        Name of its file, without the ending.
    path : Path
    read : ReadSite
    """

    id: str
    path: Path
    read: ReadSite

    @property
    def content(self) -> str:
        """Return the file as it was written, comments included."""
        return self.path.read_text(encoding="utf-8")


def examples_folder() -> Path:
    """Return the folder of the shipped sites: in the package, or beside it in a checkout."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


@functools.cache
def shipped_examples() -> tuple[Example, ...]:
    """Return the shipped sites: real ones first, then by name.

    Examples
    --------
    >>> [example.read.site.is_fictitious for example in shipped_examples()]
    [False, False, True]
    """
    found = [
        Example(path.stem, path, read_site(path))
        for path in sorted(examples_folder().glob("*.yaml"))
    ]
    return tuple(sorted(found, key=lambda one: (one.read.site.is_fictitious, one.id)))


def shipped_example(example_id: str) -> Example:
    """Return one shipped site.

    Raises
    ------
    UnknownExample
    """
    for example in shipped_examples():
        if example.id == example_id:
            return example
    raise UnknownExample(example_id, [example.id for example in shipped_examples()])
