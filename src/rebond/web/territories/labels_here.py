"""The labels of sites whose place everyone may read, inside a place, and how much of each wave is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef

from rebond.texts import Text
from rebond.web.labels.coverage import Wave, announced_waves
from rebond.web.labels.folding import LabelState
from rebond.web.labels.models import Label
from rebond.web.labels.queries import folded, with_events
from rebond.web.sites import published
from rebond.web.sites.groups import IDENTITY
from rebond.web.sites.models import Site, SitePlace
from rebond.web.sites.queries import consented_groups, visible
from rebond.web.territories.ground import Ground


@dataclass(frozen=True, slots=True)
class Held:
    """A label given to a site of the place, and where it stands on a day."""

    label: Label
    state: LabelState
    site_name: str
    pages: tuple[str, ...]
    """Public pages that say it."""

    @property
    def title(self) -> Text:
        """The name of the label."""
        return Text(self.label.title_fr, self.label.title_en)


@dataclass(frozen=True, slots=True)
class Waves:
    """How many labels of each wave are known, in all and by région."""

    known: Counter[tuple[str, str]]
    by_region: Counter[tuple[str, str, str]]

    def of_measure(self, programme: str, measure: str, day: date) -> list[Wave]:
        """Return the waves of a measure announced by a day; those of the programme alone if it has some."""
        waves = [
            one
            for one in announced_waves()
            if one.measure_id == measure and one.announced_on <= day
        ]
        return [one for one in waves if one.programme_id == programme] or waves

    def is_whole(self, wave: Wave, region: str) -> bool:
        """Whether as many labels of a wave stand here in a région as its source counts."""
        counted = wave.complete.get(region)
        return (
            counted is not None and counted == self.by_region[wave.measure_id, wave.number, region]
        )


def named(sites: list[Site], ground: Ground) -> dict[int, str]:
    """Return the names of the sites that everyone may place in this territory, by key."""
    groups = consented_groups([one.pk for one in sites])
    found = {}
    for one in sites:
        if IDENTITY in groups.get(one.pk, frozenset()):
            found[one.pk] = one.name
        elif is_published_in(one, ground):
            found[one.pk] = str(published.columns_of(one.public_pages)["name"] or "")
    return {key: name or "" for key, name in found.items()}


def is_published_in(site: Site, ground: Ground) -> bool:
    """Return whether public pages, and not its manager alone, place a site here."""
    if not site.public_pages:
        return False
    places = {(kind, code) for kind, code in published.places_of(site.public_pages)}
    if (ground.key.kind, ground.key.code) in places:
        return True
    return any(("commune", code) in places for code in ground.communes)


def labels_here(ground: Ground, day: date) -> list[Held]:
    """Return the labels given by a day to sites that everyone may place here, the oldest first."""
    inside = SitePlace.objects.filter(ground.within(), site=OuterRef("site"))
    labels = Label.objects.filter(Exists(inside), site__in=visible(None))
    rows = [one for one in folded(with_events(labels), day) if one.state.granted_on is not None]
    names = named([one.label.site for one in rows], ground)
    rows = [one for one in rows if one.label.site_id in names]
    rows.sort(key=lambda one: (one.state.granted_on or date.max, one.label.reference))
    return [
        Held(
            one.label,
            one.state,
            names[one.label.site_id] or one.label.site.identifier,
            tuple(
                dict.fromkeys(
                    page.strip()
                    for event in one.events
                    for page in event.source_url.split(" ; ")
                    if page.strip()
                )
            ),
        )
        for one in rows
    ]


def waves() -> Waves:
    """Count the labels of real sites by wave, in all and by région (one query)."""
    rows = (
        Label.objects.filter(site__is_fictitious=False, site__in=visible(None))
        .order_by()
        .values_list("measure_id", "wave", "site__region_code")
        .annotate(n=Count("pk"))
    )
    known: Counter[tuple[str, str]] = Counter()
    by_region: Counter[tuple[str, str, str]] = Counter()
    for measure, wave, region, count in rows:
        known[measure, wave] += count
        by_region[measure, wave, region] += count
    return Waves(known, by_region)


def unplaced(ground: Ground, day: date) -> list[Held]:
    """Return the labelled sites that pages place in the same département without naming a commune."""
    if ground.key.kind in {"departement", "region"}:
        return []
    places = SitePlace.objects.filter(site=OuterRef("site"))
    labels = Label.objects.filter(
        Exists(places.filter(kind="departement", code__in=ground.departements)),
        ~Exists(places.filter(kind="commune")),
        site__in=visible(None),
        site__is_fictitious=False,
    )
    rows = [one for one in folded(with_events(labels), day) if one.state.granted_on is not None]
    return [
        Held(one.label, one.state, name, ())
        for one in rows
        if (name := str(one.label.site.public_pages.get("name") or ""))
    ]
