"""Open an installation: its national team and the first person who administers it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import services
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Membership, Organisation, Scope, User


class Command(BaseCommand):
    """Run by who owns the machine; everyone after comes by invitation."""

    help = "Make a person the administrator of the national team; the password is chosen by mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the address, and the name of the team when it is new."""
        parser.add_argument("email")
        parser.add_argument("--team", default="Équipe nationale")

    @transaction.atomic
    def handle(self, *_arguments: Any, email: str, team: str, **_options: Any) -> None:
        """Do it, once."""
        now, address = clock.now(), email.strip().lower()
        try:
            validate_email(address)
            national = Organisation.objects.filter(kind=Kind.NATIONAL_TEAM, closed_at=None).first()
            if national is None:
                national = services.create_organisation(
                    None, kind=Kind.NATIONAL_TEAM, name=team, scopes=[Scope.COUNTRY], now=now
                )
        except (RebondError, ValidationError) as fault:
            raise CommandError(str(fault)) from fault
        user = User.objects.filter(email=address).first() or services.create_person(address)
        EmailAddress.objects.update_or_create(
            user=user, email=address, defaults={"verified": True, "primary": True}
        )
        if Membership.objects.in_force().filter(user=user, organisation=national).exists():
            raise CommandError(f"{address} is already in {national.name}")
        services.appoint(user, national, Role.ADMINISTRATOR, now=now)
        self.stdout.write(
            f"{address} administers {national.name}. Choose a password at /compte/mot-de-passe/oublie/"
        )
