"""A contract that breaks early: proposed by our rule, decided by the operator, asked back by each funder, to the cent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.accounts.services.people import erase_person
from rebond.web.aids import recovering, recruiting, reservations
from rebond.web.aids.application_errors import AmountOutOfRule, NotThatState
from rebond.web.aids.models import Application, Entitlement
from rebond.web.journal.models import Content
from rebond.web.ledger import paying, services, settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.errors import (
    AmountUnfit,
    FundShort,
    NotInThatState,
    PaidTooLate,
)
from rebond.web.ledger.models import Fund, PaymentOrder
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.aids.applications import (
    LATER,
    file,
    file_housing,
    funds,
    grant,
    pay,
    prove,
    recruitments,
)
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
    with pytest.raises(PaidTooLate):
        pay(world, [second], LATER + timedelta(days=1))
    made.refresh_from_db()
    fund.refresh_from_db()
    assert (made.state, fund.paid) == (State.RECOVERING, AID // 2)
    assert differences() == []


def said_late(world: World, order: PaymentOrder, on: date, now: datetime = LATER) -> PaymentOrder:
    """Have the funder of an order say that it had paid it on a day."""
    return paying.execute(order, f"V-{order.reference}", on, world.actor("recused"), now)


WEEK = LATER + timedelta(days=7)
LACKING = AID * 267 // 365
"""Of 365 days that count, 98 ran until the break of 7 December: what a whole payment did not earn."""


def test_what_was_paid_before_the_break_may_be_said_after_it_and_counts_in_what_is_proposed(
    world: World,
) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    first, second = prove(world, made)
    held = broken(world, made, date(2031, 12, 7))
    assert (held.due_back, fund_now(fund)) == (0, (AID, 0))
    told_back = Notice.objects.filter(kind="ledger.called_back").values_list("facts", flat=True)
    assert {one["order"] for one in told_back} == {first.reference, second.reference}
    # Of the day on which it was taken back, or before; never of later; said again, it is one.
    with pytest.raises(PaidTooLate, match="10 December 2031"):
        said_late(world, first, date(2031, 12, 11), WEEK)
    said_late(world, first, date(2031, 12, 6), WEEK)
    said_late(world, first, date(2031, 12, 6), WEEK)
    held.refresh_from_db()
    assert (held.state, held.due_back) == (State.RECOVERING, max(0, AID // 2 - (AID - LACKING)))
    assert differences() == []
    content = f"order,amount,executed_on,proof\n{second.reference},2000.00,2031-12-08,V-2\n"
    assert paying.record_file(world.actor("recused"), fund, content.encode(), WEEK).executed == 1
    held.refresh_from_db()
    assert (held.due_back, held.due_back_set_at) == (LACKING, None)
    assert fund_now(fund) == (0, AID)
    recovering.decide(world.actor("recused"), held, LACKING, WHY, WEEK)
    pay(world, list(PaymentOrder.objects.filter(is_recovery=True)), WEEK)
    held.refresh_from_db()
    fund.refresh_from_db()
    assert (held.state, fund.recovered) == (State.RECOVERED, LACKING)
    assert differences() == []


def fund_now(fund: Fund) -> tuple[int, int]:
    fund.refresh_from_db()
    return fund.committed, fund.paid


@pytest.mark.parametrize("paid", [0, 1])
def test_a_payment_said_after_the_decision_is_decided_again(world: World, paid: int) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    orders = prove(world, made)
    pay(world, orders[:paid])
    held = broken(world, made, date(2031, 12, 7))
    operator = world.actor("recused")
    due = held.due_back or 0
    recovering.decide(operator, held, due, WHY, LATER)
    pay(world, list(PaymentOrder.objects.filter(is_recovery=True)))
    held.refresh_from_db()
    assert held.state == (State.RECOVERED if paid else State.WITHDRAWN)
    for order in orders[paid:]:
        said_late(world, order, date(2031, 12, 8), WEEK)
    held.refresh_from_db()
    assert (held.state, held.due_back, held.closed_at) == (State.RECOVERING, LACKING, None)
    assert told(world, "recused")[-1] == "aids.paid_before_break" or not paid
    assert fund_now(fund) == (0, AID - due)
    assert Entitlement.objects.count() == 4
    assert differences() == []
    decided = recovering.decide(operator, held, LACKING, WHY, WEEK)
    wanted = PaymentOrder.objects.filter(is_recovery=True, state=PaymentOrder.State.ISSUED)
    assert sum(one.amount for one in wanted) == LACKING - due
    pay(world, list(wanted), WEEK)
    decided.refresh_from_db()
    fund.refresh_from_db()
    assert (decided.state, fund.recovered, fund.paid) == (State.RECOVERED, LACKING, AID - LACKING)
    assert differences() == []


def test_an_aid_paid_after_all_says_which_limit_another_has_taken_meanwhile(world: World) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    orders = prove(world, made)
    held = broken(world, made, date(2031, 12, 7))
    recovering.decide(world.actor("recused"), held, 0, WHY, LATER)
    (other,) = recruitments(
        world, 1, person_key=made.recruitment.person_key, person=world.users["young"]
    )
    assert file(world, other).state == State.RESERVED
    said_late(world, orders[0], date(2031, 12, 6), WEEK)
    row = Content.objects.filter(entry__act="aids.paid_before").get()
    assert row.entry.object_reference == made.reference
    due = max(0, AID // 2 - (AID - LACKING))
    assert row.value == {
        "state": "withdrawn",
        "decided": 0,
        "proposed": due,
        "beyond_limits": ["person"],
    }
    assert told(world, "recused")[-2:] == ["aids.paid_before_break", "aids.paid_person_twice"]
    assert fund_now(fund) == (0, AID // 2)
    assert differences() == []


def test_what_the_fund_has_given_again_is_raised_before_the_payment_is_said(world: World) -> None:
    fund, _housing = funds(world, places=1)
    made = grant(world, file(world))
    first, second = prove(world, made)
    held = broken(world, made, date(2031, 12, 7))
    operator = world.actor("recused")
    recovering.decide(operator, held, 0, WHY, LATER)
    taken = file(world, next(recruitments(world, 1)))
    assert taken.state == State.RESERVED
    with pytest.raises(FundShort):
        said_late(world, first, date(2031, 12, 6), WEEK)
    first.refresh_from_db()
    assert (first.state, differences()) == (PaymentOrder.State.REJECTED, [])
    services.raise_fund(world.actor("national"), fund, AID, WHY, WEEK, places=1)
    for one in (first, second):
        said_late(world, one, date(2031, 12, 6), WEEK)
    held.refresh_from_db()
    assert (held.state, held.due_back) == (State.RECOVERING, LACKING)
    assert differences() == []


def test_an_order_that_its_funder_rejected_is_not_one_that_was_taken_back(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    first, _second = prove(world, made)
    settling.reject(first, world.actor("recused"), WHY, LATER)
    broken(world, made, date(2031, 12, 7))
    with pytest.raises(NotInThatState):
        said_late(world, first, date(2031, 12, 6), WEEK)


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
