"""A contract that breaks early: proposed by our rule, decided by the operator, asked back by each funder, to the cent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.accounts.services.people import erase_person
from rebond.web.aids import recovering, recruiting, reservations
from rebond.web.aids.application_errors import AmountOutOfRule, NotThatState
from rebond.web.aids.models import Application, Entitlement
from rebond.web.ledger import settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.errors import AmountUnfit, NotInThatState
from rebond.web.ledger.models import PaymentOrder
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.aids.applications import LATER, file, file_housing, funds, grant, pay, prove
from tests.web.ledger.funds import AID, WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State
BROKEN = date(2032, 1, 31)
"""The contract ran 153 of its 366 days, of which 365 count: 212 are lacking."""
DUE = AID * 212 // 365


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def broken(world: World, application: Application, on: date = BROKEN) -> Application:
    found = recovering.contract_broken(application.recruitment, on, LATER)
    return next(one for one in found if one.pk == application.pk)


def test_what_is_due_is_proposed_decided_with_a_reason_and_asked_back_by_each_funder(
    world: World,
) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    pay(world, prove(world, made))
    held = broken(world, made)
    assert (held.state, held.due_back, held.due_back_set_at) == (State.RECOVERING, DUE, None)
    # Nothing is ordered before the operator has decided; told again, nothing more happens.
    assert broken(world, made, date(2031, 10, 1)).due_back == DUE
    assert not PaymentOrder.objects.filter(is_recovery=True).exists()
    operator = world.actor("recused")
    for amount, error in ((AID + 1, AmountOutOfRule), (-1, AmountUnfit), (10**18, AmountUnfit)):
        with pytest.raises(error):
            recovering.decide(operator, held, amount, WHY, LATER)
    for other in ("firm", "national", "action_logement"):
        with pytest.raises(PermissionDenied):
            recovering.decide(world.actor(other), held, DUE, WHY, LATER)
    decided = recovering.decide(operator, held, DUE, WHY, LATER)
    again = recovering.decide(operator, decided, DUE, WHY, LATER)
    orders = list(PaymentOrder.objects.filter(is_recovery=True))
    assert [one.amount for one in orders] == [DUE - DUE // 2, DUE // 2]
    with pytest.raises(AmountOutOfRule):
        recovering.decide(operator, again, DUE - 1, WHY, LATER)
    pay(world, orders)
    held.refresh_from_db()
    assert held.state == State.RECOVERED
    fund.refresh_from_db()
    assert (fund.paid, fund.recovered) == (AID - DUE, DUE)
    with pytest.raises(NotThatState):
        recovering.decide(operator, held, DUE, WHY, LATER)
    assert differences() == []


def test_nothing_to_be_paid_back_leaves_it_paid(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    pay(world, prove(world, made))
    held = broken(world, made)
    assert recovering.decide(world.actor("recused"), held, 0, WHY, LATER).state == State.PAID
    assert differences() == []


@pytest.mark.parametrize("paid", [0, 1])
def test_what_was_not_paid_returns_to_the_fund_when_the_contract_breaks(
    world: World, paid: int
) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    pay(world, prove(world, made)[:paid])
    held = broken(world, made, date(2031, 12, 7))
    half, lacking = AID // 2, AID * 267 // 365
    # Of 98 days that ran, less was earned than one funder has paid; unpaid, there is nothing to pay back.
    due = max(0, half * paid - (AID - lacking))
    assert held.due_back == due
    decided = recovering.decide(world.actor("recused"), held, due, WHY, LATER)
    assert decided.state == (State.RECOVERING if paid else State.WITHDRAWN)
    fund.refresh_from_db()
    assert (fund.committed, fund.paid) == (0, half * paid)
    assert Entitlement.objects.exists() == bool(paid)
    pay(world, list(PaymentOrder.objects.filter(is_recovery=True)))
    held.refresh_from_db()
    assert held.state == (State.RECOVERED if paid else State.WITHDRAWN)
    assert differences() == []


def test_a_break_before_the_decision_ends_both_applications_and_frees_their_places(
    world: World,
) -> None:
    fund, home = funds(world)
    firm, young = file(world), file_housing(world)
    found = recovering.contract_broken(firm.recruitment, BROKEN, NOW)
    assert [one.state for one in found] == [State.WITHDRAWN] * 2
    for one in (fund, home):
        one.refresh_from_db()
        assert (one.reserved, one.places_left) == (0, 10)
    assert Entitlement.objects.count() == 0
    for one in (firm, young):
        standing: Any = reservations.of(one)
        assert standing.state == "cancelled"
    assert differences() == []


def told(world: World, persona: str) -> list[str]:
    found = Notice.objects.filter(user=world.users[persona], object_type="aid_application")
    return [*found.order_by("pk").values_list("kind", flat=True)]


@pytest.mark.parametrize("side", ["person", "firm", "operator", "erased"])
def test_a_recruitment_given_up_before_its_label_leaves_nothing_reserved(
    world: World, side: str
) -> None:
    fund, _housing = funds(world)
    signed = world.recruitments["signed"]
    made = file(world, signed)
    assert made.state == State.RESERVED
    if side == "operator":
        recruiting.decline(world.actor("recused"), signed, sentence=WHY, now=NOW)
    elif side == "erased":
        erase_person(world.users["young"], by=None, now=NOW)
    else:
        party = world.actor("firm") if side == "firm" else world.users["young"]
        recruiting.refuse(party, signed, now=NOW)
    made.refresh_from_db()
    fund.refresh_from_db()
    assert (made.state, made.closed_at, made.broken_on) == (State.WITHDRAWN, NOW, None)
    assert "avant son label" in made.sentence
    assert (fund.reserved, fund.places_left) == (0, fund.places)
    assert Entitlement.objects.count() == 0
    assert told(world, "recused")[-1] == told(world, "firm")[-1] == "aids.application_ended"
    assert differences() == []


def test_nothing_is_paid_after_the_break_by_an_order_that_was_out(world: World) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    first, second = prove(world, made)
    pay(world, [first])
    recruitment = world.recruitments["labelled"]
    recruiting.break_contract(
        world.actor("firm"), recruitment, on="2031-12-07", reason="person", now=LATER
    )
    second.refresh_from_db()
    assert second.state == PaymentOrder.State.REJECTED
    with pytest.raises(NotInThatState):
        pay(world, [second])
    made.refresh_from_db()
    fund.refresh_from_db()
    assert (made.state, fund.paid) == (State.RECOVERING, AID // 2)
    assert differences() == []


def test_what_an_older_order_pays_after_the_break_counts_in_what_is_proposed(world: World) -> None:
    """An order that a version before this one left out."""
    funds(world)
    made = grant(world, file(world))
    orders = prove(world, made)
    held = broken(world, made, date(2031, 12, 7))
    assert held.due_back == 0
    PaymentOrder.objects.update(state=PaymentOrder.State.ISSUED, reason="")
    assert len(differences()) == 2
    pay(world, orders)
    held.refresh_from_db()
    assert (held.state, held.due_back) == (State.RECOVERING, AID * 267 // 365)
    assert held.due_back_set_at is None
    assert differences() == []


def test_what_one_funder_gives_up_asking_back_may_be_settled_by_what_came(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    pay(world, prove(world, made))
    held = broken(world, made)
    operator = world.actor("recused")
    recovering.decide(operator, held, 100_000, WHY, LATER)
    assert told(world, "firm")[-1] == "aids.to_repay"
    first, second = PaymentOrder.objects.filter(is_recovery=True).order_by("pk")
    pay(world, [first])
    settling.reject(second, operator, WHY, LATER)
    held.refresh_from_db()
    assert held.state == State.RECOVERING
    decided = recovering.decide(operator, held, 50_000, WHY, LATER)
    assert (decided.state, decided.due_back) == (State.RECOVERED, 50_000)
    assert told(world, "firm")[-1] == "aids.recovered"
    assert differences() == []


def test_nothing_to_be_paid_back_is_told_as_nothing(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    pay(world, prove(world, made))
    recovering.decide(world.actor("recused"), broken(world, made), 0, WHY, LATER)
    assert told(world, "firm")[-1] == "aids.nothing_due"
    assert "aids.to_repay" not in told(world, "firm")


def test_a_break_before_the_decision_is_told_to_both_applicants(world: World) -> None:
    funds(world)
    firm, _young = file(world), file_housing(world)
    recovering.contract_broken(firm.recruitment, BROKEN, NOW)
    for persona in ("firm", "young", "recused", "action_logement"):
        assert told(world, persona)[-1] == "aids.application_ended"
