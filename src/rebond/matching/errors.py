"""What can be wrong with an investor's need or with the columns it is matched against."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import BadInput
from rebond.texts import Text


class UnknownColumn(BadInput):
    """A condition names a column that the sites do not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(
            Text(
                f"aucune donnée de site ne s’appelle « {name} ».",
                f'no data on sites is called "{name}".',
            ),
            where="need",
            cure=Text(
                f"Choisissez parmi : {', '.join(known)}.", f"Choose among: {', '.join(known)}."
            ),
        )


class UnusableCondition(BadInput):
    """A condition that no value can be compared with."""

    def __init__(self, column: str, why: Text) -> None:
        self.column = column
        super().__init__(
            Text(f"condition inutilisable sur « {column} ».", f'unusable condition on "{column}".'),
            where="need",
            why=why,
        )


class ColumnsDisagree(BadInput):
    """Columns of different lengths, or values that no column may hold."""

    def __init__(self, column: str, why: Text) -> None:
        self.column = column
        super().__init__(
            Text(f"colonne « {column} » inutilisable.", f'unusable column "{column}".'), why=why
        )
