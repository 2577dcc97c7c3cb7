"""The key of a place: what kind of place, in which phase of its programme, under which code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rebond.territory.errors import MalformedKey, UnknownKind
from rebond.texts import Text

COMMUNE: Final = "commune"
ARRONDISSEMENT: Final = "arrondissement"
EPCI: Final = "epci"
EPT: Final = "ept"
DEPARTEMENT: Final = "departement"
REGION: Final = "region"
ZONE_EMPLOI: Final = "zone_emploi"

ADMINISTRATIVE_KINDS: Final = (
    COMMUNE,
    ARRONDISSEMENT,
    EPCI,
    EPT,
    DEPARTEMENT,
    REGION,
    ZONE_EMPLOI,
)
"""Kinds that every snapshot has. Any other kind is a programme perimeter, declared by the data."""

KIND_TEXTS: Final = {
    COMMUNE: Text("commune", "commune"),
    ARRONDISSEMENT: Text("arrondissement municipal", "municipal arrondissement"),
    EPCI: Text("EPCI à fiscalité propre", "EPCI (inter-municipal body)"),
    EPT: Text("établissement public territorial", "EPT (territorial body of Greater Paris)"),
    DEPARTEMENT: Text("département", "département"),
    REGION: Text("région", "région"),
    ZONE_EMPLOI: Text("zone d’emploi", "employment zone"),
}

_KIND = re.compile(r"[a-z][a-z0-9_]*\Z")
_PART = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.\-]*\Z")
_PARTS_OF_ADMINISTRATIVE_KEY = 2
_PARTS_OF_PERIMETER_KEY = 3


@dataclass(frozen=True, slots=True, order=True)
class PlaceKey:
    """The one name under which a place is stored, compared and quoted.

    Parameters
    ----------
    kind : str
        One of `ADMINISTRATIVE_KINDS`, or the name of a programme perimeter (lower case, ``_``).
    code : str
        Official code (INSEE, SIREN) or id of the perimeter.
    phase : str, default ""
        Phase of the programme; empty for administrative kinds, required for perimeters because
        the same id can mean two places in two phases.

    Raises
    ------
    MalformedKey
        When a part is empty, holds another character, or the phase does not go with the kind.

    Examples
    --------
    >>> str(PlaceKey("commune", "14366"))
    'commune:14366'
    >>> PlaceKey.parse("territoire_industrie:1:ti-2805").phase
    '1'
    """

    kind: str
    code: str
    phase: str = ""

    def __post_init__(self) -> None:
        is_administrative = self.kind in ADMINISTRATIVE_KINDS
        if (
            not _KIND.match(self.kind)
            or not _PART.match(self.code)
            or bool(self.phase) == is_administrative
            or (self.phase and not _PART.match(self.phase))
        ):
            raise MalformedKey(str(self))

    def __str__(self) -> str:
        parts = (self.kind, self.phase, self.code) if self.phase else (self.kind, self.code)
        return ":".join(parts)

    @classmethod
    def parse(cls, text: str) -> PlaceKey:
        """Read ``kind:code`` or ``perimeter:phase:id``.

        Parameters
        ----------
        text : str
            Surrounding blanks are ignored; letters of administrative codes may be lower case.

        Returns
        -------
        PlaceKey

        Raises
        ------
        MalformedKey
            When the text has not this form.
        UnknownKind
            When a two-part key names a kind that is not administrative.
        """
        parts = text.strip().split(":")
        if len(parts) == _PARTS_OF_PERIMETER_KEY:
            return cls(kind=parts[0], phase=parts[1], code=parts[2])
        if len(parts) != _PARTS_OF_ADMINISTRATIVE_KEY:
            raise MalformedKey(text)
        kind, code = parts
        if kind in ADMINISTRATIVE_KINDS:
            return cls(kind=kind, code=code.upper())
        if not _KIND.match(kind):
            raise MalformedKey(text)
        raise UnknownKind(kind, ADMINISTRATIVE_KINDS, needs_phase=True)

    @property
    def is_perimeter(self) -> bool:
        """Whether the place is a programme perimeter (dated, with a phase)."""
        return bool(self.phase)


def kind_text(kind: str) -> Text:
    """Return the name of a kind in both languages; a perimeter's is its id in words.

    Examples
    --------
    >>> kind_text("region").fr
    'région'
    >>> kind_text("territoire_industrie").en
    'territoire industrie'
    """
    known = KIND_TEXTS.get(kind)
    if known is not None:
        return known
    words = kind.replace("_", " ")
    return Text(words, words)
