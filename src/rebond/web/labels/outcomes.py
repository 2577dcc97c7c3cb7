"""What became of each labelled site: one question, asked of a day, answered in a constant number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db.models import Count

from rebond.web.enquiries.models import Enquiry
from rebond.web.labels.folding import LabelState
from rebond.web.labels.models import Label
from rebond.web.labels.queries import folded, with_events
from rebond.web.sites import published
from rebond.web.sites.commune_places import CommunePlaces
from rebond.web.sites.models import Site, SiteEvent
from rebond.web.sites.queries import consented_groups, visible

Kind = SiteEvent.Kind
STAGES = (Kind.LOT_SOLD, Kind.PERMIT_FILED, Kind.OFFER, Kind.VISIT, Kind.LOST)
"""Outcomes short of operation, the furthest first."""
LEAST_TOLD = settings.LEAST_COUNT
"""Fewer enquiries, none among them, are not told as a number."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A sum by what it rests on; a basis that is absent is unknown, not zero."""

    by_basis: Mapping[str, int] = field(default_factory=dict)
    unknown: int = 0
    """Establishments in operation for which nobody said it."""

    @property
    def total(self) -> int | None:
        """Return the sum over every basis; None when nothing is known."""
        return sum(self.by_basis.values()) if self.by_basis else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One label and what became of its site until a day."""

    label: Label
    state: LabelState
    is_named: bool
    """Whether the site's name may be read."""
    years: int | None
    """Whole years since the label was granted."""
    stage: str
    """Furthest outcome that stands; empty when none is established."""
    last: SiteEvent | None
    counts: Mapping[str, int]
    jobs: Figure
    investment_cents: Figure
    enquiries: int | None
    """Contacts received here to this moment, whatever the day asked; None when there are too few to be told, or none."""

    @property
    def site(self) -> Site:
        """The labelled site."""
        return self.label.site

    @property
    def is_silent(self) -> bool:
        """Whether nothing is established of what happened."""
        return not self.stage and self.jobs.total is None and self.investment_cents.total is None

    @property
    def places(self) -> tuple[CommunePlaces, ...]:
        """The site's communes, the main one first; none when none is established."""
        return published.communes_named(self._said, self.site.public_pages)

    @property
    def communes(self) -> str:
        """Names of the site's communes; empty when none is established."""
        return ", ".join(one.name for one in self.places)

    @property
    def departement_codes(self) -> tuple[str, ...]:
        """Codes of every département that the site lies in."""
        return published.departements_named(self._said, self.site.public_pages)

    @property
    def _said(self) -> Mapping[str, Any]:
        return {**self.site.values, **self.site.extension}


def outcomes(on: date) -> list[Outcome]:
    """Return what became of each label of a public site until a day, in the order of waves and sites.

    Notes
    -----
    Four queries, whatever the number of sites: labels, their events, what happened on the sites, and how
    many enquiries they received (plus the consents that let a name be read). Only public events count; an
    event that another corrects does not.
    """
    labels = Label.objects.filter(site__in=visible(None)).order_by("wave", "site__name", "pk")
    rows = [one for one in folded(with_events(labels), on) if one.events and _known(one.state)]
    keys = {one.label.site_id for one in rows}
    happened = _events(keys, on)
    received = _enquiries(keys)
    groups = consented_groups(keys)
    for each in rows:
        if each.label.site.public_pages and "identity" not in groups.get(
            each.label.site_id, frozenset()
        ):
            _as_published(each.label.site)
    return [
        _outcome(
            one.label,
            one.state,
            happened.get(one.label.site_id, []),
            received.get(one.label.site_id, 0),
            on,
            is_named=bool(one.label.site.public_pages)
            or "identity" in groups.get(one.label.site_id, frozenset()),
        )
        for one in rows
    ]


def _as_published(site: Site) -> None:
    """Leave of a site that is only read, and that nobody opened, what public pages say."""
    site.values, site.extension = published.identity_of(site.identifier, site.public_pages), {}
    for name, value in published.columns_of(site.public_pages).items():
        setattr(site, name, value or "" if isinstance(getattr(site, name), str) else value)


def _known(state: LabelState) -> bool:
    return state.granted_on is not None or state.is_corrected


def events_standing(events: Iterable[SiteEvent]) -> list[SiteEvent]:
    """Return the events that no other one corrects."""
    rows = list(events)
    replaced = {one.corrects_id for one in rows}
    return [one for one in rows if one.pk not in replaced]


def _events(sites: set[int], on: date) -> dict[int, list[SiteEvent]]:
    found: dict[int, list[SiteEvent]] = defaultdict(list)
    rows = SiteEvent.objects.filter(site__in=sites).order_by("on", "pk")
    for one in events_standing(rows):
        if one.on <= on and one.is_public:
            found[one.site_id].append(one)
    return found


def _enquiries(sites: set[int]) -> dict[int, int]:
    """Count confirmed enquiries to this moment: day by day, counts would tell the day of each."""
    counted = (
        Enquiry.objects.filter(site__in=sites, confirmed_at__isnull=False)
        .order_by()
        .values_list("site")
        .annotate(n=Count("pk"))
    )
    return dict(counted)


def _outcome(
    label: Label,
    state: LabelState,
    events: list[SiteEvent],
    enquiries: int,
    on: date,
    *,
    is_named: bool,
) -> Outcome:
    counts = Counter(one.kind for one in events)
    telling = [one for one in events if one.kind != Kind.NOTE]
    granted = state.granted_on
    return Outcome(
        label=label,
        state=state,
        is_named=is_named,
        years=relativedelta(on, granted).years if granted else None,
        stage=stage_of(counts),
        last=telling[-1] if telling else None,
        counts=counts,
        jobs=_figure(events, "jobs"),
        investment_cents=_figure(events, "investment_cents"),
        enquiries=enquiries if enquiries >= LEAST_TOLD else None,
    )


def stage_of(counts: Mapping[str, int]) -> str:
    """Return the furthest outcome that stands; an establishment that closed is no longer in operation."""
    if counts.get(Kind.IN_OPERATION, 0) > counts.get(Kind.CLOSED, 0):
        return str(Kind.IN_OPERATION)
    if counts.get(Kind.CLOSED, 0):
        return str(Kind.CLOSED)
    return next((str(kind) for kind in STAGES if counts.get(kind)), "")


def _figure(events: Iterable[SiteEvent], name: str) -> Figure:
    """Add a figure over establishments in operation, by what it rests on."""
    by_basis: dict[str, int] = {}
    unknown = 0
    for one in events:
        if one.kind != Kind.IN_OPERATION:
            continue
        value = one.figures.get(name)
        if value is None:
            unknown += 1
        else:
            by_basis[one.basis] = by_basis.get(one.basis, 0) + int(value)
    return Figure(by_basis, unknown)
