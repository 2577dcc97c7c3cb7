"""Filling an installation with the fictitious cast and its calls, once; signing in afresh each time."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from rebond.texts import Text
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Membership, Organisation, Scope, User
from rebond.web.accounts.services import people
from rebond.web.demo import story
from rebond.web.demo.aids import NEWCOMER, YOUNG
from rebond.web.demo.answers import SIREN_OF_NOBODY
from rebond.web.demo.cast import CAST, DOMAIN
from rebond.web.demo.errors import DemonstrationRefused

PASSWORD_BYTES = 12
ALONE = {
    YOUNG: "Un jeune, sans organisation (fictif)",
    NEWCOMER: "Un jeune qui n’a encore eu aucune aide (fictif)",
}
"""People who act for no organisation."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to enter as one person of the cast."""

    email: str
    organisation: str
    kind: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Who can enter, with the one password of the whole cast."""

    password: str
    people: tuple[SignIn, ...]
    is_new: bool


def fill(now: datetime, *, say: Callable[[str], None] = lambda _line: None) -> Demonstration:
    """Create the cast and play its story; on a later run, only give everyone a new password.

    Raises
    ------
    DemonstrationRefused
        In production, or where real organisations work.
    """
    refuse_in_production()
    is_new = not Organisation.objects.filter(slug=CAST[0].slug).exists()
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    with transaction.atomic():
        if is_new:
            _create_cast(now)
    if is_new:
        story.play(now, say)
    _give_password(password)
    signed = tuple(
        SignIn(f"{name}@{DOMAIN}", part.name, str(part.kind))
        for part in CAST
        for name, _role in part.people
    )
    known = set(User.objects.filter(email__in=ALONE).values_list("email", flat=True))
    alone = (SignIn(email, words, "") for email, words in ALONE.items() if email in known)
    return Demonstration(password, (*signed, *alone), is_new)


def refuse_in_production() -> None:
    """Refuse an installation that is served over HTTPS, that was not told to, or where real work is done.

    Raises
    ------
    DemonstrationRefused
    """
    if settings.HTTPS:
        why = Text(
            "REBOND_HTTPS vaut 1 : c’est une installation de production.",
            "REBOND_HTTPS is 1: this is a production installation.",
        )
        raise DemonstrationRefused(why)
    if not settings.DEMO:
        why = Text("REBOND_DEMO ne vaut pas 1.", "REBOND_DEMO is not 1.")
        raise DemonstrationRefused(why)
    if Organisation.objects.filter(is_fictitious=False).exists():
        why = Text("De vraies organisations y travaillent.", "Real organisations work there.")
        raise DemonstrationRefused(why)


def _create_cast(now: datetime) -> None:
    started = now - story.BEFORE
    for part in CAST:
        organisation = Organisation.objects.create(
            slug=part.slug,
            kind=part.kind,
            name=part.name,
            siren=SIREN_OF_NOBODY if part.kind == Kind.FIRM else "",
            is_fictitious=True,
            created_at=started,
        )
        Scope.objects.create(organisation=organisation, kind=part.scope[0], code=part.scope[1])
        for name, role in part.people:
            user = people.create_person(f"{name}@{DOMAIN}", name=f"{name} (fictif)")
            # Their mail can reach nobody; on the console it would push the password out of sight.
            User.objects.filter(pk=user.pk).update(mailing=User.Mailing.NONE)
            people.appoint(user, organisation, role, now=started)


def _give_password(password: str) -> None:
    cast = Membership.objects.filter(organisation__slug__in=[part.slug for part in CAST])
    made = User(email="")
    made.set_password(password)
    # One hash for the whole cast: twenty slow hashes would make a quarter of a minute.
    User.objects.filter(
        Q(pk__in=cast.values("user"), email__endswith=f"@{DOMAIN}") | Q(email__in=ALONE)
    ).update(password=made.password)
