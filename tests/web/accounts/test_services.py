"""Organisations and people: what each act changes, what the journal keeps, who is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from rebond.web.accounts import errors, services
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Invitation, Membership, Organisation, Scope
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
LATER = NOW + DAY
PLACE = ("region", "28")


def last() -> tuple[Entry, dict[str, Any]]:
    entry = Entry.objects.order_by("-number").first()
    assert entry is not None
    return entry, Content.objects.get(entry=entry).value


def created(world: World, **changes: Any) -> Organisation:
    given = {"kind": Kind.EPCI, "name": "EPCI fictif", "scopes": [PLACE], "now": NOW, **changes}
    return services.create_organisation(world.actor("national_admin"), **given)


def test_an_organisation_is_created_with_its_territory_and_told(world: World) -> None:
    one = created(world, name="  Pays   d’Exemple ", siren="200 069 532")
    assert (one.slug, one.name, one.siren) == ("pays-dexemple", "Pays d’Exemple", "200069532")
    assert list(one.scopes.values_list("kind", "code")) == [PLACE]
    entry, content = last()
    assert (entry.act, entry.object_reference) == ("accounts.organisation_created", one.slug)
    assert content["scopes"] == ["region:28"]


def test_two_organisations_of_one_name_have_two_references(world: World) -> None:
    assert [created(world).slug, created(world).slug] == ["epci-fictif", "epci-fictif-2"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"name": "  "}, errors.NameMissing),
        ({"kind": "ministere"}, errors.UnknownKind),
        ({"siren": "200069533"}, errors.WrongSiren),
        ({"siren": "٢٠٠٠٦٩٥٣٢"}, errors.WrongSiren),
        ({"scopes": []}, errors.NoScope),
        ({"scopes": [("region", "999")]}, errors.UnknownPlace),
        ({"scopes": [("nimporte", "28")]}, errors.UnknownPlace),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    changes: dict[str, Any], error: type[Exception], world: World
) -> None:
    before = Organisation.objects.count()
    with pytest.raises(error):
        created(world, **changes)
    assert Organisation.objects.count() == before
    assert not Entry.objects.exists()


def test_a_siren_is_that_of_one_open_organisation_of_a_kind(world: World) -> None:
    one = created(world, siren="200069532")
    with pytest.raises(errors.SirenTaken):
        created(world, siren="200069532")
    services.close_organisation(world.actor("national_admin"), one, "fusion", now=NOW)
    created(world, siren="200069532")


def test_a_wrong_siren_of_a_new_organisation_may_be_left_out(world: World) -> None:
    with pytest.raises(errors.WrongSiren) as refused:
        created(world, siren="200069533")
    assert "leave the field empty" in refused.value.message("en")


def test_a_territory_is_corrected_with_its_reason(world: World) -> None:
    one = world.organisations["epci-a"]
    services.change_scopes(
        world.actor("national_admin"), one, [("commune", "14366")], "code erroné", now=NOW
    )
    assert list(one.scopes.values_list("kind", "code")) == [("commune", "14366")]
    _entry, content = last()
    assert content == {
        "before": ["epci:200069532"],
        "after": ["commune:14366"],
        "reason": "code erroné",
    }
    with pytest.raises(errors.ReasonMissing):
        services.change_scopes(world.actor("national_admin"), one, [PLACE], "  ", now=NOW)
    assert one.scopes.count() == 1


def test_the_whole_country_stands_alone(world: World) -> None:
    one = created(world, scopes=[PLACE, Scope.COUNTRY])
    assert list(one.scopes.values_list("kind", "code")) == [Scope.COUNTRY]


def test_a_closed_organisation_lets_nobody_act_and_takes_its_invitations_along(
    world: World,
) -> None:
    one = world.organisations["epci-a"]
    invited = services.invite(
        world.actor("epci_a_admin"), one, "x@exemple.invalid", "agent", now=NOW
    )
    services.close_organisation(world.actor("national_admin"), one, "fusion", now=NOW)
    assert not Membership.objects.in_force().filter(organisation=one).exists()
    assert not Invitation.objects.get(pk=invited.invitation.pk).is_open(NOW)
    with pytest.raises(errors.OrganisationClosed):
        services.close_organisation(world.actor("national_admin"), one, "encore", now=NOW)


def test_the_national_team_does_not_close_itself(world: World) -> None:
    own = world.organisations["equipe-nationale"]
    with pytest.raises(errors.LastAdministrator):
        services.close_organisation(world.actor("national_admin"), own, "essai", now=NOW)


ACTS: dict[str, Callable[[World, Any], object]] = {
    "create": lambda _w, actor: services.create_organisation(
        actor, kind=Kind.EPCI, name="x", scopes=[PLACE], now=NOW
    ),
    "scopes": lambda w, actor: services.change_scopes(
        actor, w.organisations["epci-a"], [PLACE], "motif", now=NOW
    ),
    "close": lambda w, actor: services.close_organisation(
        actor, w.organisations["epci-a"], "motif", now=NOW
    ),
    "invite": lambda w, actor: services.invite(
        actor, w.organisations["epci-b"], "x@exemple.invalid", "agent", now=NOW
    ),
    "role": lambda w, actor: services.change_role(
        actor, w.memberships["epci_b"], Role.ADMINISTRATOR, now=NOW
    ),
    "end": lambda w, actor: services.end_membership(actor, w.memberships["epci_b"], now=NOW),
    "erase": lambda w, actor: services.erase_person(w.users["epci_b"], by=actor, now=NOW),
}
# The administrator of another organisation, an agent of the national team, a prefecture, a reader.
STRANGERS = ("epci_a_admin", "epci_a", "national", "prefecture_2", "parliament")


@pytest.mark.parametrize("persona", STRANGERS)
@pytest.mark.parametrize("act", ACTS)
def test_nobody_crosses_into_another_organisation(act: str, persona: str, world: World) -> None:
    with pytest.raises(PermissionDenied):
        ACTS[act](world, world.actor(persona))
    assert not Entry.objects.exists()


@pytest.mark.parametrize("persona", ["epci_a", "epci_a_reader"])
def test_only_the_administrator_changes_the_people_of_an_organisation(
    persona: str, world: World
) -> None:
    actor, own = world.actor(persona), world.organisations["epci-a"]
    other = world.memberships["epci_a_second"]
    for act in (
        lambda: services.invite(actor, own, "x@exemple.invalid", "agent", now=NOW),
        lambda: services.change_role(actor, other, Role.READER, now=NOW),
        lambda: services.change_role(
            actor, world.memberships[persona], Role.ADMINISTRATOR, now=NOW
        ),
        lambda: services.end_membership(actor, other, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Entry.objects.exists()


def invite(world: World, email: str = "nobody@exemple.invalid") -> services.Invited:
    own = world.organisations["epci-a"]
    return services.invite(world.actor("epci_a_admin"), own, email, Role.AGENT, now=NOW)


def test_an_invitation_is_accepted_by_its_address_once(world: World) -> None:
    invited, user = invite(world, " Nobody@Exemple.invalid "), world.users["nobody"]
    membership = services.accept(user, invited.token, now=LATER)
    assert (membership.organisation.slug, membership.role) == ("epci-a", Role.AGENT)
    entry, content = last()
    assert entry.act == "accounts.joined"
    assert entry.actor == user.reference
    assert content["person"] == str(user.reference)
    told = Notice.objects.get(user=world.users["epci_a_admin"])
    assert told.kind == "accounts.joined"
    with pytest.raises(errors.InvitationOver):
        services.accept(user, invited.token, now=LATER)


def test_the_token_is_kept_nowhere(world: World) -> None:
    invited = invite(world)
    kept = Invitation.objects.get()
    assert invited.token not in json.dumps(
        list(Invitation.objects.values()) + list(Content.objects.values()), default=str
    )
    assert kept.token_digest.startswith("sha256:")


def test_nobody_accepts_what_was_sent_to_someone_else(world: World) -> None:
    invited = invite(world)
    with pytest.raises(errors.OtherAddress):
        services.accept(world.users["epci_b"], invited.token, now=LATER)
    assert not Membership.objects.filter(
        user=world.users["epci_b"], organisation__slug="epci-a"
    ).exists()
    assert Invitation.objects.get().accepted_at is None


def test_an_address_that_is_not_confirmed_accepts_nothing(world: World) -> None:
    invited, user = invite(world), world.users["nobody"]
    EmailAddress.objects.filter(user=user).update(verified=False)
    with pytest.raises(errors.AddressNotConfirmed):
        services.accept(user, invited.token, now=LATER)


def test_an_invitation_ends_after_fourteen_days(world: World) -> None:
    invited, user = invite(world), world.users["nobody"]
    with pytest.raises(errors.InvitationOver, match="held until 16 June 2031"):
        services.accept(user, invited.token, now=NOW + timedelta(days=14))
    services.accept(user, invited.token, now=NOW + timedelta(days=14, seconds=-1))


def test_a_revoked_invitation_opens_nothing(world: World) -> None:
    invited = invite(world)
    services.revoke(world.actor("epci_a_admin"), invited.invitation, now=NOW)
    with pytest.raises(errors.InvitationOver):
        services.accept(world.users["nobody"], invited.token, now=LATER)
    with pytest.raises(errors.InvitationOver):
        services.revoke(world.actor("epci_a_admin"), invited.invitation, now=NOW)
    with pytest.raises(PermissionDenied):
        services.revoke(world.actor("epci_b"), invite(world).invitation, now=NOW)


def test_one_address_waits_for_one_invitation(world: World) -> None:
    invite(world)
    with pytest.raises(errors.AlreadyInvited):
        invite(world)
    with pytest.raises(errors.AlreadyMember):
        invite(world, "epci_a@exemple.invalid")
    with pytest.raises(errors.WrongAddress):
        invite(world, "pas une adresse")
    assert Invitation.objects.count() == 1


def test_no_name_or_address_reaches_the_journal(world: World) -> None:
    admin, user = world.actor("epci_a_admin"), world.users["nobody"]
    membership = services.accept(user, invite(world).token, now=LATER)
    services.change_role(admin, membership, Role.READER, now=LATER)
    services.end_membership(admin, membership, now=LATER)
    services.erase_person(user, by=None, now=LATER)
    told = json.dumps(list(Content.objects.values_list("value", flat=True)), ensure_ascii=False)
    assert Entry.objects.count() == 5
    assert "nobody" not in told
    assert "@" not in told


def test_the_last_administrator_stays_until_another_comes(world: World) -> None:
    admin, own = world.actor("epci_a_admin"), world.memberships["epci_a_admin"]
    with pytest.raises(errors.LastAdministrator):
        services.end_membership(admin, own, now=NOW)
    with pytest.raises(errors.LastAdministrator):
        services.change_role(admin, own, Role.AGENT, now=NOW)
    with pytest.raises(errors.LastAdministrator):
        services.erase_person(world.users["epci_a_admin"], by=admin, now=NOW)
    services.change_role(admin, world.memberships["epci_a"], Role.ADMINISTRATOR, now=NOW)
    services.end_membership(admin, own, now=NOW)
    assert [one.act for one in Entry.objects.all()] == [
        "accounts.role_changed",
        "accounts.membership_ended",
    ]


def test_an_act_done_twice_says_who_was_first(world: World) -> None:
    admin, other = world.actor("epci_a_admin"), world.memberships["epci_a"]
    services.end_membership(admin, other, now=NOW)
    with pytest.raises(errors.AlreadyDone, match="since 2 June 2031"):
        services.end_membership(admin, other, now=LATER)
    assert Entry.objects.count() == 1


def test_anyone_leaves_by_themselves(world: World) -> None:
    services.end_membership(world.actor("epci_a"), world.memberships["epci_a"], now=NOW)
    assert not Membership.objects.in_force().filter(user=world.users["epci_a"]).exists()


def test_a_person_acts_only_for_an_organisation_of_their_own(world: World) -> None:
    mine = world.memberships["epci_a"]
    assert services.choose_membership(world.users["epci_a"], mine.pk) == mine
    with pytest.raises(PermissionDenied):
        services.choose_membership(world.users["epci_a"], world.memberships["epci_b"].pk)
    services.end_membership(world.actor("epci_a"), mine, now=NOW)
    with pytest.raises(PermissionDenied):
        services.choose_membership(world.users["epci_a"], mine.pk)


def test_the_journal_never_chains_the_name_of_a_private_owner(world: World) -> None:
    one = services.create_organisation(
        world.actor("national_admin"),
        kind=Kind.PROPRIETAIRE_PRIVE,
        name="Camille Fictive",
        scopes=[("commune", "14366")],
        now=NOW,
    )
    entry, content = last()
    assert entry.object_reference == one.slug
    assert "camille" not in json.dumps([entry.organisation, one.slug, content]).lower()
    assert one.name == "Camille Fictive"


def test_what_was_told_to_an_organisation_leaves_with_its_last_membership(world: World) -> None:
    user = world.users["epci_a_second"]
    Notice.objects.create(user=user, kind="accounts.joined", created_at=NOW)
    services.end_membership(
        world.actor("epci_a_admin"), world.memberships["epci_a_second"], now=NOW
    )
    assert not Notice.objects.filter(user=user, kind="accounts.joined").exists()
