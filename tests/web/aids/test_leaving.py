"""A person who leaves: what is owed keeps the account and says so, what is not paid is withdrawn."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress

from rebond.web.accounts import retention
from rebond.web.accounts.errors import ErasureWaits
from rebond.web.accounts.models import User
from rebond.web.accounts.services.people import erase_person
from rebond.web.aids import recovering
from rebond.web.aids.models import Application
from rebond.web.journal.models import Entry
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import PaymentOrder
from tests.web import aids_world
from tests.web.aids.applications import LATER, file, file_housing, funds, grant, pay, prove
from tests.web.ledger.funds import WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State
YEAR = timedelta(days=365)


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    funds(made)
    return made


def test_an_account_that_owes_waits_until_all_is_settled(world: World) -> None:
    young, operator = world.users["young"], world.actor("action_logement")
    home = grant(world, file_housing(world))
    orders = prove(world, home)
    with pytest.raises(ErasureWaits, match=home.reference):  # the payment is out
        erase_person(young, by=None, now=LATER)
    pay(world, orders)
    recovering.contract_broken(home.recruitment, date(2032, 1, 31), LATER)
    home.refresh_from_db()
    with pytest.raises(ErasureWaits, match="paid back"):
        erase_person(young, by=None, now=LATER)
    young.refresh_from_db()
    assert young.erased_at is None
    recovering.decide(operator, home, home.due_back or 0, WHY, LATER)
    pay(world, list(PaymentOrder.objects.filter(is_recovery=True)))
    erase_person(young, by=None, now=LATER)
    home.refresh_from_db()
    assert (home.state, home.facts) == (State.RECOVERED, {})
    assert differences() == []


def test_who_leaves_before_anything_is_paid_gives_back_what_was_set_aside(world: World) -> None:
    home, firm = grant(world, file_housing(world)), file(world)
    erase_person(world.users["young"], by=None, now=LATER)
    home.refresh_from_db()
    firm.refresh_from_db()
    home.fund.refresh_from_db()
    assert (home.state, home.closed_at, home.facts) == (State.WITHDRAWN, LATER, {})
    assert (home.fund.committed, home.fund.places_left) == (0, home.fund.places)
    assert firm.state == State.RESERVED  # the firm's, which stays
    assert Entry.objects.filter(act="aids.withdraw", object_reference=home.reference).exists()
    assert differences() == []


def test_the_rule_on_unused_accounts_leaves_the_facts_of_a_paid_aid_their_time(
    world: World,
) -> None:
    firm = grant(world, file(world))
    young = world.users["young"]
    EmailAddress.objects.get_or_create(user=young, email=young.email, defaults={"verified": True})
    User.objects.exclude(pk=young.pk).update(last_login=NOW + 6 * YEAR)
    User.objects.filter(pk=young.pk).update(last_login=NOW)
    assert retention.erase_stale(NOW + 4 * YEAR).people == 0
    firm.refresh_from_db()
    assert firm.facts["niveau_jeune"]
    assert retention.erase_stale(NOW + 5 * YEAR + timedelta(days=1)).people == 1
    young.refresh_from_db()
    assert young.erased_at is not None
