"""Whatever acts follow one another, the books balance, nothing is negative, kept sums are those of the postings."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.errors import BadInput
from rebond.web.ledger import paying, services, settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation
from rebond.web.ledger.reserving import reserve
from tests.web.ledger.funds import WHY, vte
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
ACTS = (
    "reserve",
    "reserve",
    "commit",
    "cancel",
    "orders",
    "execute",
    "execute",
    "reject",
    "recover",
    "return",
    "raise",
    "reduce",
    "move",
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.integers(0, 7), st.integers(-1, 700), st.integers(-500, 500)
    ),
    min_size=10,
    max_size=25,
)


def do(world: World, funds: tuple[Fund, Fund], step: tuple[str, int, int, int]) -> None:
    verb, which, amount, hours = step
    actor, now, fund = world.actor("recused"), NOW + timedelta(hours=hours), funds[which % 2]
    if verb == "reserve":
        reserve(fund, ("aid_application", f"A-{which}"), amount, now=now, priority=which % 3)
    elif verb in {"raise", "reduce"}:
        act = services.raise_fund if verb == "raise" else services.reduce_fund
        act(actor, fund, amount, WHY, now, places=which % 3)
    elif verb == "move":
        services.move(actor, *funds, amount, WHY, now, places=which % 2)
    elif verb == "return":
        settling.give_back(fund, amount, WHY, actor, now)
    elif verb in {"execute", "reject"}:
        settle(world, step)
    elif found := list(Reservation.objects.order_by("pk")):
        one = found[which % len(found)]
        if verb == "commit":
            settling.commit(one, actor, now)
        elif verb == "cancel":
            settling.cancel(one, actor, WHY, now)
        elif verb == "orders":
            settling.issue_orders(one, now, actor=actor)
        else:
            settling.recover(one, amount, WHY, actor, now)


def settle(world: World, step: tuple[str, int, int, int]) -> None:
    verb, which, _amount, hours = step
    actor, now = world.actor("recused"), NOW + timedelta(hours=hours)
    orders = list(PaymentOrder.objects.order_by("pk"))
    if orders and verb == "execute":
        order = orders[which % len(orders)]
        paying.execute(order, f"V-{order.pk}", now.date(), actor, now)
    elif orders:
        settling.reject(orders[which % len(orders)], actor, WHY, now)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_the_books_are_right_after_any_acts(
    cast: World, steps: list[tuple[str, int, int, int]]
) -> None:
    third = Fraction(1, 3)
    shares = [(cast.organisations[slug], third) for slug in ("banque", "bpi", "cnam")]
    with transaction.atomic():
        funds = (
            vte(cast, amount=1_000, places=3, shares=shares),
            vte(cast, reference="vte-2032", amount=500, places=2, shares=shares),
        )
        for step in steps:
            with suppress(BadInput), transaction.atomic():
                do(cast, funds, step)
        assert [str(one) for one in differences()] == []
        transaction.set_rollback(True)
