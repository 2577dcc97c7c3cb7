"""Reading labels: where each stands on a day, which are to be reviewed, what a site holds."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.labels.folding import LabelState, State, state_on
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.labels.permissions import may_follow
from rebond.web.sites.models import Site


@dataclass(frozen=True, slots=True)
class Followed:
    """A label with its events, in the order of recording, and its state on a day."""

    label: Label
    events: tuple[LabelEvent, ...]
    state: LabelState

    @property
    def is_corrected(self) -> frozenset[int]:
        """Numbers of the events that a later correction replaces."""
        return frozenset(one.corrects for one in self.events if one.corrects is not None)


@dataclass(frozen=True, slots=True)
class Reviews:
    """The promised reviews of a month, and those promised for a day that is past."""

    month: date
    due: tuple[Followed, ...]
    late: tuple[Followed, ...]

    @property
    def total(self) -> int:
        """How many reviews wait."""
        return len(self.due) + len(self.late)


def visible(actor: Actor) -> QuerySet[Label]:
    """Return the labels that one follows: all for the national team, none for others."""
    return Label.objects.all() if may_follow(actor) else Label.objects.none()


def with_events(labels: QuerySet[Label]) -> QuerySet[Label]:
    """Return labels with their site and events, in two queries."""
    events = LabelEvent.objects.select_related("decision__dossier").order_by("number")
    return labels.select_related("site").prefetch_related(Prefetch("events", queryset=events))


def folded(labels: Iterable[Label], day: date) -> list[Followed]:
    """Return the labels with their state on a day."""
    found = []
    for one in labels:
        events = tuple(one.events.all())
        found.append(Followed(one, events, state_on(events, day)))
    return found


def in_force(day: date) -> frozenset[int]:
    """Return the keys of the sites that hold a label in force on a day."""
    events: dict[tuple[int, int], list[LabelEvent]] = {}
    for event in LabelEvent.objects.select_related("label").order_by("label_id", "number"):
        events.setdefault((event.label_id, event.label.site_id), []).append(event)
    return frozenset(
        site for (_label, site), said in events.items() if state_on(said, day).is_in_force(day)
    )


def labels_of(site: Site, day: date) -> list[Followed]:
    """Return the labels of a site, the oldest first."""
    held = folded(with_events(Label.objects.filter(site=site)), day)
    return sorted(held, key=lambda one: (one.state.granted_on or date.max, one.label.wave))


def followed(
    actor: Actor, day: date, *, state: str = "", wave: str = ""
) -> tuple[list[Followed], dict[State, int]]:
    """Return the labels that one follows, by review day, and how many stand in each state."""
    labels = visible(actor)
    if wave:
        labels = labels.filter(wave=wave)
    rows = folded(with_events(labels), day)
    counts = {one: sum(row.state.code == one for row in rows) for one in State}
    if state:
        rows = [row for row in rows if row.state.code == state]
    rows.sort(
        key=lambda row: (row.state.review_on or date.max, row.label.wave, str(row.label.site))
    )
    return rows, counts


def to_review(month: date, day: date) -> Reviews:
    """Return the reviews promised for a month, and those late on a day.

    Only standing labels are reviewed; a day promised anew replaces the one before.
    """
    first = month.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    named = LabelEvent.objects.filter(review_on__lte=max(last, day)).values("label")
    rows = [
        one
        for one in folded(with_events(Label.objects.filter(pk__in=named)), day)
        if one.state.is_standing and one.state.review_on is not None
    ]
    rows.sort(key=lambda one: (one.state.review_on, one.label.reference))
    late = tuple(one for one in rows if one.state.is_review_late(day))
    due = tuple(
        one
        for one in rows
        if one not in late and one.state.review_on and first <= one.state.review_on <= last
    )
    return Reviews(first, due, late)


def waves(actor: Actor) -> list[str]:
    """Return the waves that have labels."""
    return list(visible(actor).order_by("wave").values_list("wave", flat=True).distinct())
