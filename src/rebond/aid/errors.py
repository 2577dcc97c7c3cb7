"""What can go wrong with aids, their facts and their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import BadInput
from rebond.procedure.errors import FileInvalid
from rebond.programme.complaints import guess, listed, quoted
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


class AidInvalid(FileInvalid):
    """A file of an aid cannot be used; every problem is named."""


class CasesInvalid(FileInvalid):
    """A file of cases cannot be used; every problem is named."""


class UnknownAid(BadInput):
    """No aid of this name is shipped."""

    def __init__(self, aid: str, known: Sequence[str]) -> None:
        self.aid = aid
        super().__init__(
            Text("aucune aide ne s’appelle {aid}", "no aid is called {aid}").filled(
                aid=quoted(aid)
            ),
            why=Text("Connues\u202f: {known}.", "Known: {known}.").filled(known=listed(known)),
            cure=guess(aid, known),
        )


class UnknownFact(BadInput):
    """A fact that no rule of the aid reads."""

    def __init__(self, fact: str, known: Sequence[str]) -> None:
        self.fact = fact
        super().__init__(
            Text("aucune règle ne lit {fact}", "no rule reads {fact}").filled(fact=quoted(fact)),
            why=Text("Lus\u202f: {known}.", "Read: {known}.").filled(known=listed(known)),
            cure=guess(fact, known),
        )


class UnusableFact(BadInput):
    """A fact of the wrong sort, or out of its range."""

    def __init__(self, fact: str, value: object, expected: Text) -> None:
        self.fact = fact
        self.value = value
        super().__init__(
            Text("{fact} ne peut pas valoir {value}", "{fact} cannot be {value}").filled(
                fact=fact, value=quoted(value)
            ),
            why=Text("Attendu\u202f: {expected}.", "Expected: {expected}.").filled(
                expected=expected
            ),
            cure=Text(
                "Corrigez la valeur, ou ne la donnez pas\u202f: elle compte alors comme inconnue.",
                "Correct the value, or leave it out: it then counts as unknown.",
            ),
        )


class NotInTheMeasure(BadInput):
    """An aid names a gate, an award or a question that its measure does not declare."""

    def __init__(self, file: str, name: str, known: Sequence[str]) -> None:
        self.name = name
        super().__init__(
            Text("la mesure ne déclare pas {name}", "the measure does not declare {name}").filled(
                name=quoted(name)
            ),
            where=file,
            why=Text("Déclarés\u202f: {known}.", "Declared: {known}.").filled(known=listed(known)),
            cure=guess(name, known),
        )
