"""Where a place stands with a measure that is open to all, or to all the territories of a list.

A list has no established end, and a later one may have begun: a place that only some of the lists in force name is
neither in nor out, since nothing tells which of them counts. The simulator of aids says the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from rebond.programme import Measure, Programme
from rebond.programme.applicants import Perimeter
from rebond.territory import PlaceKey
from rebond.texts import Text, day_text
from rebond.web.programmes.queries import perimeter_title
from rebond.web.territories.ground import Ground, joined, perimeters_in
from rebond.web.territories.places import atlas
from rebond.web.territories.standing_rows import MOST_NAMES, MeasureStanding, Standing, and_then

EPT = "ept"
_PART = Text(" en tout ou partie,", " whole or in part,")


@dataclass(frozen=True, slots=True)
class _List:
    """One list on a day, beside the place."""

    kind: str
    phase: str
    title: Text
    holding: tuple[PlaceKey, ...]
    """Its perimeters that hold some commune of the place."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One list that the measure names, then the later ones that have begun on the day."""

    named: _List
    later: tuple[_List, ...]

    @property
    def every(self) -> tuple[_List, ...]:
        return (self.named, *self.later)

    @property
    def is_in(self) -> bool:
        return all(one.holding for one in self.every)

    @property
    def is_out(self) -> bool:
        return not any(one.holding for one in self.every)


def open_row(
    base: MeasureStanding,
    programme: Programme,
    measure: Measure,
    ground: Ground,
    on: date,
    asked: date | None,
) -> MeasureStanding:
    """Return the row of a measure that chooses nobody: without a list, in it, not in it, or not established.

    Parameters
    ----------
    on : date
        The day of the page.
    asked : date, optional
        The day asked for; None when the page is of today.
    """
    wanted = [one for one in programme.perimeters if one.id in measure.applicants.perimeters]
    if not wanted:
        return replace(
            base,
            standing=Standing.NO_CALL,
            sentence=Text(
                "Ouverte à tous, sans choix entre territoires ; qui en a bénéficié ici n’est pas établi.",
                "Open to all, without a choice between territories; who had it here is not established.",
            ),
        )
    lists = tuple(_asked(one, ground, on, asked) for one in wanted)
    named = Text(
        ", ".join(one.title.fr for one in wanted), ", ".join(one.title.en for one in wanted)
    )
    known = {
        "list": named,
        "name": Text(ground.said_name, ground.said_name),
        "part": _PART if len(ground.communes) > 1 else Text("", ""),
    }
    state = _state(lists, on, asked)
    inside = [one for one in lists if one.is_in]
    if inside:
        standing, said = Standing.NO_CALL, and_then(_inside(ground, inside, known), *state)
    elif not all(one.is_out for one in lists):
        standing = Standing.NOT_ESTABLISHED
        said = _between(next(one for one in lists if not one.is_out), known)
    elif ground.key.kind == EPT and not ground.communes:
        standing, said = Standing.NOT_ESTABLISHED, _WITHOUT_COMMUNES.filled(**known)
    else:
        standing, said = Standing.OUTSIDE_LIST, and_then(_outside(lists, known), *state)
    return replace(base, standing=standing, sentence=said)


def _asked(wanted: Perimeter, ground: Ground, on: date, asked: date | None) -> _Asked:
    kind = wanted.perimeter
    later = [
        _list(kind, phase, perimeter_title(kind, phase), ground, asked)
        for phase in atlas().phases(kind)
        if phase > wanted.phase and _has_begun(kind, phase, on)
    ]
    return _Asked(_list(kind, wanted.phase, wanted.title, ground, asked), tuple(later))


def _list(kind: str, phase: str, title: Text, ground: Ground, asked: date | None) -> _List:
    pair = (kind, phase)
    if (ground.key.kind, ground.key.phase) == pair:
        keys = [ground.key]
    else:
        keys = sorted(
            key for key in perimeters_in(ground.key, asked) if (key.kind, key.phase) == pair
        )
    return _List(kind, phase, title, tuple(one for one in keys if _is_listed(one, asked)))


def _is_listed(key: PlaceKey, asked: date | None) -> bool:
    """Return whether a perimeter may be in its list on a day: one that a list of that year leaves out is not."""
    if asked is None:
        return True
    if atlas().place(key).in_force(asked) is False:
        return False
    perimeters = atlas().gazetteer.compositions.perimeters
    return asked.year > _last_year(key.kind, key.phase) or bool(perimeters[key].lists)


