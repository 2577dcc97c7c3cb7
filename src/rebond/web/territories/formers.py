"""What a commune that is no more was, and what a commune of today took in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from rebond.territory import Place, PlaceKey
from rebond.territory.former import FormerName
from rebond.territory.names import comparable
from rebond.texts import Text, day_text, verbatim
from rebond.web.territories.places import atlas

MOST_NAMED = 4

STATUSES: Mapping[str, Text] = {
    "delegated": Text("commune déléguée ({name})", "delegated commune ({name})"),
    "associated": Text("commune associée ({name})", "associated commune ({name})"),
    "": Text(
        "ni commune déléguée ni commune associée ({name})",
        "neither a delegated nor an associated commune ({name})",
    ),
}


@dataclass(frozen=True)
class FormerPage:
    """A code that is no longer that of a commune.

    Parameters
    ----------
    key : PlaceKey
    successor : Place
    spans : tuple of FormerName
        What the code was, the latest last; empty when no source names it.
    day : date, optional
        The day asked for.
    """

    key: PlaceKey
    successor: Place
    spans: tuple[FormerName, ...]
    day: date | None = None

    @property
    def last(self) -> FormerName | None:
        """What the code was last."""
        return self.spans[-1] if self.spans else None

    @property
    def earlier(self) -> tuple[FormerName, ...]:
        """What it was before, the latest first."""
        return self.spans[-2::-1]

    @property
    def title(self) -> Text:
        """The name of the commune, or its code when no source names it."""
        last = self.last
        if last is None:
            return Text("Ancienne commune {code}", "Former commune {code}").filled(
                code=self.key.code
            )
        if last.went_on:
            words = Text("{name}, ancien code {code}", "{name}, former code {code}")
        else:
            words = Text("{name}, ancienne commune", "{name}, former commune")
        return words.filled(name=last.name, code=self.key.code)

    @property
    def answer(self) -> Text:
        """What became of it, since when, in one sentence."""
        last, names = self.last, {"code": self.key.code, **_named(self.successor)}
        if last is None:
            return Text(
                "Le code {code} n’est plus celui d’une commune\u00a0: {name} ({label}) lui succède.",
                "Code {code} is no longer that of a commune: {name} ({label}) succeeds it.",
            ).filled(**names)
        days = {"until": day_text(last.until), "gone": day_text(last.gone_on)}
        return _ANSWERS[last.went_on, last.has_day].filled(former=last.name, **names, **days)

    @property
    def changed(self) -> Text | None:
        """The day of the change; None when it is not established."""
        last = self.last
        return day_text(last.gone_on) if last is not None and last.has_day else None

    @property
    def between(self) -> Text | None:
        """Between which days it changed, when the day is not established."""
        last = self.last
        if last is None or last.has_day:
            return None
        return Text("entre le {until} et le {gone}", "between {until} and {gone}").filled(
            until=day_text(last.until), gone=day_text(last.gone_on)
        )

    @property
    def status(self) -> Text | None:
        """What is left of it today; None when no source names it, or when it went on under another code."""
        last = self.last
        if last is None or last.went_on:
            return None
        return STATUSES[last.status].filled(name=self.successor.name)

    @property
    def then(self) -> Text | None:
        """What it was on the day asked for, and what is shown of that day."""
        day = self.day
        if day is None:
            return None
        name = self.last.name if self.last is not None else self.key.code
        was = next((one for one in self.spans if one.was(day)), None)
        if was is not None:
            words, name = _WAS, was.name
        elif gone := next((one for one in self.spans if one.was_gone(day)), None):
            words, name = _NO_CODE if gone.went_on else _NO_MORE, gone.name
        else:
            words = _UNKNOWN
        return words.filled(
            day=day_text(day), former=name, code=self.key.code, **_named(self.successor)
        )


_ANSWERS: Mapping[tuple[bool, bool], Text] = {
    (False, True): Text(
        "{former} ({code}) n’est plus une commune depuis le {gone}\u00a0: {name} ({label}) lui succède.",
        "{former} ({code}) has not been a commune since {gone}: {name} ({label}) succeeds it.",
    ),
    (False, False): Text(
        "{former} ({code}) était encore une commune au {until} et ne l’était plus au {gone}\u00a0: {name} ({label}) "
        "lui succède.",
        "{former} ({code}) was still a commune on {until} and no more on {gone}: {name} ({label}) succeeds it.",
    ),
    (True, True): Text(
        "{former} n’a plus le code {code} depuis le {gone}\u00a0: c’est aujourd’hui {name} ({label}).",
        "{former} has not had code {code} since {gone}: it is {name} ({label}) today.",
    ),
    (True, False): Text(
        "{former} avait encore le code {code} au {until} et ne l’avait plus au {gone}\u00a0: c’est aujourd’hui "
        "{name} ({label}).",
        "{former} still had code {code} on {until} and no more on {gone}: it is {name} ({label}) today.",
    ),
}
_WAS = Text(
    "Le {day}, {former} était une commune. Ce qu’elle était n’est pas montré\u00a0: nos tables sont ramenées aux "
    "communes d’aujourd’hui. Ce qui s’en approche le plus est la page {name} à cette date.",
    "On {day}, {former} was a commune. What it was is not shown: our tables are carried to the communes of today. "
    "The page of {name} on that date is what comes nearest.",
)
_NO_MORE = Text(
    "Le {day}, {former} n’était plus une commune\u00a0: la page {name} à cette date la compte.",
    "On {day}, {former} was no longer a commune: the page of {name} on that date counts it.",
)
_NO_CODE = Text(
    "Le {day}, le code {code} n’était plus utilisé\u00a0: la page {name} à cette date est la sienne.",
    "On {day}, code {code} was no longer in use: the page of {name} on that date is its own.",
)
_UNKNOWN = Text(
    "Ce qu’était {former} le {day} n’est pas établi. Ce qui s’en approche le plus est la page {name} à cette date.",
    "What {former} was on {day} is not established. The page of {name} on that date is what comes nearest.",
)


def former_page(key: PlaceKey, day: date | None) -> FormerPage:
    """Return what is known of a code that is no longer that of a commune."""
    spans = atlas().former_names.by_code.get(key.code, ())
    return FormerPage(key, atlas().place(key), spans, day)


@dataclass(frozen=True)
class Formers:
    """What a commune of today took in, and what it was called.

    Parameters
    ----------
    name : str
        Of the commune of today.
    united : tuple of FormerName
        Communes that ended in it, the one whose code it kept with them.
    interrupted : tuple of FormerName
        Times before it was no commune for a while.
    names : tuple of FormerName
        Names and codes that it had itself.
    unnamed : tuple of str
        Former codes that no source names.
    """

    name: str = ""
    united: tuple[FormerName, ...] = ()
    interrupted: tuple[FormerName, ...] = ()
    names: tuple[FormerName, ...] = ()
    unnamed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.united or self.interrupted or self.names or self.unnamed)

    @property
    def folded(self) -> str:
        """The first names of what it took in."""
        shown = [one.name for one in self.united[:MOST_NAMED]]
        return ", ".join(shown) + ("…" if len(self.united) > MOST_NAMED else "")

    def on(self, day: date) -> Text | None:
        """Return what was not yet, or not then, what it is today; None when nothing is known to differ."""
        apart = [one.name for one in self.united if one.was(day)]
        if not apart:
            return self._between(day)
        words = _ONE_APART if len(apart) == 1 else _SEVERAL_APART
        return words.filled(day=day_text(day), name=self.name, names=_listed(apart))

    def _between(self, day: date) -> Text | None:
        """Return what is to be known of a day when it was no commune, or was not yet known to be one again."""
        for one in self.interrupted:
            if one.resumed_on is None or not one.gone_on <= day < one.resumed_on:
                continue
            words = _NONE_THEN if one.was_gone(day) else _NOT_YET_KNOWN
            return words.filled(
                day=day_text(day),
                name=self.name,
                gone=day_text(one.gone_on),
                again=day_text(one.resumed_on),
            )
        return None


_NONE_THEN = Text(
    "Le {day}, {name} n’était pas une commune\u00a0: elle ne l’était plus au {gone}, et l’est de nouveau au {again}. Cette "
    "page montre ce qu’elle est aujourd’hui.",
    "On {day}, {name} was no commune: it was one no more on {gone}, and is one again on {again}. This page shows what it "
    "is today.",
)
_NOT_YET_KNOWN = Text(
    "Que {name} ait été de nouveau une commune le {day} n’est pas établi\u00a0: elle ne l’était plus au {gone}, et l’est de "
    "nouveau au {again}.",
    "Whether {name} was a commune again on {day} is not established: it was one no more on {gone}, and is one again on "
    "{again}.",
)
_ONE_APART = Text(
    "Le {day}, {name} n’avait pas ses limites d’aujourd’hui\u00a0: cette page compte avec elle {names}, alors une commune "
    "à part.",
    "On {day}, {name} did not have its limits of today: this page counts {names} with it, a commune of its own then.",
)
_SEVERAL_APART = Text(
    "Le {day}, {name} n’avait pas ses limites d’aujourd’hui\u00a0: cette page compte avec elle {names}, alors des communes "
    "à part.",
    "On {day}, {name} did not have its limits of today: this page counts {names} with it, communes of their own then.",
)


def _listed(names: list[str]) -> Text:
    more = len(names) - MOST_NAMED
    if more > 0:
        shown = ", ".join(names[:MOST_NAMED])
        return Text("{shown} et {more} de plus", "{shown} and {more} more").filled(
            shown=shown, more=more
        )
    if len(names) == 1:
        return verbatim(names[0])
    first, last = ", ".join(names[:-1]), names[-1]
    return Text("{first} et {last}", "{first} and {last}").filled(first=first, last=last)


def formers_of(key: PlaceKey) -> Formers:
    """Return what a place of today took in; nothing for a place that is no commune."""
    return _formers(key.code) if key.kind == "commune" else Formers()


@cache
def _formers(code: str) -> Formers:
    name = atlas().place(PlaceKey("commune", code)).name
    united, interrupted, names = [], [], []
    for one in atlas().former_names.by_commune.get(code, ()):
        if one.went_on:
            names.append(one)
        elif one.code == code and comparable(one.name) == comparable(name):
            interrupted.append(one)
        else:
            united.append(one)
    known = atlas().former_names.by_code
    return Formers(
        name=name,
        united=tuple(sorted(united, key=lambda one: (comparable(one.name), one.until))),
        interrupted=tuple(interrupted),
        names=tuple(sorted(names, key=lambda one: one.until, reverse=True)),
        unnamed=tuple(one for one in _codes().get(code, ()) if one not in known),
    )


@cache
def _codes() -> Mapping[str, tuple[str, ...]]:
    """Return the former codes that lead to each commune of today."""
    found: dict[str, list[str]] = {}
    for former, code in sorted(atlas().gazetteer.compositions.codes.former.items()):
        found.setdefault(code, []).append(former)
    return {code: tuple(codes) for code, codes in found.items()}


def _named(place: Place) -> dict[str, str]:
    return {"name": place.name, "label": place.key.code}
