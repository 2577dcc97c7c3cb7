"""Signing in through a real provider process: what is sent, what is believed, what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse

from rebond.web import clock
from rebond.web.accounts import services
from rebond.web.accounts.models import Membership, User
from tests.web.accounts import oidc_provider
from tests.web.world import PASSWORD

pytestmark = pytest.mark.django_db

PROGRAM = Path(oidc_provider.__file__)
EMAIL = oidc_provider.PERSON["email"]


class Running:
    """The provider, driven over HTTP."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def control(self, **wanted: Any) -> None:
        self._talk("POST", "/control", json.dumps(wanted).encode())

    def asked(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self._talk("GET", "/control")[2])
        return found

    def visit(self, address: str) -> tuple[int, str]:
        """Open an address as a browser would, one step only; return the status and where it leads."""
        parts = urlsplit(address)
        status, location, _body = self._talk("GET", f"{parts.path}?{parts.query}")
        return status, location

    def _talk(self, method: str, path: str, body: bytes | None = None) -> tuple[int, str, bytes]:
        parts = urlsplit(self.issuer)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        connection.request(method, path, body)
        answer = connection.getresponse()
        read = answer.read()
        connection.close()
        return answer.status, answer.headers.get("Location", ""), read


@pytest.fixture(scope="module")
def process() -> Iterator[Running]:
    running = subprocess.Popen([sys.executable, str(PROGRAM)], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    yield Running(running.stdout.readline().strip())
    running.terminate()
    running.wait(10)
    running.stdout.close()


@pytest.fixture
def provider(process: Running, settings: Any) -> Running:
    process.control(reset=True)
    settings.OIDC_ISSUER = process.issuer
    settings.OIDC_CLIENT_ID = oidc_provider.CLIENT
    settings.OIDC_CLIENT_SECRET = oidc_provider.SECRET
    settings.OIDC_NAME = "Fournisseur fictif"
    settings.OIDC_PROCONNECT = True
    return process


def sign_in(client: Client, provider: Running, query: str = "") -> Any:
    """Go to the provider and come back; return our answer."""
    begun = client.get(reverse("oidc-login") + query)
    assert begun.status_code == 302, begun.content
    status, back = provider.visit(begun.url)
    assert status == 302, provider.asked()
    parts = urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def signed_in(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None


def test_a_person_enters_and_waits_for_an_invitation(client: Client, provider: Running) -> None:
    response = sign_in(client, provider)
    user = signed_in(client)
    assert response.status_code == 302
    assert user is not None
    assert (user.email, user.name) == (EMAIL, "Camille Exemple")
    assert not user.has_usable_password()
    assert not Membership.objects.filter(user=user).exists()
    kept = SocialAccount.objects.get()
    assert (kept.uid, kept.extra_data) == ("personne-1", {})


def test_the_request_keeps_the_rules_of_proconnect(client: Client, provider: Running) -> None:
    sign_in(
        client, provider, "?next=/en/&auth_params=prompt%3Dnone%26evil%3D1&scope=admin&inconnu=1"
    )
    sent = next(one["authorize"] for one in provider.asked() if "authorize" in one)
    assert sent.keys() == oidc_provider.NEEDED
    assert len(sent["state"]) >= 32
    assert len(sent["nonce"]) >= 32
    assert sent["state"] != sent["nonce"]
    assert sent["scope"] == "openid given_name usual_name email"
    assert sent["redirect_uri"] == "http://testserver/compte/oidc/retour/"
    token = next(one["token"] for one in provider.asked() if "token" in one)
    assert len(token["code_verifier"]) >= 43
    assert [one for one in provider.asked() if "refused" in one] == []


def test_each_request_has_its_own_state_and_nonce(client: Client, provider: Running) -> None:
    sent = [parse_qs(urlsplit(client.get(reverse("oidc-login")).url).query) for _ in range(2)]
    assert sent[0]["state"] != sent[1]["state"]
    assert sent[0]["nonce"] != sent[1]["nonce"]
    assert sent[0]["code_challenge"] != sent[1]["code_challenge"]


@pytest.mark.parametrize(
    "fault",
    [
        "wrong-nonce",
        "no-nonce",
        "wrong-state",
        "discovery:wrong-issuer-later",
        *(
            f"{what}:{how}"
            for what in ("id_token", "userinfo")
            for how in (
                "none",
                "shared-secret",
                "wrong-key",
                "unknown-key",
                "altered",
                "wrong-issuer",
                "wrong-audience",
                "expired",
            )
        ),
        "userinfo:other-subject",
        "userinfo:unsigned",
    ],
)
def test_an_answer_that_does_not_hold_lets_nobody_in(
    fault: str, client: Client, provider: Running
) -> None:
    begun = client.get(reverse("oidc-login"))
    provider.control(faults=[fault.removesuffix("-later")])
    _status, back = provider.visit(begun.url)
    parts = urlsplit(back)
    response = client.get(f"{parts.path}?{parts.query}")
    assert response.status_code == 401, fault
    assert "n’a pas pu vous faire entrer" in response.content.decode()
    assert signed_in(client) is None
    assert not User.objects.exists()


def test_a_code_serves_once(client: Client, provider: Running) -> None:
    begun = client.get(reverse("oidc-login"))
    _status, back = provider.visit(begun.url)
    parts = urlsplit(back)
    assert client.get(f"{parts.path}?{parts.query}").status_code == 302
    client.post(reverse("account_logout"))
    assert client.get(f"{parts.path}?{parts.query}").status_code == 401
    assert signed_in(client) is None


def test_a_code_older_than_thirty_seconds_lets_nobody_in(client: Client, provider: Running) -> None:
    begun = client.get(reverse("oidc-login"))
    _status, back = provider.visit(begun.url)
    provider.control(later=31)
    parts = urlsplit(back)
    assert client.get(f"{parts.path}?{parts.query}").status_code == 401
    assert {"refused": "code older than 30 seconds"} in provider.asked()


def test_the_answer_to_one_browser_does_not_sign_in_another(
    client: Client, provider: Running
) -> None:
    begun = client.get(reverse("oidc-login"))
    _status, back = provider.visit(begun.url)
    parts, other = urlsplit(back), Client()
    other.get(reverse("oidc-login"))
    assert other.get(f"{parts.path}?{parts.query}").status_code == 401
    assert signed_in(other) is None


def test_giving_up_at_the_provider_is_said(client: Client, provider: Running) -> None:
    provider.control(faults=["cancel"])
    response = sign_in(client, provider)
    assert response.url == reverse("socialaccount_login_cancelled")


def test_a_verified_address_finds_its_local_account(client: Client, provider: Running) -> None:
    user = services.create_person(EMAIL, name="Camille", password=PASSWORD)
    sign_in(client, provider)
    assert signed_in(client) == user
    assert User.objects.count() == 1
    user.refresh_from_db()
    assert user.has_usable_password()


def test_an_unverified_address_takes_over_no_account(client: Client, provider: Running) -> None:
    services.create_person(EMAIL, name="Camille", password=PASSWORD)
    provider.control(person={"email_verified": False})
    response = sign_in(client, provider)
    assert response.status_code == 302
    assert response.url == reverse("account_email_verification_sent")
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()
    assert [one.to for one in mail.outbox] == [[EMAIL]]


@pytest.mark.parametrize("said", [False, None, "true", "false", 1])
def test_only_a_plain_yes_verifies_an_address(said: Any, client: Client, provider: Running) -> None:
    provider.control(person={"email_verified": said})
    sign_in(client, provider)
    assert signed_in(client) is None
    assert EmailAddress.objects.get().verified is False


def test_an_address_of_a_trusted_domain_counts_as_verified(
    client: Client, provider: Running, settings: Any
) -> None:
    settings.OIDC_VERIFIED_DOMAINS = ["exemple.invalid"]
    provider.control(person={"email_verified": None})
    sign_in(client, provider)
    assert signed_in(client) is not None


def test_an_erased_person_does_not_come_back_as_themselves(
    client: Client, provider: Running
) -> None:
    sign_in(client, provider)
    first = signed_in(client)
    assert first is not None
    services.erase_person(first, by=None, now=clock.now())
    other = Client()
    sign_in(other, provider)
    assert signed_in(other) != first


def test_a_provider_that_does_not_sign_serves_where_proconnect_is_not_asked(
    client: Client, provider: Running, settings: Any
) -> None:
    settings.OIDC_PROCONNECT = False
    provider.control(faults=["userinfo:unsigned"])
    sign_in(client, provider)
    assert signed_in(client) is not None


def test_closed_sign_up_lets_known_people_in_only(
    client: Client, provider: Running, settings: Any
) -> None:
    settings.OPEN_SIGNUP = False
    response = sign_in(client, provider)
    assert "sur invitation" in response.content.decode()
    assert not User.objects.exists()
    services.create_person(EMAIL)
    sign_in(client, provider)
    assert signed_in(client) is not None


def test_signing_out_ends_the_session_of_the_provider_too(
    client: Client, provider: Running
) -> None:
    sign_in(client, provider)
    response = client.post(reverse("account_logout"))
    assert signed_in(client) is None
    address = response.context["address"]
    assert address.startswith(f"{provider.issuer}/session/end?")
    assert f'url={address.replace("&", "&amp;")}"' in response.content.decode()
    status, back = provider.visit(address)
    assert (status, back.split("?")[0]) == (302, "http://testserver/")


def test_signing_out_of_a_local_account_stays_here(client: Client, provider: Running) -> None:
    client.force_login(services.create_person("locale@exemple.invalid"))
    assert client.post(reverse("account_logout")).url == reverse("account_login")


def test_the_way_on_is_kept_and_never_leads_elsewhere(client: Client, provider: Running) -> None:
    assert sign_in(client, provider, "?next=/en/decisions/").url == "/en/decisions/"
    for hostile in ("https://ailleurs.invalid/", "//ailleurs.invalid/", "javascript:alert(1)"):
        other = Client()
        assert sign_in(other, provider, f"?next={hostile}").url == reverse("arrival")


def test_an_unreachable_provider_is_said_in_words(client: Client, settings: Any) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9/api/v2"
    response = client.get(reverse("oidc-login"))
    assert response.status_code == 401
    assert "n’a pas pu vous faire entrer" in response.content.decode()


def test_without_a_provider_its_addresses_do_not_exist(client: Client) -> None:
    assert client.get(reverse("oidc-login")).status_code == 404
    assert client.get(reverse("oidc-callback")).status_code == 404
    assert "Fournisseur" not in client.get(reverse("account_login")).content.decode()
