"""The territories that the calls for training admit, région by région."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from rebond.territory import Place
from rebond.texts import Lang, Text
from rebond.web.programmes.queries import perimeter_title, programme
from rebond.web.territories.places import atlas
from rebond.web.training.history import history

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Territories:
    """The territories of one perimeter, by région."""

    title: Text
    count: int
    regions: tuple[tuple[str, tuple[Place, ...]], ...]


@cache
def lists() -> tuple[Territories, ...]:
    """Return the perimeters that a measure of training admits, as its policy names them."""
    found: dict[tuple[str, str], Territories] = {}
    for programme_id, measure_id in sorted(history().measures):
        policy = programme(programme_id)
        for measure in policy.measures if policy is not None else ():
            if measure.id != measure_id or policy is None:
                continue
            admitted = set(measure.applicants.perimeters)
            for one in policy.perimeters:
                if one.id in admitted:
                    found[one.perimeter, one.phase] = _territories(one.perimeter, one.phase)
    return tuple(found.values())


@cache
def written(_lang: Lang) -> SafeString:
    """Return the same as the page shows them, written once a language: hundreds of links that never change."""
    html = render_to_string("training/territories.html", {"lists": lists()})
    return mark_safe(html)  # noqa: S308 - a template's own output


def _territories(kind: str, phase: str) -> Territories:
    places = atlas().places(kind, phase)
    by_region: dict[str, list[Place]] = {}
    for place in places:
        by_region.setdefault(place.region_name or "", []).append(place)
    regions = tuple(
        (name, tuple(sorted(by_region[name], key=lambda one: one.name)))
        for name in sorted(by_region)
    )
    return Territories(perimeter_title(kind, phase), len(places), regions)
