"""Pages about organisations and people: what is typed stays, what is crossed is refused, lists stay quick."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rebond.web.accounts import actors, services
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Invitation, Membership, Organisation, User
from rebond.web.journal.models import Entry
from tests.web.accounts.conftest import opened_by
from tests.web.posting import post_as_browser
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def sent_token() -> str:
    """Return the token that a mail carries."""
    line = next(one for one in mail.outbox[-1].body.splitlines() if "/invitation/" in one)
    return line.rstrip("/").rpartition("/")[2]


def test_an_invitation_goes_from_the_form_to_the_membership(world: World, settings: Any) -> None:
    admin = opened_by(world, "epci_a_admin", settings)
    admin.post(
        reverse("organisation-invite", args=["epci-a"]),
        {"email": "nobody@exemple.invalid", "role": "reader"},
    )
    assert mail.outbox[-1].to == ["nobody@exemple.invalid"]
    assert "16 juin 2031" in mail.outbox[-1].body
    assert "16 June 2031" in mail.outbox[-1].body
    page = reverse("invitation", args=[sent_token()])
    other = opened_by(world, "epci_b", settings)
    refused = other.post(page)
    assert refused.status_code == 400
    assert "autre adresse" in refused.content.decode()
    nobody = opened_by(world, "nobody", settings)
    assert "epci-a (fictif)" in nobody.get(page).content.decode()
    nobody.handler.enforce_csrf_checks = True
    assert post_as_browser(nobody, page, {}).status_code == 302
    assert Membership.objects.get(user=world.users["nobody"]).role == "reader"
    assert nobody.get(page).status_code == 410


def test_reading_an_invitation_accepts_nothing(world: World, settings: Any) -> None:
    made = services.invite(
        world.actor("epci_a_admin"),
        world.organisations["epci-a"],
        "nobody@exemple.invalid",
        "agent",
        now=NOW,
    )
    opened_by(world, "nobody", settings).get(reverse("invitation", args=[made.token]))
    assert Invitation.objects.get().accepted_at is None


def test_a_mail_that_cannot_leave_is_said(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    admin = opened_by(world, "epci_a_admin", settings)
    address = reverse("organisation-invite", args=["epci-a"])
    response = admin.post(address, {"email": "x@exemple.invalid", "role": "agent"}, follow=True)
    assert "le courriel n’a pas pu partir" in response.content.decode()
    asked = {"email": "epci_a@exemple.invalid"}
    assert Client().post(reverse("account_reset_password"), asked).status_code == 302


def test_what_was_typed_stays_when_it_is_refused(world: World, settings: Any) -> None:
    national = opened_by(world, "national_admin", settings)
    typed = {"kind": "dreal", "name": "DREAL d’essai", "siren": "200069533", "place": "region:28"}
    response = national.post(reverse("organisation-new"), typed)
    text = response.content.decode()
    assert response.status_code == 400
    assert "n’est pas un numéro SIREN" in text
    assert 'value="DREAL d’essai"' in text
    assert 'value="region:28"' in text
    assert '<option value="dreal" selected>' in text
    assert not Organisation.objects.filter(kind=Kind.DREAL, name="DREAL d’essai").exists()


def test_a_name_that_several_places_bear_is_a_question(world: World, settings: Any) -> None:
    national = opened_by(world, "national_admin", settings)
    typed = {"kind": "commune", "name": "Commune d’essai", "written": "Saint-Denis"}
    response = national.post(reverse("organisation-new"), typed)
    text = response.content.decode()
    assert response.status_code == 400
    assert "Lequel est" in text
    assert 'value="commune:93066"' in text
    answered = {**typed, "written": "", "place": "commune:93066"}
    assert national.post(reverse("organisation-new"), answered).status_code == 302
    one = Organisation.objects.get(name="Commune d’essai")
    assert [str(scope) for scope in one.scopes.all()] == ["commune:93066"]


@pytest.mark.parametrize("written", ["zzzzqqq", "a" * 500, "commune:00000", "[region:28", "\x00"])
def test_an_unknown_place_is_said_in_words(written: str, world: World, settings: Any) -> None:
    national = opened_by(world, "national_admin", settings)
    response = national.post(
        reverse("organisation-new"), {"kind": "epci", "name": "x", "written": written}
    )
    assert response.status_code == 400


@pytest.mark.parametrize("place", ["", "x", "a:b:c", "region:", "<b>:1", "region:999", "é" * 60])
def test_hostile_places_are_refused(place: str, world: World, settings: Any) -> None:
    national = opened_by(world, "national_admin", settings)
    for name, more in (("organisation-new", []), ("organisation-scopes", ["epci-a"])):
        sent = {"kind": "epci", "name": "x", "reason": "r", "place": place}
        assert national.post(reverse(name, args=more), sent).status_code == 400
    assert not Entry.objects.exists()


@pytest.mark.parametrize("membership", ["", "0", "-1", "x", "9" * 30, "²"])
def test_nobody_acts_with_a_membership_that_is_not_theirs(
    membership: str, world: World, settings: Any
) -> None:
    client = opened_by(world, "epci_a", settings)
    assert client.post(reverse("choose-membership"), {"membership": membership}).status_code == 403
    assert actors.SESSION_KEY not in client.session


def test_a_person_of_two_organisations_chooses_for_which_to_act(
    world: World, settings: Any
) -> None:
    user = world.users["epci_a"]
    second = services.appoint(user, world.organisations["epci-b"], "administrator", now=NOW)
    client = opened_by(world, "epci_a", settings)
    assert client.get(reverse("organisation-people", args=["epci-b"])).status_code == 403
    client.post(reverse("choose-membership"), {"membership": second.pk})
    assert client.get(reverse("organisation-people", args=["epci-b"])).status_code == 200
    assert client.get(reverse("organisation-people", args=["epci-a"])).status_code == 404
    Membership.objects.filter(pk=second.pk).update(ended_at=NOW)
    assert client.get(reverse("organisation-people", args=["epci-b"])).status_code == 403


def test_a_refusal_says_in_which_role_one_acts(world: World, settings: Any) -> None:
    response = opened_by(world, "epci_a", settings).get(reverse("organisations"))
    text = response.content.decode()
    assert response.status_code == 403
    assert "epci-a (fictif)" in text
    assert "pas ouverte à votre rôle" in text


def test_the_profile_keeps_name_language_and_mail(world: World, settings: Any) -> None:
    client = opened_by(world, "epci_a", settings)
    wrong = client.post(reverse("my-account"), {"name": "A", "language": "de", "mailing": "daily"})
    assert wrong.status_code == 200
    assert "en français et en anglais" in wrong.content.decode()
    good = {"name": " A   B ", "language": "en", "mailing": "daily"}
    assert client.post(reverse("my-account"), good).url == "/en/compte/"
    user = User.objects.get(pk=world.users["epci_a"].pk)
    assert (user.name, user.language, user.mailing) == ("A B", "en", "daily")


def test_lists_ask_the_database_as_often_for_three_as_for_thirty(
    world: World, settings: Any
) -> None:
    national = opened_by(world, "national_admin", settings)
    pages = (reverse("organisations"), reverse("organisation-people", args=["epci-a"]))
    counted = []
    for rows in (3, 30):
        for number in range(rows):
            made = services.create_organisation(
                None, kind=Kind.EPCI, name=f"E {rows} {number}", scopes=[("region", "28")], now=NOW
            )
            user = User.objects.create_user(f"e{rows}-{number}@exemple.invalid")
            services.appoint(user, made, "agent", now=NOW)
            services.appoint(user, world.organisations["epci-a"], "agent", now=NOW)
        for page in pages:
            with CaptureQueriesContext(connection) as found:
                assert national.get(page).status_code == 200
            counted.append(len(found))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 10


def test_the_list_goes_on_page_after_page_and_finds(world: World, settings: Any) -> None:
    for number in range(60):
        services.create_organisation(
            None, kind=Kind.PORT, name=f"Port {number:02}", scopes=[("region", "28")], now=NOW
        )
    national = opened_by(world, "national_admin", settings)
    page = national.get(reverse("organisations"), {"genre": "port"})
    assert len(page.context["rows"]) == 50
    rest = national.get(reverse("organisations"), {"genre": "port", "apres": page.context["more"]})
    assert [one.name for one in rest.context["rows"]] == [f"Port {n}" for n in range(50, 60)]
    found = national.get(reverse("organisations"), {"q": "port 07"}).context["rows"]
    assert [one.name for one in found] == ["Port 07"]
