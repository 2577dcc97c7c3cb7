"""Facts among peers: the rank is of places of the same kind, missing ones left out and counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from rebond.evidence import KNOWN
from rebond.territory import PlaceKey
from rebond.web.dossiers.evidence import engine
from rebond.web.territories.facts import FactRow, facts_of, rank_text, spread_text, value_text
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
        equal = np.count_nonzero(known == every.value[here, column])
        assert row.rank.equal == pytest.approx(equal / len(known))
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
    far = {one.indicator.id: abs(one.rank.middle - 0.5) for one in found.rows if one.rank}
    told = [one.indicator.id for one in found.telling]
    assert len(told) == 3
    assert [far[one] for one in told] == sorted((far[one] for one in told), reverse=True)
    middles = {
        one.indicator.id for one in found.rows if one.rank and one.fact.value == one.rank.median
    }
    assert middles.isdisjoint(told)
    rest = set(far) - set(told) - middles
    assert max(far[one] for one in rest) <= min(far[one] for one in told)
    assert value_text(row).startswith("au plus ")
    assert value_text(row).endswith("\u00a0km")
    assert spread_text(row) == "9 connus sur 55, sans rang"


def told_of(code: str) -> dict[str, FactRow]:
    return {
        row.indicator.id: row for row in facts_of(ground_of(PlaceKey("commune", code)), DAY).rows
    }


def test_no_place_is_above_all_of_them() -> None:
    """Unemployment is higher in 71 communes than in Saint-Denis of La Réunion."""
    row = told_of("97411")["unemployment_rate"]
    assert row.rank is not None
    assert not row.rank.is_last
    words = rank_text(row)
    assert words.startswith("au-dessus de plus de 99\u202f% des 34\u202f")
    assert words.endswith("connus")
    first = told_of("75056")["establishments_30km"]
    assert first.rank is not None
    assert "100" not in rank_text(first, is_short=True)


def test_equals_do_not_stand_above_a_place_and_are_told() -> None:
    """No institution of higher education within 50 km: so it is for more than a third of the communes."""
    found = facts_of(ground_of(PlaceKey("commune", "2A004")), DAY)
    row = next(one for one in found.rows if one.indicator.id == "higher_education_50km")
    assert row.rank is not None
    assert (row.fact.value, row.rank.below) == (0.0, 0.0)
    assert row.rank.equal == pytest.approx(13139 / 34874, abs=0.01)
    assert row.rank.middle == pytest.approx(row.rank.equal / 2)
    assert found.telling[0] is not row
    words = rank_text(row).replace("\u202f", " ")
    assert words == "la plus petite valeur, celle de 38 % des 34 874 connus"


@pytest.mark.parametrize(
    ("below", "equal", "words"),
    [
        (138 / 139, 1 / 139, "la plus grande valeur des 139 connus"),
        (0.0, 1 / 139, "la plus petite valeur des 139 connus"),
        (0.25, 0.5, "au-dessus de 25 %, à égalité avec 50 % des 139 connus"),
        (137 / 139, 1 / 139, "au-dessus de 99 % des 139 connus"),
        (1 / 139, 1 / 139, "au-dessus de 1 % des 139 connus"),
    ],
)
def test_a_rank_in_words(below: float, equal: float, words: str) -> None:
    row = next(row for row in told_of("14366").values() if row.rank)
    assert row.rank is not None
    ranked = replace(row, rank=replace(row.rank, below=below, equal=equal, known=139))
    assert rank_text(ranked).replace("\u202f", " ") == words


def test_what_is_no_region_is_no_peer_of_regions() -> None:
    there = facts_of(ground_of(PlaceKey("region", "28")), DAY)
    assert there.peers == 18
    assert all(row.rank is None or row.rank.known <= 18 for row in there.rows)
    alone = facts_of(ground_of(PlaceKey("region", "987")), DAY)
    assert alone.peers == 0
    assert not any(row.rank for row in alone.rows)
    assert facts_of(ground_of(PlaceKey("departement", "14")), DAY).peers == 101


def test_a_bound_is_declared_whatever_the_title_says() -> None:
    declared = {one.id for one in engine().catalogue if one.is_upper_bound}
    assert declared == {"port_km", "cluster_seat_km"}
    assert {one.id for one in engine().catalogue if "(au plus)" in one.title.fr} == declared
    lisieux = engine().evaluate([PlaceKey("commune", "14366")], ["port_km"], as_of=DAY)
    fact = lisieux.fact(0, 0)
    assert fact.is_upper_bound
    assert fact.low == fact.value, "the evaluation takes the value as it is"
    assert not lisieux.with_values({0: {"port_km": 3.0}}).fact(0, 0).is_upper_bound


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
