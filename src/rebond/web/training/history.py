"""The calls held before this platform, from ``history.yaml``: every laureate and step with the page that names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify

from rebond.territory import PlaceKey
from rebond.texts import MONTHS, Text, day_text
from rebond.web.journal.services import append
from rebond.web.training.models import Laureate, PathStep

UNKNOWN = "unknown"
LONGEST_REFERENCE = 40
ABOUT = ("laureate", "history")


@dataclass(frozen=True, slots=True)
class Source:
    """A page that was read."""

    title: str
    url: str
    when: Text | None = None
    """Its day or its month, where it says one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What pages say of a call."""

    text: Text
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A laureate that a page names; without a place when the page does not settle which."""

    reference: str
    name: str
    place: tuple[str, str]
    retained_on: date | None
    source: Source


@dataclass(frozen=True, slots=True)
class PastCall:
    """One call; `announced` is how many laureates were announced, None when it is not established."""

    id: str
    title: Text
    retained_on: date | None
    announced: int | None
    said: tuple[Said, ...]
    laureates: tuple[Named, ...]
    programme: str | None = None
    """Id of the shipped programme that launched it; empty when none did, None when it is not established."""

    @property
    def missing(self) -> int | None:
        """How many laureates no page at hand names; None when it is not established."""
        return None if self.announced is None else self.announced - len(self.laureates)


@dataclass(frozen=True, slots=True)
class ReadStep:
    """A step that a page tells."""

    laureate: str
    kind: str
    on: date | None
    sentence: str
    source: Source


@dataclass(frozen=True, slots=True)
class History:
    """The whole file."""

    measures: frozenset[tuple[str, str]]
    calls: tuple[PastCall, ...]
    steps: tuple[ReadStep, ...]

    def call(self, name: str) -> PastCall | None:
        """Return one call by its id; None when no such call is known."""
        return next((one for one in self.calls if one.id == name), None)

    def calls_of(self, programme: str) -> tuple[PastCall, ...]:
        """Return the calls that a programme launched."""
        return tuple(one for one in self.calls if one.programme == programme)

    @property
    def named(self) -> int:
        """How many laureates pages name, of whichever call."""
        return sum(len(one.laureates) for one in self.calls)

    @property
    def announced(self) -> int:
        """How many were announced in the calls that say it."""
        return sum(one.announced or 0 for one in self.calls)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many laureates pages name, how many were new or changed, and how many steps were new."""

    laureates: int
    new_laureates: int
    changed_laureates: int
    new_steps: int


@cache
def history() -> History:
    """Return what the file says."""
    written = resources.files(__package__).joinpath("history.yaml").read_text(encoding="utf-8")
    return read(yaml.safe_load(written))


def read(written: Mapping[str, Any]) -> History:
    """Return a history from its file; a laureate or a step without a known source is an error of ours."""
    sources = {
        name: Source(one["title"], one["url"], _when(one.get("when")))
        for name, one in written["sources"].items()
    }
    calls = tuple(_call(one, sources) for one in written["calls"])
    steps = tuple(
        ReadStep(
            one["laureate"],
            str(PathStep.Kind(one["kind"])),
            _day(one["day"]),
            one["sentence"],
            sources[one["source"]],
        )
        for one in written["steps"]
    )
    known = {one.reference for call in calls for one in call.laureates}
    assert {one.laureate for one in steps} <= known, "a step of nobody"  # noqa: S101 - our own file
    measures = frozenset((one["programme"], one["measure"]) for one in written["measures"])
    return History(measures, calls, steps)


def _call(one: Mapping[str, Any], sources: Mapping[str, Source]) -> PastCall:
    day = _day(one["retained_on"])
    laureates = tuple(
        Named(
            slugify(f"{one['code']}-{each['name'].replace('’', ' ')}")[:LONGEST_REFERENCE].rstrip(
                "-"
            ),
            each["name"],
            _place(each.get("place")),
            _day(each["retained_on"]) if "retained_on" in each else day,
            sources[each["source"]],
        )
        for each in one["laureates"]
    )
    said = tuple(
        Said(Text(**each["text"]), tuple(sources[name] for name in each["sources"]))
        for each in one["facts"]
    )
    announced = None if one["announced"] == UNKNOWN else int(one["announced"])
    return PastCall(
        one["id"],
        Text(**one["title"]),
        day,
        announced,
        said,
        laureates,
        {UNKNOWN: None, "none": ""}.get(one["programme"], one["programme"]),
    )


def _day(written: object) -> date | None:
    return written if isinstance(written, date) else None


def _when(written: date | str | None) -> Text | None:
    """Return the day or the month, such as ``2019-09``, of a page."""
    if written is None:
        return None
    if isinstance(written, date):
        return day_text(written)
    year, _dash, month = written.partition("-")
    return Text(*(f"{MONTHS[lang][int(month) - 1]} {year}" for lang in ("fr", "en")))


def _place(written: str | None) -> tuple[str, str]:
    if written is None:
        return "", ""
    key = PlaceKey.parse(written)
    return key.kind, key.code


def load(now: datetime) -> Loaded:
    """Load the laureates and steps that public pages tell."""
    return load_history(history(), now)


@transaction.atomic
def load_history(found: History, now: datetime) -> Loaded:
    """Load a history; what stands already stays, but what its page now says otherwise."""
    new = changed = steps = count = 0
    for call in found.calls:
        for named in call.laureates:
            is_new, is_changed = _put(call, named)
            count, new, changed = count + 1, new + is_new, changed + is_changed
    for step in found.steps:
        steps += _put_step(step, now)
    if new or changed or steps:
        said = {"new_laureates": new, "changed_laureates": changed, "new_steps": steps}
        append(None, "training.load", ABOUT, said, now=now)
    return Loaded(count, new, changed, steps)


def _put(call: PastCall, named: Named) -> tuple[bool, bool]:
    values = {
        "call_name": call.id,
        "name": named.name,
        "place_kind": named.place[0],
        "place_code": named.place[1],
        "retained_on": named.retained_on,
        "source_url": named.source.url,
    }
    one, is_new = Laureate.objects.select_for_update().get_or_create(
        reference=named.reference, defaults=values
    )
    differing = [name for name, value in values.items() if getattr(one, name) != value]
    for name in differing:
        setattr(one, name, values[name])
    if differing:
        one.save(update_fields=differing)
    return is_new, bool(differing)


def _put_step(step: ReadStep, now: datetime) -> bool:
    _one, is_new = PathStep.objects.get_or_create(
        laureate=Laureate.objects.get(reference=step.laureate),
        kind=step.kind,
        on=step.on,
        source_url=step.source.url,
        recorded_by=None,
        defaults={"sentence": step.sentence, "recorded_at": now},
    )
    return is_new
