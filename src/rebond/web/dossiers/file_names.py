"""Names of files: what a person recognises, without what a machine could obey."""

from __future__ import annotations

import unicodedata

from rebond.web.dossiers.file_errors import WrongExtension, WrongFormat
from rebond.web.dossiers.judging import UNKNOWN, format_of_name

LONGEST = 120
_RESERVED = frozenset('<>:"|?*%\\/')
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)
EXTENSION_OF = {"jpeg": "jpg"}


def clean(name: str) -> str:
    """Return the last part of a name without invisible, reserved or leading characters.

    >>> clean("../../etc/Étude d’impact\\u202e.pdf")
    'Étude d’impact.pdf'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    normal = unicodedata.normalize("NFC", last)
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in normal
        if letter.isspace() or not unicodedata.category(letter).startswith("C")
    )
    kept = "".join("_" if letter in _RESERVED else letter for letter in visible)
    kept = " ".join(kept.split()).strip(". ")
    stem, dot, extension = kept.rpartition(".")
    if not dot:
        stem, extension = kept, ""
    if stem.split(".")[0].lower() in _DEVICES:
        stem = f"_{stem}"
    room = LONGEST - len(extension[:10]) - 1
    stem = stem[:room].rstrip(". ") or "fichier"
    return f"{stem}.{extension[:10]}" if extension else stem


def agreed(name: str, found: str, accepted: tuple[str, ...]) -> str:
    """Return a clean name that says the format found; refuse one that says another."""
    announced = format_of_name(name)
    if announced is None:
        return f"{name}.{EXTENSION_OF.get(found, found)}"
    if announced == found:
        return name
    if announced == "":
        raise WrongFormat(name, UNKNOWN, accepted)
    raise WrongExtension(name, name.rpartition(".")[2], found)
