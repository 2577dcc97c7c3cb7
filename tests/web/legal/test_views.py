"""Legal pages: what the operator left out is said to be missing; what is set is shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.web.world import NOW

pytestmark = pytest.mark.django_db


def test_an_installation_without_operator_says_so(client: Client) -> None:
    page = client.get("/mentions-legales/").content.decode()
    assert "n’est pas nommé" in page
    assert page.count("non établi") == 5


def test_the_privacy_page_shows_what_the_operator_did_not_fill_in(
    client: Client, settings: Any
) -> None:
    names = ("OPERATOR", "OPERATOR_ADDRESS", "DATA_PROTECTION_OFFICER", "PRIVACY_CONTACT")
    names += ("LEGAL_BASIS", "HOSTING")
    page = client.get("/donnees-personnelles/").content.decode()
    for name in names:
        assert f"<code>REBOND_{name}</code>" in page, name
    assert "Proposition du logiciel" in page
    assert "cnil.fr/fr/plaintes" in page
    for name in names:
        setattr(settings, name, f"dit-{name}")
    page = client.get("/donnees-personnelles/").content.decode()
    for name in names:
        assert f"<code>REBOND_{name}</code>" not in page, name
        assert f"dit-{name}" in page, name
    assert "Proposition du logiciel" not in page


def test_the_operator_is_named_where_the_settings_name_it(client: Client, settings: Any) -> None:
    settings.OPERATOR = "Agence fictive <des> territoires"
    settings.CONTACT = "contact@exemple.invalid"
    page = client.get("/mentions-legales/").content.decode()
    assert "Agence fictive &lt;des&gt; territoires" in page
    for address in ("/contact/", "/accessibilite/", "/donnees-personnelles/", "/algorithmes/"):
        assert "mailto:contact@exemple.invalid" in client.get(address).content.decode(), address


def test_the_security_file_names_a_contact_and_an_end_within_a_year(
    client: Client, settings: Any
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "securite@exemple.invalid"
    settings.CLOCK = lambda: NOW
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == "mailto:securite@exemple.invalid"
    ends = datetime.strptime(fields["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert 0 < (ends - NOW).days < 365


def test_the_table_of_personal_data_shows_words_not_signs_of_the_documentation(
    client: Client,
) -> None:
    page = client.get("/en/donnees-personnelles/").content.decode()
    assert "enquiries.md" not in page
    assert "1095" in page
    assert re.search(r"<td[^>]*>[^<]*`", page) is None