@cache
def _last_year(kind: str, phase: str) -> int:
    """Return the year of the last dated list of a phase; zero without one."""
    perimeters = atlas().gazetteer.compositions.perimeters
    years = (
        year
        for key, one in perimeters.items()
        if (key.kind, key.phase) == (kind, phase)
        for year in one.lists
    )
    return max(years, default=0)


@cache
def _first_day(kind: str, phase: str) -> date | None:
    days = (one.valid_from for one in atlas().places(kind, phase))
    return min((day for day in days if day is not None), default=None)


def _has_begun(kind: str, phase: str, on: date) -> bool:
    first = _first_day(kind, phase)
    return first is not None and first <= on


def _state(lists: tuple[_Asked, ...], on: date, asked: date | None) -> list[Text]:
    """Say that what the list was on the day is not established; nothing where a list of that year, or a later one, is at hand."""
    if all(one.later or on.year <= _last_year(one.named.kind, one.named.phase) for one in lists):
        return []
    if asked is None:
        words = Text(
            "L’état de cette liste à ce jour n’est pas établi.",
            "What this list is today is not established.",
        )
    else:
        words = Text(
            "L’état de cette liste le {day} n’est pas établi.",
            "What this list was on {day} is not established.",
        ).filled(day=day_text(on))
    return [words]


def _inside(ground: Ground, inside: list[_Asked], known: Mapping[str, Text]) -> Text:
    keys = [key for one in inside for key in one.named.holding]
    if any(key == ground.key for key in keys):
        return Text(
            "Ouverte à tous les territoires d’une liste, « {list} », sans choix entre eux : {name} en est. Qui en a bénéficié ici n’est pas établi.",
            "Open to all territories of a list, “{list}”, without a choice between them: {name} is in it. Who had it here is not established.",
        ).filled(**known)
    return Text(
        "Ouverte à tous les territoires d’une liste, « {list} », sans choix entre eux : {name} y est,{part} par {by}. Qui en a bénéficié ici n’est pas établi.",
        "Open to all territories of a list, “{list}”, without a choice between them: {name} is in it,{part} through {by}. Who had it here is not established.",
    ).filled(**known, by=_by(keys))


def _by(keys: Sequence[PlaceKey]) -> Text:
    names = [atlas().place(key).name for key in keys]
    if len(names) <= MOST_NAMES:
        return joined(names)
    return Text(f"{len(names)} périmètres", f"{len(names)} perimeters")


def _outside(lists: tuple[_Asked, ...], known: Mapping[str, Text]) -> Text:
    later = {one.title.fr: one.title for asked in lists for one in asked.later}
    if not later:
        return Text(
            "Ouverte aux seuls territoires d’une liste, « {list} » ; {name} n’en fait pas partie, d’après la liste à notre disposition.",
            "Open only to the territories of a list, “{list}”; {name} is not in it, according to the list at hand.",
        ).filled(**known)
    return Text(
        "Ouverte aux seuls territoires d’une liste, « {list} » ; {name} n’en fait pas partie, ni de la suivante, « {later} », d’après les listes à notre disposition.",
        "Open only to the territories of a list, “{list}”; {name} is not in it, nor in the next one, “{later}”, according to the lists at hand.",
    ).filled(
        **known,
        later=Text(
            ", ".join(one.fr for one in later.values()), ", ".join(one.en for one in later.values())
        ),
    )


def _between(asked: _Asked, known: Mapping[str, Text]) -> Text:
    """Say that some lists in force name the place and others do not."""
    held = next(one for one in asked.every if one.holding)
    if held is asked.named:
        missing = next(one for one in asked.later if not one.holding)
        return Text(
            "Ouverte aux seuls territoires d’une liste, « {list} » : {name} y est,{part} par {by}, mais n’est pas dans la suivante, « {later} ». Rien n’établit laquelle compte.",
            "Open only to the territories of a list, “{list}”: {name} is in it,{part} through {by}, but not in the next one, “{later}”. Nothing establishes which one counts.",
        ).filled(**known, by=_by(held.holding), later=missing.title)
    return Text(
        "Ouverte aux seuls territoires d’une liste, « {list} » : {name} n’y est pas, mais est dans la suivante, « {later} »,{part} par {by}. Rien n’établit laquelle compte.",
        "Open only to the territories of a list, “{list}”: {name} is not in it, but is in the next one, “{later}”,{part} through {by}. Nothing establishes which one counts.",
    ).filled(**known, by=_by(held.holding), later=held.title)


_WITHOUT_COMMUNES = Text(
    "Ouverte aux seuls territoires d’une liste, « {list} » ; si {name} y touche n’est pas établi, faute d’une table de ses communes.",
    "Open only to the territories of a list, “{list}”; whether {name} touches it is not established, for want of a table of its communes.",
)
