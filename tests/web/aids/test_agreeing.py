"""Applications and books that disagree are found by the same check, each named."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.web.aids import recovering
from rebond.web.aids.models import Application, Recruitment
from rebond.web.ledger import checking
from rebond.web.ledger.models import PaymentOrder
from tests.web import aids_world
from tests.web.aids.applications import LATER, file, file_housing, funds, grant, pay, prove
from tests.web.ledger.funds import WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    funds(made)
    return made


def found() -> list[str]:
    return [one.what.en for one in checking.differences()]


def test_what_an_application_says_otherwise_than_the_books_is_named(world: World) -> None:
    firm, home = grant(world, file(world)), file_housing(world, loyer_mensuel=None)
    assert found() == []
    rows = Application.objects.filter(pk=firm.pk)
    rows.update(amount=1)
    assert found() == [f"amount of the application {firm.reference}"]
    rows.update(amount=firm.amount, state=State.RESERVED)
    assert [firm.reference in one for one in found()] == [True]
    rows.update(state=State.REFUSED)
    assert len(found()) == 2  # the reservation, and the places of the limits
    rows.update(state=State.GRANTED)
    Recruitment.objects.update(state=Recruitment.State.BROKEN)
    assert found() == [f"application {home.reference} open though its recruitment is over"]
    checking.check(NOW)
    last = checking.last()
    assert last is not None
    assert [one["fund"] for one in last.differences] == ["logement-2031"]


def test_money_out_or_all_back_after_a_break_is_named(world: World) -> None:
    made = grant(world, file(world))
    orders = prove(world, made)
    recovering.contract_broken(made.recruitment, date(2032, 1, 31), LATER)
    assert found() == []
    PaymentOrder.objects.update(state=PaymentOrder.State.ISSUED)
    assert found() == [
        f"order to pay {one.reference} though the contract is broken" for one in orders
    ]
    pay(world, orders)
    assert found() == []
    made.refresh_from_db()
    recovering.decide(world.actor("recused"), made, 1000, WHY, LATER)
    pay(world, list(PaymentOrder.objects.filter(is_recovery=True)))
    assert found() == []
    Application.objects.update(state=State.RECOVERING)
    assert found() == [f"application {made.reference} to be paid back though all has come back"]
