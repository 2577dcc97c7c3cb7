"""Reading laureates: what everyone reads of them, their path with small counts kept back, and who is to be admitted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.text import slugify

from rebond.errors import RebondError
from rebond.territory import Place, PlaceKey
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.deliberations import queries as deliberations
from rebond.web.deliberations.models import Decision
from rebond.web.territories.places import atlas
from rebond.web.training import permissions
from rebond.web.training.folding import COUNTED, State, standing, state_of
from rebond.web.training.history import PastCall, history
from rebond.web.training.models import Laureate, PathStep


@dataclass(frozen=True, slots=True)
class Row:
    """A laureate of the list."""

    laureate: Laureate
    state: State
    place: Place | None


@dataclass(frozen=True, slots=True)
class Group:
    """The laureates of one call; `past` tells what pages say of a call held before this platform."""

    title: Text
    past: PastCall | None
    call: Call | None
    rows: tuple[Row, ...]

    @property
    def told(self) -> tuple[Row, ...]:
        """Return those of whom somebody told a step."""
        return tuple(one for one in self.rows if not one.state.is_silent)

    @property
    def silent(self) -> int:
        """Return of how many nobody told any."""
        return len(self.rows) - len(self.told)

    @property
    def batches(self) -> tuple[tuple[Laureate, tuple[Row, ...]], ...]:
        """Return those of whom nobody told any, by the day and the page that say they were retained."""
        found: dict[tuple[bool, date, str], list[Row]] = {}
        for one in self.rows:
            if one.state.is_silent:
                on = one.laureate.retained_on
                key = (on is None, on or date.min, one.laureate.source_url)
                found.setdefault(key, []).append(one)
        return tuple((rows[0].laureate, tuple(rows)) for _key, rows in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as a person may read it; `count` is None when it is not said, or too small to be told."""

    step: PathStep
    count: int | None
    is_small: bool
    is_standing: bool
    may_answer: bool


def laureates(now: datetime) -> QuerySet[Laureate]:
    """Return the laureates that everyone may read: those of the past, and those whose decision still retains them."""
    acts = deliberations.visible_acts(now).last_of_each()
    retained = acts.filter(outcome=Decision.Outcome.RETAINED, dossier=OuterRef("dossier"))
    return Laureate.objects.filter(Q(dossier=None) | Exists(retained))


def groups(now: datetime) -> tuple[Group, ...]:
    """Return every laureate by call: real calls first, of this platform then of the past; three queries."""
    steps = Prefetch("steps", PathStep.objects.order_by("pk"))
    found = sorted(
        laureates(now).prefetch_related(steps), key=lambda one: (slugify(one.name), one.pk)
    )
    by_call: dict[str, list[Row]] = {}
    for one in found:
        by_call.setdefault(one.call_name, []).append(
            Row(one, state_of(one.steps.all()), place_of(one))
        )
    past = {one.id: one for one in history().calls}
    calls = Call.objects.filter(reference__in=by_call.keys() - past.keys()).order_by("-results_at")
    here = [
        Group(Text(one.title_fr, one.title_en), None, one, tuple(by_call[one.reference]))
        for one in calls
    ]
    before = [
        Group(one.title, one, None, tuple(by_call.get(one.id, ())))
        for one in sorted(past.values(), key=lambda one: one.retained_on or date.min, reverse=True)
    ]
    # What is made up for the demonstration stands after everything that is real.
    real = [one for one in here if one.call is not None and not one.call.is_fictitious]
    return (*real, *before, *(one for one in here if one not in real))


def place_of(laureate: Laureate) -> Place | None:
    """Return where a laureate is; None when its source does not settle it."""
    if not laureate.place_code:
        return None
    try:
        return atlas().place(PlaceKey(laureate.place_kind, laureate.place_code))
    except (RebondError, ValueError):
        return None


def path(laureate: Laureate, actor: Actor | None) -> list[Shown]:
    """Return the steps of a path, oldest first, as a person may read them; one query."""
    steps = list(laureate.steps.select_related("recorded_by__organisation").order_by("pk"))
    counts = {one.pk for one in standing(steps)}
    is_whole = permissions.reads_whole(actor, laureate)
    return [_shown(one, counts, actor, laureate, is_whole=is_whole) for one in _by_day(steps)]


def _by_day(steps: Iterable[PathStep]) -> list[PathStep]:
    return sorted(steps, key=lambda one: (one.on is None, one.on, one.pk))


def _shown(
    step: PathStep, counts: set[int], actor: Actor | None, laureate: Laureate, *, is_whole: bool
) -> Shown:
    is_small = is_secret(step, is_whole=is_whole)
    may = actor is not None and step.pk in counts
    return Shown(
        step,
        None if is_small else step.count,
        is_small,
        step.pk in counts,
        may and actor is not None and permissions.may_record(actor, laureate, step.kind),
    )


def is_secret(step: PathStep, *, is_whole: bool) -> bool:
    """Return whether a number of people is too small to be told."""
    return (
        not is_whole
        and step.kind in COUNTED
        and step.count is not None
        and step.count < settings.LEAST_COUNT
    )


def to_admit(actor: Actor, now: datetime) -> QuerySet[Decision]:
    """Return the published decisions of one's calls for training that retain a dossier not yet admitted."""
    named = Q(pk__in=())
    for programme, measure in sorted(history().measures):
        named |= Q(call__programme_id=programme, call__measure_id=measure)
    admitted = Laureate.objects.filter(dossier=OuterRef("dossier"))
    return (
        deliberations.visible_acts(now)
        .last_of_each()
        .filter(named, outcome=Decision.Outcome.RETAINED, call__manager=actor.organisation_id)
        .exclude(Exists(admitted))
        .select_related("dossier__organisation", "call")
        .order_by("call", "dossier__reference")
    )


def own(actor: Actor) -> QuerySet[Laureate]:
    """Return the laureates that the organisation is."""
    return Laureate.objects.filter(organisation=actor.organisation_id)
