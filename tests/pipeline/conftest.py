"""One run of the shipped programme, and one of the fictitious one, shared by the tests of this room."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rebond.opendata import Snapshot
from rebond.pipeline import Request, evaluate_to_record
from rebond.record import Record
from rebond.territory import Atlas

FICTITIOUS = Path(__file__).parents[1] / "programmes" / "iles_de_brume_2031"
MOMENT = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)

# Invented hangars, put on real communes that belong to the perimeter which stands in for the archipelago.
HANGARS = [
    {
        "name": "Hangar aux Mouettes",
        "insee": "14366",
        "surface_ha": "4",
        "cout": "2000000",
        "ancien_usage": "friche",
    },
    {
        "name": "Hangar du Phare",
        "insee": "76351",
        "surface_ha": "9",
        "cout": "3000000",
        "ancien_usage": "champ",
    },
    {
        "name": "Hangar des Dunes",
        "insee": "59183",
        "surface_ha": "5",
        "cout": "2500000",
        "ancien_usage": "friche",
    },
    {
        "name": "Hangar trop petit",
        "insee": "71076",
        "surface_ha": "1",
        "cout": "1000000",
        "ancien_usage": "champ",
    },
    {
        "name": "Hangar du Sud",
        "insee": "13039",
        "surface_ha": "8",
        "cout": "2800000",
        "ancien_usage": "champ",
    },
    {
        "name": "Hangar muet",
        "insee": "62178",
        "surface_ha": "",
        "cout": "1500000",
        "ancien_usage": "friche",
    },
]


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return Snapshot.shared()


@pytest.fixture(scope="session")
def atlas(snapshot: Snapshot) -> Atlas:
    return Atlas.shared(snapshot)


@pytest.fixture(scope="session")
def shipped(snapshot: Snapshot) -> Record:
    """The shipped programme on its 149 territories, with fewer draws than by default."""
    request = Request("pack_rebond_2020", draws=2000)
    return evaluate_to_record(request, snapshot, produced_at=MOMENT)


@pytest.fixture(scope="session")
def fictitious(snapshot: Snapshot) -> Record:
    """The fictitious programme on invented hangars: gates, budget, shares, distance, ordered weights."""
    request = Request(FICTITIOUS, own_rows=HANGARS, draws=2000)
    return evaluate_to_record(request, snapshot, produced_at=MOMENT)
