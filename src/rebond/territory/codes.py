"""From any commune code, current, former or of an arrondissement, to the commune of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.territory.columns import Columns, TableSource, refuse_duplicates
from rebond.territory.communes import Communes, Resolution
from rebond.territory.errors import BrokenReference
from rebond.territory.former import FormerNames

_FORMER = "former_communes"
_ARRONDISSEMENTS = "arrondissements"


@dataclass(frozen=True, slots=True)
class CommuneCodes:
    """The codes that lead to a commune.

    Parameters
    ----------
    communes : Communes
    arrondissements : mapping of str to str
        Commune of each municipal arrondissement (Paris, Lyon, Marseille).
    former : mapping of str to str
        Successor of each code that is no longer in use. A code that is in use again, after a commune
        was re-created, means the commune of today.
    names : FormerNames
        Names and codes that communes no longer have, with the days that are established.
    """

    communes: Communes
    arrondissements: Mapping[str, str]
    former: Mapping[str, str]
    names: FormerNames

    @classmethod
    def from_source(cls, source: TableSource, communes: Communes) -> CommuneCodes:
        """Read the tables ``former_communes``, ``former_names`` and ``arrondissements``.

        Raises
        ------
        MissingColumn, WrongColumnType, DuplicateCode, BrokenDate
        BrokenReference
            When a code leads to a commune that the register does not have.
        """
        former = _pairs(source, _FORMER, "former_code", "code", communes)
        parts = _pairs(source, _ARRONDISSEMENTS, "code", "commune_code", communes)
        names = FormerNames.from_source(source, communes.rows)
        return cls(communes, arrondissements=parts, former=former, names=names)

    def resolve(self, code: str) -> Resolution:
        """Return the commune that a code means today.

        Raises
        ------
        KeyError
            When the code is none of them.
        """
        if code in self.communes.rows:
            return Resolution(code, "current", code)
        if code in self.arrondissements:
            return Resolution(self.arrondissements[code], "arrondissement", code)
        return Resolution(self.former[code], "former_commune", code)

    def row(self, code: str) -> int:
        """Return the row of the commune that a code means today.

        Raises
        ------
        KeyError
            When the code is none of them.
        """
        row = self.communes.rows.get(code)
        return self.communes.rows[self.resolve(code).code] if row is None else row


def _pairs(
    source: TableSource, name: str, column: str, target: str, communes: Communes
) -> dict[str, str]:
    table = Columns(source, name)
    codes, targets = table.texts(column), table.texts(target)
    refuse_duplicates(name, codes)
    pairs = dict(zip(codes, targets, strict=True))
    for code, commune in pairs.items():
        if commune not in communes.rows:
            raise BrokenReference(name, code, target, commune)
    return pairs
