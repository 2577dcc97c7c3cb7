"""Sites as columns: what an investor's need is compared with, missing kept missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rebond.matching.errors import ColumnsDisagree, UnknownColumn
from rebond.texts import Text

FloatColumn = NDArray[np.float32]
CodeColumn = NDArray[np.uint8]

UNKNOWN_CODE = 255
"""A code that is not known; 0 to 199 are codes."""
MOST_CODES = 200


@dataclass(frozen=True, slots=True)
class SiteColumns:
    """Sites, one row each.

    Parameters
    ----------
    ids : array, shape (n,), unicode
        Stable ids, distinct.
    lon, lat : array, shape (n,), float32
        Degrees, WGS 84; NaN when the place is not known.
    numbers : mapping of str to array, shape (n,), float32
        Quantities by name (hectares, MVA, kilometres, days since 1970-01-01…); NaN is missing.
    codes : mapping of str to array, shape (n,), uint8
        Classes by name, from 0 to 199; 255 is missing. A yes-or-no column holds 1 and 0.
    code_names : mapping of str to tuple of str
        What each code of a column means, in order.

    Raises
    ------
    ColumnsDisagree
        For another length, a repeated id, an infinite number or a code without a name.
    """

    ids: NDArray[np.str_]
    lon: FloatColumn
    lat: FloatColumn
    numbers: Mapping[str, FloatColumn] = field(default_factory=dict)
    codes: Mapping[str, CodeColumn] = field(default_factory=dict)
    code_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check lengths and ranges once, so that no search does."""
        count = len(self.ids)
        shapes = {"lon": self.lon.shape, "lat": self.lat.shape}
        shapes |= {name: column.shape for name, column in self.numbers.items()}
        shapes |= {name: column.shape for name, column in self.codes.items()}
        for name, shape in shapes.items():
            if shape != (count,):
                why = Text(
                    f"{shape} valeurs pour {count} sites.", f"{shape} values for {count} sites."
                )
                raise ColumnsDisagree(name, why)
        if len(np.unique(self.ids)) != count:
            raise ColumnsDisagree("ids", Text("identifiant répété.", "repeated id."))
        for name, numbers in {"lon": self.lon, "lat": self.lat, **self.numbers}.items():
            if np.isinf(numbers).any():
                raise ColumnsDisagree(name, Text("nombre infini.", "infinite number."))
        for name, codes in self.codes.items():
            named = len(self.code_names.get(name, ()))
            if named > MOST_CODES or bool(((codes >= named) & (codes != UNKNOWN_CODE)).any()):
                why = Text(
                    f"code sans nom (au-delà de {named}).", f"code without a name ({named})."
                )
                raise ColumnsDisagree(name, why)

    def __len__(self) -> int:
        """Return how many sites there are."""
        return len(self.ids)

    def number(self, name: str) -> FloatColumn:
        """Return a quantity.

        Raises
        ------
        UnknownColumn
        """
        if name not in self.numbers:
            raise UnknownColumn(name, sorted(self.numbers))
        return self.numbers[name]

    def code(self, name: str) -> CodeColumn:
        """Return a class.

        Raises
        ------
        UnknownColumn
        """
        if name not in self.codes:
            raise UnknownColumn(name, sorted(self.codes))
        return self.codes[name]
