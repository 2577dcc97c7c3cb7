"""Who may sit in a committee, and who may not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.accounts import actors
from rebond.web.accounts.kinds import OUTSIDERS
from rebond.web.accounts.models import Membership
from rebond.web.committee import overview, services
from rebond.web.committee.errors import (
    AlreadySeated,
    ApplicantCannotSit,
    KindCannotSit,
    ReaderCannotSit,
    SeatEnded,
    SeveralMemberships,
    UnknownMember,
)
from rebond.web.committee.models import Seat
from rebond.web.dossiers import queries as dossiers
from rebond.web.instruction.models import Opinion
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_the_manager_appoints_and_ends(world: World) -> None:
    seat = services.appoint(
        world.actor("national"), world.calls["closed"], world.memberships["dreal_2"], now=NOW
    )
    services.end(world.actor("national_second"), seat, now=NOW)
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))
    assert acts == ["committee.appoint", "committee.end"]
    told = Notice.objects.filter(user=world.users["dreal_2"]).values_list("kind", flat=True)
    assert set(told) == {"committee.appointed", "committee.ended"}
    with pytest.raises(SeatEnded):
        services.end(world.actor("national"), seat, now=NOW)


@pytest.mark.parametrize("persona", ["cnam", "member", "epci_a", "prefecture_1", "parliament"])
def test_nobody_else_does(world: World, persona: str) -> None:
    with pytest.raises(PermissionDenied):
        services.appoint(
            world.actor(persona), world.calls["closed"], world.memberships["dreal_2"], now=NOW
        )
    with pytest.raises(PermissionDenied):
        services.end(world.actor(persona), world.seats["member"], now=NOW)
    assert not Entry.objects.exists()


def test_an_applicant_never_sits(world: World) -> None:
    with pytest.raises(ApplicantCannotSit) as refused:
        services.appoint(
            world.actor("national"), world.calls["closed"], world.memberships["epci_a"], now=NOW
        )
    assert "epci-a" in refused.value.message("fr")
    # The same person for another organisation is still the applicant's person.
    other = Membership.objects.create(
        user=world.users["epci_a"],
        organisation=world.organisations["investisseur"],
        role="agent",
        started_at=NOW,
    )
    with pytest.raises(ApplicantCannotSit):
        services.appoint(world.actor("national"), world.calls["closed"], other, now=NOW)


@pytest.mark.parametrize("kind", sorted(OUTSIDERS))
def test_who_reads_no_dossier_is_neither_seated_nor_shown_one_by_an_old_seat(
    world: World, kind: str
) -> None:
    agency, call = world.memberships["agency"], world.calls["closed"]
    type(agency.organisation).objects.filter(pk=agency.organisation_id).update(kind=kind)
    with pytest.raises(KindCannotSit):
        services.appoint(world.actor("national"), call, agency, now=NOW)
    Seat.objects.create(call=call, membership=agency, appointed_at=NOW)
    agency.refresh_from_db()
    assert not dossiers.visible(actors.of_membership(agency), NOW).exists()


def test_a_draft_is_nobodys_business(world: World) -> None:
    """A draft is not told to the manager: only what is filed makes an applicant."""
    seat = services.appoint(
        world.actor("national"), world.calls["open"], world.memberships["epci_b"], now=NOW
    )
    assert Seat.objects.filter(pk=seat.pk).exists()


def test_readers_unknown_people_and_doubles_are_refused(world: World) -> None:
    national, call = world.actor("national"), world.calls["closed"]
    with pytest.raises(ReaderCannotSit):
        services.appoint(national, call, world.memberships["parliament"], now=NOW)
    with pytest.raises(AlreadySeated):
        services.appoint(national, call, world.memberships["member"], now=NOW)
    with pytest.raises(UnknownMember):
        services.find_membership("personne@exemple.invalid", None)
    Membership.objects.create(
        user=world.users["dreal_1"],
        organisation=world.organisations["investisseur"],
        role="agent",
        started_at=NOW,
    )
    with pytest.raises(SeveralMemberships) as several:
        services.find_membership("DREAL_1@exemple.invalid", None)
    assert len(several.value.organisations) == 2
    key = world.organisations["dreal-1"].pk
    assert services.find_membership("dreal_1@exemple.invalid", key).organisation_id == key


def test_what_may_tie_a_member_to_a_dossier_is_hinted(world: World) -> None:
    services.appoint(
        world.actor("national"), world.calls["closed"], world.memberships["dreal_1"], now=NOW
    )
    Opinion.objects.create(
        request=world.requests["a_filed"],
        sense="favourable",
        text="Oui.",
        given_by=world.memberships["dreal_1"],
        given_at=NOW,
    )
    rows = {
        row.seat.membership.organisation.slug: row
        for row in overview.members(world.calls["closed"], NOW)
    }
    assert {(one.reference, one.kind) for one in rows["dreal-1"].hints} == {
        ("D-AFILED", "gave_opinion"),
        ("D-AFILED", "in_its_territory"),
    }
    assert rows["banque"].hints == ()
    assert (rows["dreal-1"].declared, rows["dreal-1"].left) == (0, 2)
