"""From the proof that a contract runs to the payment by each funder; nothing is paid twice, whatever is replayed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.aids import proving, recruiting, reservations
from rebond.web.aids.application_errors import NotThatState, ProofUnfit
from rebond.web.aids.models import Application
from rebond.web.journal.models import Entry
from rebond.web.ledger import paying, settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import PaymentOrder
from tests.web import aids_world
from tests.web.aids.applications import LATER, file, file_housing, funds, grant, pay, prove
from tests.web.ledger.funds import AID, WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State
PAYSLIP = "bulletin de paie fictif"


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_both_aids_are_paid_to_the_cent_each_by_its_funders(world: World) -> None:
    fund, home = funds(world)
    firm, young = grant(world, file(world)), grant(world, file_housing(world))
    orders = prove(world, firm)
    assert sorted((one.funder.slug, one.amount) for one in orders) == [
        ("banque", AID // 2),
        ("equipe-nationale", AID // 2),
    ]
    pay(world, orders[:1])
    firm.refresh_from_db()
    assert firm.state == State.GRANTED
    pay(world, orders)
    pay(world, orders)  # replayed
    assert young.proof_due_on == date(2031, 9, 1)
    pay(world, prove(world, young))
    for one in (firm, young):
        one.refresh_from_db()
        assert one.state == State.PAID
    for one, paid in ((fund, AID), (home, 90_000)):
        one.refresh_from_db()
        assert (one.reserved, one.committed, one.paid) == (0, 0, paid)
    assert differences() == []


def test_a_proof_counts_from_its_day_to_today_and_no_later_than_the_contract(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    firm = world.actor("firm")
    for proof, on, now in (
        (PAYSLIP, date(2031, 11, 29), LATER),  # before the ninetieth day
        (PAYSLIP, date(2031, 12, 11), LATER),  # to come
        (PAYSLIP, date(2031, 12, 5), NOW),  # a clock that went back
        ("", date(2031, 12, 5), LATER),
        ("x" * 201, date(2031, 12, 5), LATER),
        ("\u202egnp", date(2031, 12, 5), LATER),
    ):
        with pytest.raises(ProofUnfit):
            proving.give(firm, made, proof, on, now)
    with pytest.raises(ProofUnfit, match="no proof"):
        proving.accept(world.actor("recused"), made, LATER)
    recruiting.break_contract(firm, made.recruitment, on="2031-12-01", reason="both", now=LATER)
    with pytest.raises(NotThatState, match="to be paid back"):
        proving.give(firm, made, PAYSLIP, date(2031, 11, 30), LATER)
    assert PaymentOrder.objects.count() == 0
    assert not Entry.objects.filter(act="aids.prove").exists()


def test_accepting_twice_orders_once_and_a_rejected_order_is_issued_anew(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    orders = prove(world, made)
    operator = world.actor("recused")
    again = proving.accept(operator, made, LATER)
    assert [one.pk for one in again] == [one.pk for one in orders]
    assert Entry.objects.filter(act="aids.pay").count() == 1
    bank = next(one for one in orders if one.funder.slug == "banque")
    settling.reject(bank, world.actor("member"), WHY, LATER)
    fresh = proving.accept(operator, made, LATER)
    assert sum(one.amount for one in fresh) == AID
    assert bank.pk not in {one.pk for one in fresh}
    pay(world, fresh)
    made.refresh_from_db()
    assert made.state == State.PAID
    with pytest.raises(NotThatState):
        proving.accept(operator, made, LATER)
    assert differences() == []


def test_a_file_of_payments_sent_again_pays_nothing_again(world: World) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    rows = "".join(
        f"{one.reference},{one.amount // 100},2031-12-09,V-{one.pk}\n" for one in prove(world, made)
    )
    content = f"order,amount,executed_on,proof\n{rows}".encode()
    actor = world.actor("recused")
    assert paying.record_file(actor, fund, content, LATER).executed == 2
    replayed = paying.record_file(actor, fund, content, LATER - timedelta(days=30))
    assert (replayed.executed, replayed.known) == (0, 2)
    made.refresh_from_db()
    fund.refresh_from_db()
    assert (made.state, fund.paid) == (State.PAID, AID)
    assert differences() == []


def test_a_proof_that_is_not_enough_is_given_again(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    firm, operator = world.actor("firm"), world.actor("recused")
    proving.give(firm, made, PAYSLIP, date(2031, 12, 5), LATER)
    for other in (world.actor("action_logement"), world.actor("national")):
        with pytest.raises(PermissionDenied):
            proving.accept(other, made, LATER)
        with pytest.raises(PermissionDenied):
            proving.decline(other, made, WHY, LATER)
    with pytest.raises(PermissionDenied):
        proving.give(world.users["young"], made, PAYSLIP, date(2031, 12, 5), LATER)
    held = proving.decline(operator, made, WHY, LATER)
    assert (held.proof, held.proved_on, held.sentence) == ("", None, WHY)
    with pytest.raises(ProofUnfit):
        proving.decline(operator, made, WHY, LATER)
    assert sum(one.amount for one in prove(world, made)) == AID
    one = reservations.of(made)
    assert one is not None
    assert one.state == "committed"


def test_another_proof_is_refused_once_the_payment_is_ordered(world: World) -> None:
    funds(world)
    made = grant(world, file(world))
    orders = prove(world, made)
    made.refresh_from_db()
    before = (made.proof, made.proof_accepted_at)
    firm, operator = world.actor("firm"), world.actor("recused")
    with pytest.raises(ProofUnfit, match="ordered"):
        proving.give(firm, made, "autre", date(2031, 12, 6), LATER)
    made.refresh_from_db()
    assert (made.proof, made.proof_accepted_at) == before
    for one in orders:
        settling.reject(one, operator, WHY, LATER)
    again = proving.give(firm, made, "autre", date(2031, 12, 6), LATER)
    assert (again.proof, again.proof_accepted_at) == ("autre", None)
    assert differences() == []
