"""The form of the simulator as a page shows it: sections, questions, what was typed, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from rebond.aid.firm_size import PME, THRESHOLDS, SizeClass
from rebond.territory import Place
from rebond.texts import Text, number
from rebond.web.aids import simulator
from rebond.web.aids.simulator import Told
from rebond.web.aids.simulator_fields import FIGURES, NO, PLACE, SECTIONS, YES, Field, fields

SIZES: dict[SizeClass, Text] = {
    "micro": Text("microentreprise", "micro"),
    "petite": Text("petite entreprise", "small"),
    "moyenne": Text("moyenne entreprise", "medium-sized"),
    "eti": Text("entreprise de taille intermédiaire (ETI)", "mid-sized (ETI)"),
    "grande": Text("grande entreprise", "large"),
}
UNKNOWN = Text("Je ne sais pas", "I do not know")
FEW = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with what was typed."""

    field: Field
    value: str
    fault: Text | None
    options: tuple[tuple[str, Text, bool], ...]
    proposed: tuple[Place, ...]

    @property
    def is_list(self) -> bool:
        """Whether the choices are many enough for a list."""
        return len(self.options) > FEW + 1

    @property
    def described_by(self) -> str:
        """Return the ids of what explains the field."""
        ids = [f"faute-{self.field.key}"] if self.fault else []
        ids += [f"aide-{self.field.key}"] if self.field.hint else []
        return " ".join(ids)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together; `figures` are those that tell a firm's size."""

    key: str
    title: Text
    asked: tuple[Asked, ...]
    figures: tuple[Asked, ...]

    @property
    def shows_figures(self) -> bool:
        """Whether the figures are shown at once."""
        return any(one.value or one.fault for one in self.figures)


@dataclass(frozen=True, slots=True)
class SizeRow:
    """The thresholds of one class in words, and whether the figures leave it."""

    title: Text
    words: Text
    is_left: bool


def sections(told: Told) -> tuple[Section, ...]:
    """Return the form, section by section; one without questions is left out."""
    made = []
    for key, title in SECTIONS.items():
        mine = [_asked(one, told) for one in fields().values() if one.section == key]
        figures = tuple(one for one in mine if one.field.key in FIGURES)
        asked = tuple(one for one in mine if one.field.key not in FIGURES)
        if mine:
            made.append(Section(key, title, asked, figures))
    return tuple(made)


def size_rows(told: Told) -> tuple[SizeRow, ...]:
    """Return the thresholds of each class, from the smallest."""
    return tuple(
        SizeRow(
            SIZES[row.size],
            Text(
                "moins de {n} personnes, et {turnover} de chiffre d’affaires au plus ou {balance} de bilan au plus",
                "under {n} people, and a turnover of at most {turnover} or a balance sheet of at most {balance}",
            ).filled(
                n=_count(row.headcount),
                turnover=_millions(row.turnover),
                balance=_millions(row.balance),
            ),
            row.size in told.sizes,
        )
        for row in THRESHOLDS
    )


def sizes_left(told: Told) -> Text | None:
    """Return in one sentence which classes the figures leave; None without figures."""
    if not told.sizes:
        return None
    names = [SIZES[size] for size in told.sizes]
    listed = Text(", ".join(one.fr for one in names), ", ".join(one.en for one in names))
    if len(names) == 1:
        sme = Text(", donc une PME", ", hence an SME") if told.sizes[0] in PME else Text("", "")
        return Text(
            "Vos chiffres disent\u00a0: {listed}{sme}.", "Your figures say: {listed}{sme}."
        ).filled(listed=listed, sme=sme)
    return Text(
        "Vos chiffres laissent possibles\u00a0: {listed}. L’effectif et l’un des deux montants suffisent le plus souvent.",
        "Your figures leave: {listed}. The headcount and one of the two amounts mostly suffice.",
    ).filled(listed=listed)


def _asked(one: Field, told: Told) -> Asked:
    value = told.typed.get(one.key, "")
    if one.kind == "day" and not value:
        value = told.on.isoformat()
    proposed = told.place.proposed if one.key == PLACE and told.place is not None else ()
    if one.kind == "commune" and told.place is not None and told.place.place is not None:
        value = told.place.place.label
    return Asked(one, value, told.faults.get(one.key), _options(one, value), proposed)


def _options(one: Field, value: str) -> tuple[tuple[str, Text, bool], ...]:
    if one.kind == "yes_no":
        offered = ((YES, simulator.shown(one, True)), (NO, simulator.shown(one, False)))  # noqa: FBT003
        offered = tuple(
            (code, Text(words.fr.capitalize(), words.en.capitalize())) for code, words in offered
        )
    elif one.kind == "choice":
        offered = one.options
    else:
        return ()
    codes = {code for code, _words in offered}
    rows = [(code, words, code == value) for code, words in offered]
    return (*rows, ("", UNKNOWN, value not in codes))


def _count(value: int) -> Text:
    return Text(number(value, "fr"), number(value, "en"))


def _millions(cents: int) -> Text:
    value = cents // 100_000_000
    return Text(f"{number(value, 'fr')}\u00a0M€", f"€{number(value, 'en')}m")
