"""The reservation behind an application: its fund is locked before anything is read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rebond.web.aids import reservations
from rebond.web.ledger.checking import differences
from tests.web import aids_world
from tests.web.aids.applications import file_housing, funds
from tests.web.world import NOW, make_cast

pytestmark = pytest.mark.django_db


def test_the_fund_is_locked_before_the_application_whether_anything_is_reserved_or_not() -> None:
    world = make_cast(NOW)
    aids_world.fill(world, NOW)
    funds(world)
    made = file_housing(world, loyer_mensuel=None)
    assert reservations.of(made) is None
    with CaptureQueriesContext(connection) as asked:
        _held, standing = reservations.locked(made)
    assert standing is None
    tables = [one["sql"].split(" FROM ")[1].split()[0].strip('"') for one in asked]
    assert tables[:2] == ["ledger_fund", "aids_application"]
    # An amount is reserved once, whoever asks; another takes the place of the first.
    first = reservations.for_amount(made, None, 50_000, NOW)
    assert reservations.for_amount(made, first, 50_000, NOW).pk == first.pk
    other = reservations.for_amount(made, first, 60_000, NOW)
    first.refresh_from_db()
    assert (first.state, other.state, other.amount) == ("cancelled", "reserved", 60_000)
    assert differences() == []
