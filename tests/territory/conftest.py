from __future__ import annotations

import pytest

from rebond.opendata import Snapshot
from rebond.territory import Atlas
from tests.territory.tiny import TinySource


@pytest.fixture(scope="session")
def tiny() -> Atlas:
    """The fictitious country."""
    return Atlas.from_snapshot(TinySource())


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """France, from the shipped snapshot."""
    return Atlas.shared(Snapshot.shared())
