"""The first person of an installation."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Membership

pytestmark = pytest.mark.django_db


def test_the_first_administrator_comes_by_the_command_and_chooses_a_password_by_mail() -> None:
    call_command("first_administrator", "Premiere@Exemple.invalid")
    one = Membership.objects.get()
    assert (one.organisation.kind, one.role) == (Kind.NATIONAL_TEAM, Role.ADMINISTRATOR)
    Client().post(reverse("account_reset_password"), {"email": "premiere@exemple.invalid"})
    assert "mot-de-passe/nouveau" in mail.outbox[0].body
    with pytest.raises(CommandError, match="already in"):
        call_command("first_administrator", "premiere@exemple.invalid")
    call_command("first_administrator", "seconde@exemple.invalid")
    assert Membership.objects.filter(organisation=one.organisation).count() == 2


def test_what_is_no_address_makes_nobody() -> None:
    with pytest.raises(CommandError):
        call_command("first_administrator", "personne")
    assert not Membership.objects.exists()
