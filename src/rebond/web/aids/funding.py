"""Which fund serves an aid: the one of its measure's award, its operator and the year of filing."""

from __future__ import annotations

from datetime import date
from functools import cache

from rebond.aid import Aid
from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.aids.application_errors import NoFundOpen
from rebond.web.aids.contract_errors import PayerUnknown
from rebond.web.ledger.awarding import territory_at
from rebond.web.ledger.models import Fund
from rebond.web.territories.places import atlas


@cache
def places_of(commune: str) -> frozenset[tuple[str, str]]:
    """Return every place that holds a commune, with itself and the country."""
    found = {("pays", "FR"), ("commune", commune)}
    try:
        place = atlas().place(PlaceKey("commune", commune))
    except RebondError:
        return frozenset(found)
    return frozenset(found | {(one.kind, one.code) for one in place.parents})


def territory_of(aid: Aid, commune: str) -> tuple[str, str]:
    """Return the territory that bears the money, as for the other measures of the aid's programme."""
    programme = aid.measure.programme if aid.measure is not None else ""
    try:
        region = atlas().place(PlaceKey("commune", commune)).region_code or ""
        return territory_at(programme, commune, region)
    except RebondError:
        return ("", "")


def fund_for(aid: Aid, commune: str, on: date, *, is_fictitious: bool) -> Fund:
    """Return the open fund that pays an aid; one kept for a place of the commune before that of the country.

    Fictitious money never pays a real application, nor the reverse.

    Raises
    ------
    NoFundOpen
    PayerUnknown
        When no award of the measure pays the aid: no fund can ever be opened for it.
    """
    measure = aid.measure
    if measure is None or aid.award is None:
        raise PayerUnknown(aid.title)
    funds = Fund.objects.filter(
        programme_id=measure.programme,
        measure_id=measure.measure,
        award_id=aid.award,
        manager__kind=aid.provider,
        year=on.year,
        unit=Fund.Unit.CENTS,
        closed_at=None,
        is_fictitious=is_fictitious,
    ).select_related("manager")
    held = places_of(commune)
    fitting = [one for one in funds if (one.place_kind, one.place_code) in held]
    if not fitting:
        raise NoFundOpen(aid.title, on.year)
    return min(fitting, key=lambda one: (one.place_kind == "pays", one.reference))
