"""What is held about people is told to them, erased on request, and kept no longer than said."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import PermissionDenied
from django.db import connection

from rebond.web.accounts import retention, services
from rebond.web.accounts.models import Invitation, User
from rebond.web.journal import chain
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.accounts.conftest import opened_by
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "epci_a (fictif)", "epci_a@exemple.invalid"


def chain_holds() -> bool:
    """Return whether the journal verifies up to its last row."""
    return chain.verify().number == Entry.objects.count()


def test_erasing_removes_the_person_and_keeps_the_chain(world: World) -> None:
    user = world.users["epci_a"]
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="totp", data={})
    SocialAccount.objects.create(user=user, provider="oidc", uid="s")
    services.change_role(
        world.actor("epci_a_admin"), world.memberships["epci_a"], "reader", now=NOW
    )
    reference = user.reference
    services.erase_person(user, by=world.actor("epci_a"), now=NOW)
    user.refresh_from_db()
    assert (user.name, user.is_active, user.erased_at) == ("", False, NOW)
    assert user.reference == reference
    assert not user.has_usable_password()
    assert not user.memberships.filter(ended_at=None).exists()
    for model in (EmailAddress, Authenticator, SocialAccount, Notice):
        assert not model.objects.filter(user=user).exists(), model
    assert Entry.objects.filter(act="accounts.person_erased").get().object_reference == str(
        reference
    )
    assert chain_holds()


def test_nothing_in_the_database_names_who_was_erased(world: World) -> None:
    services.erase_person(world.users["epci_a"], by=None, now=NOW)
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names that the database itself gives
            found += [table for row in cursor.fetchall() if ADDRESS in str(row) or NAME in str(row)]
    assert found == []


def test_erasing_ends_the_sessions_of_who_is_erased(world: World, settings: Any) -> None:
    client = opened_by(world, "epci_a", settings)
    assert client.get("/compte/").status_code == 200
    services.erase_person(world.users["epci_a"], by=None, now=NOW)
    assert client.get("/compte/").status_code == 302


def test_the_national_team_erases_on_request_and_erasing_twice_is_one_act(world: World) -> None:
    for _ in range(2):
        services.erase_person(world.users["epci_b"], by=world.actor("national_admin"), now=NOW)
    assert Entry.objects.count() == 1
    with pytest.raises(PermissionDenied):
        services.erase_person(world.users["epci_a"], by=world.actor("epci_a_admin"), now=NOW)


def test_a_person_reads_all_that_is_held_about_them_and_nothing_of_others(
    world: World, settings: Any
) -> None:
    services.end_membership(world.actor("epci_a"), world.memberships["epci_a"], now=NOW)
    response = opened_by(world, "epci_a", settings).get("/compte/mes-donnees.json")
    told = json.loads(response.content)
    assert response["Content-Disposition"].startswith("attachment")
    assert told["person"]["email"] == ADDRESS
    assert told["memberships"][0]["role"] == "agent"
    assert [one["act"] for one in told["acts"]] == ["accounts.membership_ended"]
    assert "epci_b" not in response.content.decode()
    assert "password" not in response.content.decode()


def test_what_is_past_its_time_is_erased_and_nothing_else(world: World) -> None:
    later = NOW + retention.UNUSED_ACCOUNT + DAY
    User.objects.update(last_login=later - DAY, created_at=NOW)
    User.objects.filter(email="epci_a@exemple.invalid").update(last_login=NOW)
    never = User.objects.create_user("jamais@exemple.invalid")
    User.objects.filter(pk=never.pk).update(created_at=later - timedelta(days=31))
    EmailAddress.objects.create(user=never, email=never.email, verified=False)
    fresh = User.objects.create_user("hier@exemple.invalid")
    User.objects.filter(pk=fresh.pk).update(created_at=later - DAY)
    EmailAddress.objects.create(user=fresh, email=fresh.email, verified=False)
    services.invite(
        world.actor("epci_a_admin"),
        world.organisations["epci-a"],
        "vieille@exemple.invalid",
        "agent",
        now=NOW,
    )
    services.invite(
        world.actor("epci_a_admin"),
        world.organisations["epci-a"],
        "neuve@exemple.invalid",
        "agent",
        now=later - DAY,
    )
    done = retention.erase_stale(later)
    assert (done.people, done.invitations) == (2, 1)
    gone = set(User.objects.exclude(erased_at=None).values_list("pk", flat=True))
    assert gone == {world.users["epci_a"].pk, never.pk}
    assert Invitation.objects.get().email == "neuve@exemple.invalid"
    assert retention.erase_stale(later) == retention.Erased(0, 0, 0)
    assert chain_holds()
