"""Two acts at the same moment: one wins, the other is told, nothing is half-done."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from rebond.errors import RebondError
from rebond.web.accounts import actors, errors, services
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership
from rebond.web.journal.models import Entry
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings: Any, transactional_db: None) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def at_once(*acts: Callable[[], object]) -> list[RebondError]:
    """Run acts at the same moment; return what refused them."""
    start, refusals = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
        except RebondError as refusal:
            refusals.append(refusal)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return refusals


def test_the_last_two_administrators_do_not_both_leave(world: World) -> None:
    Membership.objects.filter(pk=world.memberships["epci_a"].pk).update(role=Role.ADMINISTRATOR)
    leaving = [
        Membership.objects.select_related("organisation", "user").get(pk=world.memberships[one].pk)
        for one in ("epci_a", "epci_a_admin")
    ]
    acting = [actors.of_membership(one) for one in leaving]
    refusals = at_once(
        lambda: services.end_membership(acting[0], leaving[0], now=NOW),
        lambda: services.end_membership(acting[1], leaving[1], now=NOW),
    )
    assert [type(one) for one in refusals] == [errors.LastAdministrator]
    left = Membership.objects.in_force().filter(
        organisation__slug="epci-a", role=Role.ADMINISTRATOR
    )
    assert left.count() == 1
    assert Entry.objects.count() == 1


def test_an_invitation_opened_twice_makes_one_membership(world: World) -> None:
    made = services.invite(
        world.actor("epci_a_admin"),
        world.organisations["epci-a"],
        "nobody@exemple.invalid",
        Role.AGENT,
        now=NOW,
    )
    user = world.users["nobody"]
    refusals = at_once(*[lambda: services.accept(user, made.token, now=NOW)] * 2)
    assert [type(one) for one in refusals] == [errors.InvitationOver]
    assert Membership.objects.filter(user=user).count() == 1
    assert Entry.objects.filter(act="accounts.joined").count() == 1


def test_one_address_is_not_invited_twice_at_once(world: World) -> None:
    admin, own = world.actor("epci_a_admin"), world.organisations["epci-a"]
    refusals = at_once(
        *[lambda: services.invite(admin, own, "x@exemple.invalid", Role.AGENT, now=NOW)] * 2
    )
    assert [type(one) for one in refusals] == [errors.AlreadyInvited]
    assert own.invitations.count() == 1
