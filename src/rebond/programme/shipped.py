"""Where the shipped policies stand: at the root of a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_INSTALLED = _PACKAGE / "shipped_programmes"
_CHECKOUT = _PACKAGE.parents[1] / "programmes"


def shipped_folder() -> Path:
    """Return the folder that holds the shipped policies."""
    return _INSTALLED if _INSTALLED.is_dir() else _CHECKOUT


def shipped_programmes() -> tuple[str, ...]:
    """Return the ids of the shipped programmes, sorted.

    Examples
    --------
    >>> len(shipped_programmes()) > 0
    True
    """
    folder = shipped_folder()
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(path.name for path in folder.iterdir() if (path / "programme.yaml").is_file())
    )
