"""What can be wrong with the choices of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rebond.errors import BadInput
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.texts import Lang


@dataclass(frozen=True, slots=True)
class ChoiceProblem:
    """One choice that cannot be taken, with its place and its cure.

    Parameters
    ----------
    key : str
        Place in the choices, such as ``gates.surface_minimale.threshold``.
    what : Text
        What is wrong, with the value found.
    cure : Text
        What to do.
    """

    key: str
    what: Text
    cure: Text

    def message(self, lang: Lang) -> str:
        """Return the problem in `lang` as one paragraph."""
        return f"{self.key}: {self.what.of(lang)}. {self.cure.of(lang)}"


class ChoicesInvalid(BadInput):
    """A call cannot be opened with these choices; `problems` holds everything found.

    Parameters
    ----------
    problems : sequence of ChoiceProblem
        At least one.
    """

    def __init__(self, problems: Sequence[ChoiceProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(
                f"{count} choix de l’appel à corriger"
                if count > 1
                else "un choix de l’appel à corriger",
                f"{count} choices of the call to correct"
                if count > 1
                else "one choice of the call to correct",
            ),
            cure=Text(
                "Corrigez-les ; rien n’a été changé. Voir docs/reference/calls.md",
                "Correct them; nothing was changed. See docs/reference/calls.md",
            ),
        )

    def message(self, lang: Lang) -> str:
        """Return the head line, every problem, then what to do."""
        listed = "\n".join(f"  - {problem.message(lang)}" for problem in self.problems)
        return "\n".join((self.what.of(lang), listed, self.cure.of(lang) if self.cure else ""))
