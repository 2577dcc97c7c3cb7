"""Making, ending and reading tokens of the API."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.canonical import digest_bytes
from rebond.texts import Text
from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls.moments import moment_text
from rebond.web.journal.services import append
from rebond.web.publishing import permissions
from rebond.web.publishing.errors import BadToken, TokenRefused
from rebond.web.publishing.models import Token
from rebond.web.sites.references import new_reference

PREFIX = "rebond_"
BYTES = 32
MOST_NAME = 80
MOST_TOKENS = 20
DAYS = (30, 90, 180, 365)
HOUR = timedelta(hours=1)


@transaction.atomic
def make_token(
    actor: Actor, name: str, scopes: Collection[str], days: int, now: datetime
) -> tuple[Token, str]:
    """Make a token; the secret is returned once and its digest alone is kept.

    Raises
    ------
    BadToken
    """
    if not permissions.may_manage_tokens(actor):
        raise PermissionDenied
    named, chosen = name.strip(), sorted(set(scopes))
    if not named or len(named) > MOST_NAME:
        raise BadToken(
            Text("Le jeton n’a pas de nom.", "The token has no name."),
            Text(
                f"Nommez le système qui l’utilisera, en {MOST_NAME} caractères au plus.",
                f"Name the system that will use it, in at most {MOST_NAME} characters.",
            ),
        )
    if not chosen or not set(chosen) <= set(Token.Scope.values):
        raise BadToken(
            Text("Aucun droit n’est choisi.", "No right is chosen."),
            Text("Cochez au moins un droit.", "Tick at least one right."),
        )
    if days not in DAYS:
        raise BadToken(
            Text("Cette durée n’est pas proposée.", "This duration is not offered."),
            Text("Choisissez une durée de la liste.", "Choose a duration of the list."),
        )
    organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
    held = Token.objects.filter(organisation=organisation, revoked_at=None, expires_at__gt=now)
    if held.count() >= MOST_TOKENS:
        raise BadToken(
            Text(
                f"Votre organisation a déjà {MOST_TOKENS} jetons en vigueur.",
                f"Your organisation already has {MOST_TOKENS} tokens in force.",
            ),
            Text("Révoquez ceux qui ne servent plus.", "Revoke those that are not used."),
        )
    secret = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token.objects.create(
        reference=new_reference(Token, "J"),
        organisation=organisation,
        made_by_id=actor.membership_id,
        name=named,
        digest=digest_bytes(secret.encode()),
        scopes=chosen,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    content = {"scopes": chosen, "days": days}
    append(actor, "publishing.token_made", ("token", token.reference), content, now=now)
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, token: Token, now: datetime) -> Token:
    """End a token at once.

    Raises
    ------
    BadToken
        When somebody ended it before.
    """
    held = (
        Token.objects.select_for_update(of=("self",))
        .select_related("revoked_by__organisation")
        .get(pk=token.pk)
    )
    if not permissions.may_revoke(actor, held):
        raise PermissionDenied
    if held.revoked_at is not None:
        who = held.revoked_by.organisation.name if held.revoked_by else "—"
        at = moment_text(held.revoked_at)
        raise BadToken(
            Text(
                f"{who} a déjà révoqué ce jeton le {at.fr}.",
                f"{who} already revoked this token on {at.en}.",
            )
        )
    held.revoked_at, held.revoked_by_id = now, actor.membership_id
    held.save(update_fields=["revoked_at", "revoked_by"])
    append(actor, "publishing.token_revoked", ("token", held.reference), {}, now=now)
    return held


def opened(secret: str, now: datetime) -> tuple[Token, Actor]:
    """Return the token of a secret, and who it acts as.

    Raises
    ------
    TokenRefused
        When it is unknown, revoked or expired, or when who made it no longer administers the organisation.
    """
    found = (
        Token.objects.select_related("organisation")
        .filter(digest=digest_bytes(secret.encode()))
        .first()
    )
    if found is None:
        raise TokenRefused(
            Text("Ce jeton n’existe pas.", "There is no such token."),
        )
    if not found.is_in_force(now):
        raise TokenRefused(
            Text("Ce jeton est révoqué ou expiré.", "This token is revoked or expired."),
        )
    mine = Membership.objects.in_force().select_related("organisation", "user")
    membership = mine.filter(pk=found.made_by_id, user__is_active=True).first()
    actor = actors.of_membership(membership) if membership is not None else None
    if actor is None or not permissions.may_manage_tokens(actor):
        raise TokenRefused(
            Text(
                "Qui a créé ce jeton n’administre plus l’organisation.",
                "Who made this token no longer administers the organisation.",
            ),
        )
    if found.last_used_at is None or found.last_used_at < now - HOUR:
        Token.objects.filter(pk=found.pk).update(last_used_at=now)
    return found, actor
