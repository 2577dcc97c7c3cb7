"""Facts among peers: the rank is of places of the same kind, missing ones left out and counted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from rebond.evidence import KNOWN
from rebond.territory import PlaceKey
from rebond.web.dossiers.evidence import engine
from rebond.web.territories.facts import facts_of, spread_text, value_text
from rebond.web.territories.ground import ground_of

DAY = date(2026, 11, 22)


def test_the_rank_is_the_share_of_known_peers_below() -> None:
    key = PlaceKey("epci", "200069532")
    found = facts_of(ground_of(key), DAY)
    assert found.peers == 1255
    assert any(row.rank and row.rank.known % 2 == 0 for row in found.rows), "a median of two values"
    names = [row.indicator.id for row in found.rows]
    every = engine().evaluate([PlaceKey("epci", code) for code in _epci()], names, as_of=DAY)
    here = [place.code for place in every.places].index("200069532")
    for column, row in enumerate(found.rows):
        if row.is_bound:
            assert row.rank is None
            continue
        known = every.value[every.status[:, column] == KNOWN, column]
        assert row.rank is not None
        assert row.rank.known == len(known)
        assert row.rank.missing == 1255 - len(known)
        below = np.count_nonzero(known < every.value[here, column])
        assert row.rank.below == pytest.approx(below / len(known))
        assert row.rank.median == pytest.approx(np.median(known))


def _epci() -> list[str]:
    from rebond.web.territories.places import atlas

    return [key.code for key in atlas().keys("epci")]


def test_a_bound_has_no_rank_and_is_never_told_as_the_farthest() -> None:
    """Nine seats of clusters are known of 55: the nearest known one says how far the nearest may be at most."""
    found = facts_of(ground_of(PlaceKey("commune", "14366")), DAY)
    port, row = [one for one in found.rows if one.is_bound]
    assert (port.indicator.id, port.rank) == ("port_km", None), "the list of ports is incomplete"
    assert (row.indicator.id, row.known_of, row.rank) == ("cluster_seat_km", (9, 55), None)
    assert not any(one.is_bound for one in found.telling)
    assert all(one.rank and one.fact.value != one.rank.median for one in found.telling)
    assert value_text(row).startswith("au plus ")
    assert value_text(row).endswith("\u00a0km")
    assert spread_text(row) == "9 connus sur 55, sans rang"


def test_an_arrondissement_has_the_values_of_its_commune() -> None:
    there = facts_of(ground_of(PlaceKey("arrondissement", "75116")), DAY)
    assert there.of == PlaceKey("commune", "75056")
    assert not there.is_summed


def test_a_missing_value_has_no_rank_and_says_why() -> None:
    """No rail is measured overseas: missing, never zero."""
    found = facts_of(ground_of(PlaceKey("commune", "97411")), DAY)
    rows = {row.indicator.id: row for row in found.rows}
    rail = rows["passenger_station_km"]
    assert (rail.fact.value, rail.rank) == (None, None)
    assert rail.fact.note.fr


def test_an_earlier_day_uses_no_later_vintage() -> None:
    early = facts_of(ground_of(PlaceKey("commune", "14366")), date(2016, 1, 1))
    late = facts_of(ground_of(PlaceKey("commune", "14366")), DAY)
    assert {row.indicator.id for row in early.rows} < {row.indicator.id for row in late.rows}
    assert "fibre_rate" in {row.indicator.id for row in early.absent}


@pytest.mark.parametrize("phase", ["1", "2"])
def test_a_perimeter_is_compared_with_those_of_its_phase(phase: str) -> None:
    code = {"1": "ti-9303", "2": "ti-2807"}[phase]
    found = facts_of(ground_of(PlaceKey("territoire_industrie", code, phase)), DAY)
    assert found.peers == {"1": 149, "2": 183}[phase]
