"""Codes of communes as files write them, and where each commune is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from rebond.sitefiles.notes import Remark
from rebond.territory import Atlas
from rebond.territory.columns import FloatArray
from rebond.territory.errors import UnknownPlace
from rebond.territory.names import comparable

_SHORT = re.compile(r"\d{4}")
_DECIMAL = re.compile(r"(\d{4,5})\.0+")


@dataclass(frozen=True)
class CommuneBook:
    """The communes of an atlas, asked by code many times.

    Parameters
    ----------
    atlas : Atlas
    """

    atlas: Atlas
    _answers: dict[str, tuple[str | None, tuple[Remark, ...]]] = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)

    def read(self, written: str) -> tuple[str | None, tuple[Remark, ...]]:
        """Return the code that a cell means, with what was corrected; None for an unknown one.

        A code of a municipal arrondissement is a code in use and stays as it is.
        """
        known = self._answers.get(written)
        if known is None:
            known = self._answers[written] = self._read(written)
        return known

    def _read(self, written: str) -> tuple[str | None, tuple[Remark, ...]]:
        code, remarks = _tidy(written), []
        if code != written:
            remarks.append(Remark("corrected", "commune-form", written, code))
        try:
            meant = self.atlas.resolve_commune(code)
        except UnknownPlace:
            return None, (Remark("refused", "commune-unknown", written),)
        if meant.via == "former_commune":
            name = self.name(meant.code)
            more = (("name", name),)
            remarks.append(Remark("corrected", "commune-former", code, meant.code, more))
            code = meant.code
        return code, tuple(remarks)

    def name(self, code: str) -> str:
        """Return the name of a commune of today, or of that of an arrondissement."""
        return str(self.atlas.communes.name[self._row(code)])

    def is_named(self, code: str, name: str) -> bool:
        """Return whether a name is that of the commune, spelling apart."""
        asked, own = comparable(name), comparable(self.name(code))
        return own in asked or asked in own

    def _row(self, code: str) -> int:
        return self.atlas.communes.rows[self.atlas.resolve_commune(code).code]

    @cached_property
    def _reach_km(self) -> FloatArray:
        """How far from its centre a place of a commune can lie, with room to spare."""
        area = np.nan_to_num(self.atlas.communes.area_km2, nan=400.0)
        return np.maximum(20.0, 3.0 * np.sqrt(area))

    def distances_km(
        self, codes: Sequence[str | None], points: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return how far points are from the centres of communes, and how far they may be.

        Parameters
        ----------
        codes : sequence of str or None, length n
        points : array, shape (n, 2), degrees

        Returns
        -------
        tuple of arrays, shape (n,), kilometres
            NaN where the commune, its centre or the point is missing.
        """
        rows = np.array([-1 if code is None else self._row_of(code) for code in codes], dtype=int)
        communes = self.atlas.communes
        lon, lat = communes.lon[rows], communes.lat[rows]
        east = (points[:, 0] - lon) * np.cos(np.radians((points[:, 1] + lat) / 2))
        away = np.where(rows < 0, np.nan, 111.2 * np.hypot(east, points[:, 1] - lat))
        return away, self._reach_km[rows]

    def _row_of(self, code: str) -> int:
        row = self._rows.get(code)
        if row is None:
            row = self._rows[code] = self._row(code)
        return row

    def distance_km(self, code: str, lon: float, lat: float) -> tuple[float, float] | None:
        """Return how far a point is from a commune's centre and how far it may be, in kilometres."""
        away, reach = self.distances_km([code], np.array([[lon, lat]]))
        return None if np.isnan(away[0]) else (float(away[0]), float(reach[0]))


def _tidy(written: str) -> str:
    """Return a code as INSEE writes it: a spreadsheet eats the zero, a database adds decimals."""
    code = written.replace(" ", "").replace("\u00a0", "").upper()
    decimal = _DECIMAL.fullmatch(code)
    if decimal:
        code = decimal[1]
    return "0" + code if _SHORT.fullmatch(code) else code
