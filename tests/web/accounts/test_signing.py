"""Signing in and out with an address and a password: limits, second step, sessions, silence."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from rebond.web.accounts import services
from rebond.web.accounts.middleware import SIGNED_IN_AT
from rebond.web.accounts.models import Membership, User
from tests.web.accounts.conftest import opened_by
from tests.web.world import NOW, PASSWORD, World

pytestmark = pytest.mark.django_db
LOGIN, SIGNUP = "/compte/connexion/", "/compte/inscription/"
GOOD = "une phrase assez longue 7"


def enter(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def code_of(secret: str, moment: float | None = None) -> str:
    """Return the code of RFC 6238 for a secret."""
    counter = int(time.time() if moment is None else moment) // 30
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    value = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{value % 10**6:06}"


def link_in(text: str) -> str:
    found = re.search(r"http://testserver(/\S+)", text)
    assert found is not None, text
    return found[1]


def test_the_reckoning_of_codes_is_that_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_of(secret, 59) == "287082"  # RFC 6238, appendix B, its last six digits
    assert code_of(secret, 1111111109) == "081804"


def test_a_person_signs_in_and_out(person: User, client: Client) -> None:
    assert enter(client, " Camille@Exemple.INVALID ").url == reverse("arrival")
    assert is_in(client)
    assert client.post(reverse("account_logout")).status_code == 302
    assert not is_in(client)


def test_signing_up_waits_for_the_address_and_gives_no_organisation(
    client: Client, db: None
) -> None:
    asked = {"email": "Nouvelle@Exemple.invalid", "password1": GOOD, "name": " Noé  Exemple "}
    response = client.post(SIGNUP, asked)
    assert response.url == reverse("account_email_verification_sent")
    user = User.objects.get()
    assert (user.email, user.name) == ("nouvelle@exemple.invalid", "Noé Exemple")
    assert not is_in(client)
    assert enter(client, user.email, GOOD).url == reverse("account_email_verification_sent")
    assert not is_in(client)
    page = link_in(mail.outbox[0].body)
    assert client.get(page).status_code == 200
    assert EmailAddress.objects.get().verified is False, "reading the page confirms nothing"
    client.post(page)
    assert EmailAddress.objects.get().verified is True
    enter(client, user.email, GOOD)
    assert is_in(client)
    assert not Membership.objects.exists()


@pytest.mark.parametrize(
    "weak",
    [
        "court1A!",
        "123456789012345",
        "motdepasse123"[:11],
        "passwordpassword"[:8],
        "nouvelle@exemple",
    ],
)
def test_weak_passwords_are_refused(weak: str, client: Client, db: None) -> None:
    asked = {"email": "nouvelle@exemple.invalid", "password1": weak, "name": "N"}
    response = client.post(SIGNUP, asked)
    assert response.status_code == 200
    assert response.context["form"].errors["password1"]
    assert not User.objects.exists()


def test_closed_sign_up_opens_to_who_comes_with_an_invitation(
    world: World, client: Client, settings: Any
) -> None:
    settings.OPEN_SIGNUP = False
    asked = {"email": "invitee@exemple.invalid", "password1": GOOD, "name": "I"}
    assert "sur invitation" in client.post(SIGNUP, asked).content.decode()
    assert "Créer un compte" not in client.get(LOGIN).content.decode()
    own = world.organisations["epci-a"]
    made = services.invite(
        world.actor("epci_a_admin"), own, "invitee@exemple.invalid", "agent", now=NOW
    )
    page = reverse("invitation", args=[made.token])
    assert client.get(page).status_code == 200
    client.post(SIGNUP, asked)
    client.post(link_in(mail.outbox[-1].body))
    assert enter(client, asked["email"], GOOD).url == reverse("arrival")
    assert client.get(reverse("arrival")).url == page
    assert client.post(page).url == reverse("arrival")
    member = Membership.objects.get(user__email=asked["email"])
    assert (member.organisation.slug, member.role) == ("epci-a", "agent")


def test_signing_up_with_a_known_address_says_the_same_as_with_a_new_one(
    person: User, client: Client
) -> None:
    answers = []
    for email in (person.email, "nouvelle@exemple.invalid"):
        response = Client().post(
            SIGNUP, {"email": email, "password1": GOOD, "name": "N"}, follow=True
        )
        answers.append((response.redirect_chain, response.content.decode()))
    assert strip(answers[0][1]) == strip(answers[1][1])
    assert answers[0][0] == answers[1][0]
    assert "déjà un" in mail.outbox[0].body
    assert User.objects.get(pk=person.pk).check_password(PASSWORD)


def strip(page: str) -> str:
    return re.sub(r'(value|action)="[^"]*"|\S+@exemple\.invalid', "", page)


def test_asking_for_a_password_does_not_tell_whether_an_account_exists(person: User) -> None:
    answers = []
    for email in (person.email, "absente@exemple.invalid"):
        response = Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append(
            (response.status_code, response.redirect_chain, strip(response.content.decode()))
        )
    assert answers[0] == answers[1]
    assert [one.to for one in mail.outbox] == [[person.email], ["absente@exemple.invalid"]]
    assert "mot-de-passe/nouveau" in mail.outbox[0].body
    assert "mot-de-passe/nouveau" not in mail.outbox[1].body


def test_a_forgotten_password_is_chosen_anew_once(person: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": person.email})
    page = link_in(mail.outbox[0].body)
    form = client.get(page)
    assert form.status_code == 302
    assert page not in form.url, "the key leaves the address before any page is shown"
    client.post(form.url, {"password1": GOOD, "password2": GOOD})
    other = Client()
    enter(other, person.email)
    assert not is_in(other)
    person.refresh_from_db()
    assert person.check_password(GOOD)
    assert "ne sert plus" in Client().get(page).content.decode()


def test_the_same_refusal_for_a_wrong_password_and_an_unknown_address(person: User) -> None:
    wrong = enter(Client(), person.email, "autre phrase 123").content.decode()
    unknown = enter(Client(), "absente@exemple.invalid", "autre phrase 123").content.decode()
    assert "ne convient pas" in wrong
    assert strip(wrong) == strip(unknown)


def test_five_failures_lock_the_account_from_that_place_with_words(person: User) -> None:
    client = Client()
    for _ in range(5):
        assert enter(client, person.email, "autre phrase 123").status_code == 200
    locked = enter(client, person.email)
    assert locked.status_code == 429
    assert "la connexion attend jusqu’à" in locked.content.decode()
    assert re.search(r"\d\d:\d\d", locked.content.decode())
    assert not is_in(client)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    enter(elsewhere, person.email)
    assert is_in(elsewhere), "who is elsewhere is not locked out by someone else's failures"


def test_an_unknown_address_locks_like_a_known_one(person: User) -> None:
    client = Client()
    for _ in range(5):
        enter(client, "absente@exemple.invalid", "x")
    assert enter(client, "absente@exemple.invalid", "x").status_code == 429


def test_failures_from_many_places_lock_the_account_too(person: User) -> None:
    for place in range(20):
        enter(Client(REMOTE_ADDR=f"203.0.113.{place}"), person.email, "autre phrase 123")
    locked = enter(Client(REMOTE_ADDR="198.51.100.1"), person.email)
    assert locked.status_code == 429


def test_success_gives_back_no_attempt_already_failed(person: User) -> None:
    client = Client()
    for _ in range(4):
        enter(client, person.email, "autre phrase 123")
    enter(client, person.email)
    assert is_in(client)
    client.post(reverse("account_logout"))
    enter(client, person.email, "autre phrase 123")
    assert enter(client, person.email).status_code == 429


def test_the_lock_is_said_in_english_too(person: User) -> None:
    client = Client()
    for _ in range(5):
        client.post(f"/en{LOGIN}", {"login": person.email, "password": "x"})
    assert client.post(f"/en{LOGIN}", {"login": person.email, "password": "x"}).status_code == 429


@pytest.mark.parametrize(
    "hostile",
    [
        "https://ailleurs.invalid/",
        "//ailleurs.invalid/x",
        "/\\ailleurs.invalid",
        "javascript:alert(1)",
    ],
)
def test_the_way_on_never_leads_to_another_host(hostile: str, person: User) -> None:
    client = Client()
    assert enter(client, person.email, next=hostile).url == reverse("arrival")
    assert client.post(reverse("account_logout"), {"next": hostile}).url == reverse("account_login")


def test_the_way_on_is_kept(person: User, client: Client) -> None:
    refused = client.get(reverse("my-account"))
    assert refused.url == f"{LOGIN}?next=/compte/"
    page = client.get(refused.url).content.decode()
    assert 'name="next" value="/compte/"' in re.sub(r"\s+", " ", page)
    assert enter(client, person.email, next="/compte/").url == "/compte/"


def test_the_way_on_is_kept_through_the_mail_that_confirms_the_address(
    client: Client, db: None, mailoutbox: Any, settings: Any
) -> None:
    settings.OPEN_SIGNUP = True
    typed = {"email": "zoe@exemple.invalid", "password1": GOOD, "name": "Zoé Fictive"}
    client.post(SIGNUP, typed | {"next": "/aides/profil/"})
    link = link_in(mailoutbox[-1].body)
    assert link.endswith("?next=%2Faides%2Fprofil%2F")
    page = client.get(link).content.decode()
    assert 'value="/aides/profil/"' in page
    confirmed = client.post(link.partition("?")[0], {"next": "/aides/profil/"})
    assert confirmed.url == "/aides/profil/"
    asked = client.get(confirmed.url).url
    assert asked == f"{LOGIN}?next=/aides/profil/"
    client.post(SIGNUP, typed | {"email": "noe@exemple.invalid", "next": "//ailleurs.invalid/"})
    assert "next" not in link_in(mailoutbox[-1].body)


def test_a_session_known_before_signing_in_is_worth_nothing_after(person: User) -> None:
    client = Client()
    session = client.session
    session["fixed"] = True
    session.save()
    client.cookies["sessionid"] = fixed = session.session_key
    enter(client, person.email)
    assert client.cookies["sessionid"].value != fixed
    other = Client()
    other.cookies["sessionid"] = fixed
    assert other.get(reverse("my-account")).status_code == 302


def test_a_session_ends_twelve_hours_after_signing_in(person: User, client: Client) -> None:
    enter(client, person.email)
    session = client.session
    session[SIGNED_IN_AT] = time.time() - 12 * 3600 + 60
    session.save()
    assert client.get(reverse("my-account")).status_code == 200
    session[SIGNED_IN_AT] = time.time() - 12 * 3600 - 1
    session.save()
    assert client.get(reverse("my-account")).status_code == 302
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(person: User) -> None:
    here, there = Client(), Client()
    enter(here, person.email)
    enter(there, person.email)
    words = {"oldpassword": PASSWORD, "password1": GOOD, "password2": GOOD}
    here.post(reverse("account_change_password"), words)
    assert here.get(reverse("my-account")).status_code == 200
    assert there.get(reverse("my-account")).status_code == 302


def test_cookies_and_pages_of_a_session_are_kept_from_others(person: User, client: Client) -> None:
    enter(client, person.email)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert client.get(reverse("home"))["Cache-Control"] == "private, no-store"
    visitor = Client().get(reverse("home"))
    assert "Cache-Control" not in visitor
    assert "Cookie" in visitor["Vary"]
    assert visitor.cookies == {}


def activate(client: Client) -> str:
    """Prove again who one is, then activate a code app; return its secret."""
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    client.post(asked.url, {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200, page
    secret: str = page.context["form"].secret
    text = page.content.decode()
    assert '<svg class="qr-code"' in text
    assert "data:" not in text
    assert " style=" not in text
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_a_second_step_is_asked_with_a_code_that_serves_once(person: User) -> None:
    client = Client()
    enter(client, person.email)
    secret = activate(client)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept, "a copy of the database alone gives no codes"
    client.post(reverse("account_logout"))
    again = Client()
    assert enter(again, person.email).url == reverse("mfa_authenticate")
    assert not is_in(again)
    assert again.get(reverse("my-account")).status_code == 302
    step = reverse("mfa_authenticate")
    assert "ne convient pas" in again.post(step, {"code": "000000"}).content.decode()
    later = code_of(secret, time.time() + 30)
    assert again.post(step, {"code": later}).status_code == 302
    assert is_in(again)
    third = Client()
    enter(third, person.email)
    assert "ne convient pas" in third.post(step, {"code": later}).content.decode()
    assert not is_in(third)


def test_recovery_codes_serve_once_each(person: User) -> None:
    client = Client()
    enter(client, person.email)
    activate(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    assert len(codes) == 10
    for expected in (True, False):
        other = Client()
        enter(other, person.email)
        other.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert is_in(other) is expected


def test_guessing_codes_is_limited(person: User) -> None:
    client = Client()
    enter(client, person.email)
    secret = activate(client)
    other = Client()
    enter(other, person.email)
    for guess in range(5):
        other.post(reverse("mfa_authenticate"), {"code": f"{guess:06}"})
    answer = other.post(reverse("mfa_authenticate"), {"code": code_of(secret, time.time() + 30)})
    assert "Trop d’essais" in answer.content.decode()
    assert not is_in(other)


def test_removing_the_second_step_needs_a_fresh_proof(person: User) -> None:
    client = Client()
    enter(client, person.email)
    activate(client)
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [
        {**one, "at": time.time() - 3600} for one in records
    ]
    session.save()
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert answer.url.startswith("/compte/confirmer/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_kinds_that_must_have_a_second_step_are_led_to_it(world: World, settings: Any) -> None:
    settings.REQUIRE_TWO_FACTOR = ["equipe_nationale"]
    national = opened_by(world, "national_admin", settings)
    assert national.get(reverse("organisations")).url == reverse("mfa_index")
    assert national.get(reverse("my-account")).status_code == 200
    for closed in ("desk", "notices", "my-data", "erase-me"):
        assert national.get(reverse(closed)).url == reverse("mfa_index"), closed
    epci = opened_by(world, "epci_a_admin", settings)
    assert epci.get(reverse("organisation-people", args=["epci-a"])).status_code == 200
    Authenticator.objects.create(user=world.users["national_admin"], type="totp", data={})
    assert national.get(reverse("organisations")).status_code == 200


def test_an_erased_person_cannot_enter(person: User, client: Client) -> None:
    services.erase_person(person, by=None, now=NOW)
    enter(client, "camille@exemple.invalid")
    assert not is_in(client)
    person.refresh_from_db()
    person.set_password(PASSWORD)
    person.save()
    enter(client, person.email)
    assert not is_in(client)


def test_mail_is_written_in_the_language_of_its_reader(person: User, client: Client) -> None:
    User.objects.filter(pk=person.pk).update(language="en")
    client.post(reverse("account_reset_password"), {"email": person.email})
    assert mail.outbox[0].subject == "Choose a new password"
