"""An order taken back though it had been paid: its payment comes into the books late, once, and with its place."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rebond.web.journal.models import Content
from rebond.web.ledger import paying, services, settling
from rebond.web.ledger.called_back import SAID_LATER
from rebond.web.ledger.checking import differences
from rebond.web.ledger.errors import FundClosed, FundShort, NotCalledBack, RowsRefused
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation, Transaction
from rebond.web.ledger.reserving import reserve
from rebond.web.notices.models import Notice
from tests.web.ledger.funds import AID, WHY, vte
from tests.web.ledger.test_views import signed
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
DAY = date(2031, 6, 2)
State = Reservation.State


def taken_back(world: World, fund: Fund) -> tuple[Reservation, list[PaymentOrder]]:
    """Cancel a reservation whose orders are out."""
    one = reserve(fund, ("x_application", "A-1"), AID, now=NOW)
    settling.commit(one, world.actor("recused"), NOW)
    orders = settling.issue_orders(one, NOW)
    settling.cancel(one, world.actor("recused"), WHY, NOW)
    return one, orders


def file_of(orders: list[PaymentOrder]) -> bytes:
    rows = [f"{one.reference},{one.amount // 100}.00,{DAY},V-{one.pk}\n" for one in orders]
    return "".join(["order,amount,executed_on,proof\n", *rows]).encode()


@pytest.mark.parametrize("places", [1, 3])
def test_two_orders_of_one_reservation_in_one_file_take_one_place(cast: World, places: int) -> None:
    fund = vte(cast, amount=places * AID, places=places)
    one, orders = taken_back(cast, fund)
    done = paying.record_file(cast.actor("recused"), fund, file_of(orders), LATER)
    fund.refresh_from_db()
    one.refresh_from_db()
    assert (done.executed, one.state) == (2, State.PAID)
    assert (fund.places_left, fund.left, fund.paid) == (places - 1, (places - 1) * AID, AID)
    assert differences() == []


def test_the_books_and_the_journal_say_that_it_was_paid_before_and_said_later(cast: World) -> None:
    fund = vte(cast)
    _one, (first, _second) = taken_back(cast, fund)
    paying.execute(first, "V-1", DAY, cast.actor("recused"), LATER)
    reasons = Transaction.objects.filter(kind=Transaction.Kind.PAID).values_list(
        "reason", flat=True
    )
    assert list(reasons) == [SAID_LATER]
    said = Content.objects.get(entry__act="ledger.execute").value
    assert said["called_back_on"] == DAY.isoformat()


def test_a_fund_raised_for_the_order_keeps_it_from_those_who_wait(cast: World) -> None:
    fund = vte(cast, amount=AID, places=1)
    one, orders = taken_back(cast, fund)
    others = [reserve(fund, ("x_application", f"W-{n}"), AID, now=NOW) for n in range(3)]
    assert [each.state for each in others] == [State.RESERVED, State.WAITING, State.WAITING]
    with pytest.raises(RowsRefused, match=orders[0].reference):
        paying.record_file(cast.actor("recused"), fund, file_of(orders), LATER)
    for order in orders:
        services.raise_fund(
            cast.actor("national"),
            fund,
            order.amount,
            WHY,
            LATER,
            places=int(order is orders[0]),
            order=order.reference,
        )
    paying.record_file(cast.actor("recused"), fund, file_of(orders), LATER)
    one.refresh_from_db()
    states = [Reservation.objects.get(pk=each.pk).state for each in others]
    assert (one.state, states) == (State.PAID, [State.RESERVED, State.WAITING, State.WAITING])
    assert differences() == []


def test_a_closed_fund_is_raised_for_such_an_order_and_nothing_else(cast: World) -> None:
    fund = vte(cast, amount=AID, places=1)
    _one, (first, second) = taken_back(cast, fund)
    reserve(fund, ("x_application", "A-2"), AID, now=NOW)
    national = cast.actor("national")
    services.close_fund(national, fund, WHY, NOW)
    with pytest.raises(FundClosed):
        services.raise_fund(national, fund, AID, WHY, LATER, places=1)
    for wrong in ("P-0-1", "R-1-1", "é' --"):
        with pytest.raises(NotCalledBack):
            services.raise_fund(national, fund, AID, WHY, LATER, places=1, order=wrong)
    with pytest.raises(FundShort):
        services.raise_fund(national, fund, 1, WHY, LATER, order=first.reference)
    fund.refresh_from_db()
    assert (fund.left, fund.places) == (0, 1)
    services.raise_fund(national, fund, AID, WHY, LATER, places=1, order=first.reference)
    paying.record_file(cast.actor("recused"), fund, file_of([first, second]), LATER)
    assert differences() == []


def test_the_page_of_the_fund_offers_the_orders_taken_back(cast: World) -> None:
    fund = vte(cast, amount=AID, places=1)
    _one, (first, _second) = taken_back(cast, fund)
    reserve(fund, ("x_application", "A-2"), AID, now=NOW)
    client = signed(cast, "national")
    address = f"/finances/fonds/{fund.reference}/"
    assert f'value="{first.reference}"' in client.get(address).content.decode()
    posted = {"act": "raise", "amount": "4000", "places": "1", "reason": WHY}
    assert client.post(address, {**posted, "order": "P-0-1"}).status_code == 422
    assert client.post(address, {**posted, "order": first.reference}).status_code == 302
    fund.refresh_from_db()
    assert (fund.committed, fund.left) == (AID // 2, AID // 2)


def test_its_funder_is_led_to_the_reservation(cast: World) -> None:
    fund = vte(cast)
    one, _orders = taken_back(cast, fund)
    told = Notice.objects.filter(kind="ledger.called_back").values_list("address", flat=True)
    assert set(told) == {f"/finances/fonds/{fund.reference}/reservations/{one.pk}/"}
