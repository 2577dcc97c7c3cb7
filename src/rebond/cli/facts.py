"""NAME=VALUE on the command line."""

from rebond.errors import BadInput
from rebond.texts import Text


class UnusablePair(BadInput):
    """A fact on the command line is not a name and a value."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Text("«\u202f{written}\u202f» n’est pas un fait.", "“{written}” is not a fact.").filled(
                written=written
            ),
            cure=Text(
                "Écrivez NOM=VALEUR, par exemple contrat=cdi.",
                "Write NAME=VALUE, for example contrat=cdi.",
            ),
        )


def pairs(given: list[str]) -> list[tuple[str, str]]:
    """Split what is typed at its first equals sign."""
    pairs = []
    for written in given:
        name, equals, value = written.partition("=")
        if not equals:
            raise UnusablePair(written)
        pairs.append((name.strip(), value.strip()))
    return pairs
