"""Why an offer and a young person go together or not, criterion by criterion, in a sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from rebond.texts import Text, day_text, number, verbatim

Standing = Literal["met", "partly", "not_met", "unknown", "not_asked"]
LEVELS: Mapping[str, Text] = {
    "not_asked": Text("Aucun niveau n’est demandé.", "No level is asked for."),
    "unknown": Text(
        "Niveau non dit\u00a0; demandé\u00a0: {asked} au moins.",
        "Level not said; asked for: {asked} at least.",
    ),
    "met": Text(
        "{reached}, pour {asked} demandé au moins.",
        "{reached}, for at least {asked} asked for.",
    ),
    "not_met": Text(
        "{reached}\u00a0: moins que {asked}, demandé au moins.",
        "{reached}: less than {asked}, the least asked for.",
    ),
}
SKILLS: Mapping[str, Text] = {
    "not_asked": Text("Aucune compétence n’est demandée.", "No skill is asked for."),
    "unknown": Text(
        "Compétences non dites\u00a0; demandées\u00a0: {missing}.",
        "Skills not said; asked for: {missing}.",
    ),
    "met": Text(
        "Toutes les compétences demandées\u00a0: {shared}.", "All skills asked for: {shared}."
    ),
    "partly": Text(
        "En commun\u00a0: {shared}. Manquent\u00a0: {missing}.",
        "Shared: {shared}. Missing: {missing}.",
    ),
    "not_met": Text(
        "Aucune des compétences demandées\u00a0: {missing}.",
        "None of the skills asked for: {missing}.",
    ),
}


def _listed(ids: tuple[str, ...], known: Mapping[str, Text]) -> Text:
    names = [known.get(one, verbatim(one)) for one in ids]
    return Text(", ".join(one.fr for one in names), ", ".join(one.en for one in names))


def skills(
    standing: Standing, shared: tuple[str, ...], missing: tuple[str, ...], known: Mapping[str, Text]
) -> Text:
    """Say which of the skills asked for are there."""
    return SKILLS[standing].filled(shared=_listed(shared, known), missing=_listed(missing, known))


def place(
    standing: Standing, name: str, distance: float | None, most: float, *, is_inside: bool
) -> Text:
    """Say how far an offer is from what is wanted; `distance` is None when unknown, or outside an area."""
    if standing == "unknown":
        return Text(
            "{name}\u00a0: distance non établie.", "{name}: distance not established."
        ).filled(name=name)
    if distance is None:
        return Text(
            "{name}\u00a0: hors des lieux voulus.", "{name}: outside the places wanted."
        ).filled(name=name)
    if is_inside:
        return Text("{name}, dans un lieu voulu.", "{name}, inside a place wanted.").filled(
            name=name
        )
    words = (
        Text(
            "{name}, à {km}\u00a0km à vol d’oiseau, dans les {most}\u00a0km voulus.",
            "{name}, {km} km as the crow flies, within the {most} km wanted.",
        )
        if standing == "met"
        else Text(
            "{name}, à {km}\u00a0km à vol d’oiseau\u00a0: plus que les {most}\u00a0km voulus.",
            "{name}, {km} km as the crow flies: more than the {most} km wanted.",
        )
    )
    return words.filled(name=name, km=_whole(distance, most), most=_number(most))


def _whole(distance: float, most: float) -> Text:
    """Write a distance to the kilometre, and to the metre where rounding would contradict the answer."""
    rounded = round(distance)
    if (rounded <= most) == (distance <= most):
        return _number(rounded)
    return Text(number(distance, "fr", digits=3), number(distance, "en", digits=3))


def _number(value: float) -> Text:
    digits = 0 if float(value).is_integer() else 1
    return Text(number(value, "fr", digits=digits), number(value, "en", digits=digits))


def dates(standing: Standing, starts: date | None, free: date | None) -> Text:
    """Say whether a person is free when a contract starts."""
    if starts is None:
        return Text("Début du contrat non dit.", "Start of the contract not said.")
    if free is None:
        return Text(
            "Disponibilité non dite\u00a0; début le {starts}.",
            "Availability not said; starts on {starts}.",
        ).filled(starts=day_text(starts))
    words = (
        Text(
            "Libre dès le {free}, pour un début le {starts}.",
            "Free from {free}, for a start on {starts}.",
        )
        if standing == "met"
        else Text(
            "Libre le {free} seulement, après le début le {starts}.",
            "Free on {free} only, after the start on {starts}.",
        )
    )
    return words.filled(free=day_text(free), starts=day_text(starts))


def level(standing: Standing, asked: str, reached: str, levels: Mapping[str, Text]) -> Text:
    """Say whether a level reached is at least the one asked for."""
    return LEVELS[standing].filled(
        asked=levels.get(asked, verbatim(asked)), reached=levels.get(reached, verbatim(reached))
    )
