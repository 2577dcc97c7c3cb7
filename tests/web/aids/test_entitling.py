"""Places of the limits: each firm's own through a corrected SIREN, and what a refusal tells whom to do."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.web.accounts import actors
from rebond.web.accounts import services as accounts
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Organisation, User
from rebond.web.aids import application_queries, applying
from rebond.web.aids.application_errors import AlreadyAided
from rebond.web.aids.models import Application, Entitlement, Offer, Recruitment
from rebond.web.journal.models import Content
from rebond.web.ledger.checking import differences
from tests.web import aids_world
from tests.web.accounts.conftest import opened_by
from tests.web.aids.applications import (
    FIRM_AID,
    FIRM_FACTS,
    file,
    file_housing,
    funds,
    grant,
    recruitments,
)
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
WRONG, RIGHT = aids_world.SIREN, "732829320"


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    funds(made)
    return made


def recruited(world: World, count: int) -> list[Recruitment]:
    """Make recruitments of one firm, all under its number."""
    made = list(recruitments(world, count))
    Offer.objects.update(siren=WRONG)
    for one in made:
        one.offer.refresh_from_db()
    return made


def another(world: World, siren: str) -> Actor:
    """Register a second firm."""
    firm = accounts.create_organisation(
        world.actor("national_admin"),
        kind=Kind.FIRM,
        name="Seconde",
        scopes=[("region", "28")],
        siren=siren,
        now=NOW,
    )
    user = User(email="second@exemple.invalid", name="second (fictif)", password="!")  # noqa: S106
    user.save()
    return actors.of_membership(accounts.appoint(user, firm, Role.ADMINISTRATOR, now=NOW))


def file_for(actor: Actor, one: Recruitment, siren: str) -> Application:
    """File an application of the second firm, whose recruitment it becomes."""
    one.offer.organisation = Organisation.objects.get(pk=actor.organisation_id)
    one.offer.siren = siren
    one.offer.save()
    return applying.apply(actor, one, FIRM_AID, FIRM_FACTS, NOW)


def correct(world: World, after: str = RIGHT) -> list[str]:
    firm = world.organisations["entreprise"]
    said = accounts.register_siren(
        world.actor("national_admin"), firm, after, "Saisi de travers.", now=NOW
    )
    return [one.fr for one in said]


def places() -> list[tuple[str, str]]:
    return sorted(Entitlement.objects.filter(kind="firm").values_list("key", "period"))


def test_who_rightly_has_the_number_finds_no_place_taken_by_the_firm_that_was_corrected(
    world: World,
) -> None:
    made = recruited(world, 5)
    own = [file(world, one).reference for one in made[:2]]
    (said,) = correct(world)
    assert all(reference in said for reference in own)
    assert "limite" not in said
    assert places() == [(RIGHT, "2031/1"), (RIGHT, "2031/2")]
    row = Content.objects.order_by("-entry__number")[0].value
    assert (row["before"], row["after"], row["places"]) == (WRONG, RIGHT, own)
    with pytest.raises(AlreadyAided, match=own[0]):
        file(world, made[2])
    second = another(world, WRONG)
    for one in made[3:]:
        assert file_for(second, one, WRONG).state == Application.State.RESERVED
    assert differences() == []


def test_the_corrected_firm_does_not_count_what_its_former_number_s_owner_has(world: World) -> None:
    made = recruited(world, 3)
    assert correct(world) == []
    second = another(world, WRONG)
    for one in made[:2]:
        file_for(second, one, WRONG)
    assert file(world, made[2]).siren == RIGHT
    assert places() == [(RIGHT, "2031/1"), (WRONG, "2031/1"), (WRONG, "2031/2")]
    # Corrected back to its first number once that is free, it takes its own place along, and no other's.
    Organisation.objects.filter(pk=second.organisation_id).update(closed_at=NOW)
    (said,) = correct(world, WRONG)
    assert "Au-delà de la limite" in said
    assert places() == [(WRONG, f"2031/{n}") for n in (1, 2, 3)]


def test_a_place_that_is_taken_there_already_is_left_and_beyond_the_limit_none_is_given(
    world: World,
) -> None:
    made = recruited(world, 4)
    first, last = file(world, made[0]), file(world, made[1])
    # An account of the same firm, under the right number, that was closed since.
    second = another(world, RIGHT)
    before = file_for(second, made[2], RIGHT)
    Organisation.objects.filter(pk=second.organisation_id).update(closed_at=NOW)
    (said,) = correct(world)
    assert said.endswith(
        f"Au-delà de la limite de l’année\u00a0: {last.reference}. Dites-le à l’opérateur de l’aide\u202f; "
        "rien ne leur est retiré."
    )
    held = dict(Entitlement.objects.filter(kind="firm").values_list("period", "application"))
    assert held == {"2031/1": before.pk, "2031/2": first.pk, "2031/3": last.pk}
    # One given back leaves two, as many as the limit: none is free.
    applying.withdraw(world.actor("firm"), first, NOW)
    with pytest.raises(AlreadyAided):
        file(world, made[3])
    applying.withdraw(world.actor("firm"), last, NOW)
    assert file(world, made[3]).state == Application.State.RESERVED
    assert differences() == []


def test_the_page_says_what_moved(world: World, settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    reference = file(world, recruited(world, 1)[0]).reference
    client = opened_by(world, "national_admin", settings)
    address = "/compte/organisations/entreprise/"
    sent = client.post(f"{address}siren/", {"siren": RIGHT, "reason": "Saisi de travers."})
    assert sent.status_code == 302
    said = f"Ses aides déjà demandées comptent désormais sous ce numéro\u00a0: {reference}."
    assert said in client.get(address).content.decode()


def test_the_hourly_check_tells_a_place_counted_under_a_corrected_number(world: World) -> None:
    made = recruited(world, 1)
    reference = file(world, made[0]).reference
    correct(world)
    assert differences() == []
    Entitlement.objects.filter(kind="firm").update(key=WRONG)
    (found,) = differences()
    assert reference in str(found.as_json())


def test_the_application_that_may_be_withdrawn_is_named_though_another_is_decided(
    world: World,
) -> None:
    made = recruited(world, 3)
    granted, open_one = file(world, made[0]), file(world, made[1])
    grant(world, granted)
    with pytest.raises(AlreadyAided, match=open_one.reference) as refused:
        file(world, made[2])
    assert "retirez-la" in refused.value.message("fr")
    grant(world, open_one)
    with pytest.raises(AlreadyAided, match="Apply again next year"):
        file(world, made[2])


def test_a_young_person_is_not_told_to_recruit_another(world: World) -> None:
    first = file_housing(world)
    grant(world, first)
    (other,) = recruitments(
        world,
        1,
        person_key=world.recruitments["labelled"].person_key,
        person=world.users["young"],
    )
    offered = application_queries.offered(world.users["young"], other, NOW.date())
    (obstacle,) = [one for _aid, _standing, one in offered if one is not None]
    said = obstacle.message("en")
    assert first.reference in said
    assert "can no longer be withdrawn" in said
    assert "ecruiting another" not in said
