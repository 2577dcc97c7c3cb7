"""What every table is built from: the mirror, and the successors of former communes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rebond.opendata.mirror import Mirror, MirrorRow
from rebond.texts import Text

COMMUNES = "cog/communes.csv.gz"

_KNOWN_CODE = Text(
    "le code d’une commune actuelle ou ancienne", "the code of a present or former commune"
)
_ONE_SUCCESSOR = Text("des codes à un seul successeur", "codes with one successor only")


@dataclass(frozen=True, slots=True)
class Succession:
    """Which present commune stands for a code of any past list.

    Parameters
    ----------
    present : frozenset of str
        Codes of the present communes.
    successors : mapping of str to str
        Former code to present code.
    """

    present: frozenset[str]
    successors: Mapping[str, str]

    def resolve(self, row: MirrorRow, field: str) -> str:
        """Return the present code of the commune that `row` names in `field`.

        Raises
        ------
        MirrorValueWrong
            When the code is neither that of a present commune nor that of a former one.
        """
        code = row.code(field)
        if code in self.present:
            return code
        if code in self.successors:
            return self.successors[code]
        raise row.wrong(field, _KNOWN_CODE)


@dataclass(frozen=True, slots=True)
class Sources:
    """The mirror with the succession of communes that it tells."""

    mirror: Mirror
    succession: Succession

    @classmethod
    def of(cls, mirror: Mirror) -> Sources:
        """Read the succession of communes from `mirror`.

        Raises
        ------
        MirrorValueWrong
            When a former code has two successors, or is also that of a present commune.
        """
        rows = list(mirror.read(COMMUNES, ("insee", "anciens_codes")))
        present = frozenset(row.code("insee") for row in rows)
        successors: dict[str, str] = {}
        for row in rows:
            for former in (row.text("anciens_codes") or "").split():
                if former in present or former in successors:
                    raise row.wrong("anciens_codes", _ONE_SUCCESSOR)
                successors[former] = row.code("insee")
        return cls(mirror, Succession(present, successors))
