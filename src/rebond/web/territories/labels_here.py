"""The labels of sites whose place everyone may read, inside a place, and how much of each wave is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from rebond.texts import Text
from rebond.web.labels.coverage import Wave, announced_waves
from rebond.web.labels.folding import LabelState
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.labels.queries import folded, with_events
from rebond.web.sites import published
from rebond.web.sites.groups import IDENTITY
from rebond.web.sites.models import Site, SitePlace
from rebond.web.sites.queries import consented_groups, visible
from rebond.web.territories.ground import Ground

TRIED = Exists(
    LabelEvent.objects.filter(label=OuterRef("pk"), decision__call__is_fictitious=True).order_by()
)
"""Whether a decision of a demonstration call gave a label."""
LEVELS = (("commune", "communes"), ("departement", "departements"))
"""Levels of places, and where the pages of a site name them."""


@dataclass(frozen=True, slots=True)
class Held:
    """A label given to a site of the place, and where it stands on a day."""

    label: Label
    state: LabelState
    site_name: str
    pages: tuple[str, ...]
    """Public pages that say it."""
    is_fictitious: bool = False
    """Whether the site, or the call that gave the label, is of the demonstration."""
    is_near: bool = False
    """For a label without a known place: whether the département is known, and not the région alone."""

    @property
    def title(self) -> Text:
        """The name of the label."""
        return Text(self.label.title_fr, self.label.title_en)

    def is_of(self, programme: str) -> bool:
        """Whether a programme gave it; two programmes may give labels of measures that bear one name."""
        return self.label.programme_id == programme


WaveKey = tuple[str, str, str]
"""Programme, measure and number of a wave."""


@dataclass(frozen=True, slots=True)
class Waves:
    """How many labels of each wave are known, in all and by région."""

    known: Counter[WaveKey]
    by_region: Counter[tuple[WaveKey, str]]
    loose: Counter[tuple[WaveKey, str, str]]
    """By région, those of which no public page gives the ``commune``, or the ``departement``."""

    def of_measure(self, programme: str, measure: str, day: date) -> list[Wave]:
        """Return the waves that a programme announced of a measure by a day."""
        return [
            one
            for one in announced_waves()
            if (one.programme_id, one.measure_id) == (programme, measure)
            and one.announced_on <= day
        ]

    def count(self, wave: Wave) -> int:
        """Return how many labels of a wave are known."""
        return self.known[wave_key(wave)]

    def is_whole(self, wave: Wave, ground: Ground) -> bool:
        """Whether the known labels of a wave tell that none stands in a place.

        All those of its régions must be known, and each of them at the level of the place: one that is known
        in a région alone may stand in any commune of it.
        """
        level = "departement" if ground.key.kind == "departement" else "commune"
        key = wave_key(wave)
        for region in ground.regions:
            counted = wave.complete.get(region)
            if counted is None or counted != self.by_region[key, region]:
                return False
            if counted if ground.key.kind == "region" else self.loose[key, region, level]:
                return False
        return bool(ground.regions)


def wave_key(wave: Wave) -> WaveKey:
    """Return what tells a wave apart."""
    return wave.programme_id, wave.measure_id, wave.number


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
    inside = SitePlace.objects.filter(ground.within()).values("site")
    labels = Label.objects.filter(site__in=inside).filter(site__in=visible(None))
    labels = labels.annotate(is_tried=TRIED)
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
            is_fictitious=one.label.site.is_fictitious or one.label.is_tried,
        )
        for one in rows
    ]


def _real() -> QuerySet[Label]:
    return Label.objects.filter(~TRIED, site__is_fictitious=False, site__in=visible(None))


def waves() -> Waves:
    """Count the labels of real sites by wave, in all and by région (one query)."""
    rows = _real().values_list(
        "programme_id", "measure_id", "wave", "site__region_code", "site__public_pages"
    )
    found = Waves(Counter(), Counter(), Counter())
    for *wave, region, pages in rows.order_by():
        key: WaveKey = (wave[0], wave[1], wave[2])
        found.known[key] += 1
        found.by_region[key, region] += 1
        for level, name in LEVELS:
            # What a manager says of the place and nobody opened does not place the site for everyone.
            found.loose[key, region, level] += not (pages.get("communes") or pages.get(name))
    return found


def unplaced(ground: Ground, day: date) -> list[Held]:
    """Return the labelled sites that pages place in the same département or région and in no smaller place."""
    if ground.key.kind == "region":
        return []
    places = SitePlace.objects.filter(site=OuterRef("site"))
    in_region = Q(site__region_code__in=ground.regions)
    in_region &= ~Exists(places.filter(kind="departement"))
    near = Exists(places.filter(kind="departement", code__in=ground.departements))
    labels = _real().filter(in_region, ~Exists(places.filter(kind="commune")))
    if ground.key.kind != "departement":
        labels = _real().filter(in_region | near, ~Exists(places.filter(kind="commune")))
    rows = folded(with_events(labels.annotate(is_near=near)), day)
    found = [
        Held(one.label, one.state, name, (), is_near=one.label.is_near)
        for one in rows
        if one.state.granted_on is not None
        and (name := str(one.label.site.public_pages.get("name") or ""))
    ]
    return sorted(
        found, key=lambda one: (not one.is_near, one.state.granted_on or date.max, one.site_name)
    )
