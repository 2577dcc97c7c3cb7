"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from rebond.web.accounts.models import Invitation
from rebond.web.accounts.services.invitations import digest_of
from tests.web.doors import Door
from tests.web.world import EVERYONE, NOW, SIGNED_IN, VISITOR, World

VISITORS = frozenset({VISITOR})
NOBODY_HERE: frozenset[str] = frozenset()
NATIONAL = frozenset({"national_admin"})
ADMINISTRATORS = frozenset({"epci_a_admin", "national_admin"})
OWN = frozenset({"epci_a"})
TOKEN = "jeton-fictif"  # noqa: S105 - of the test world


def invited(world: World) -> Invitation:
    """Return an invitation to the first EPCI, made once."""
    made, _is_new = Invitation.objects.get_or_create(
        token_digest=digest_of(TOKEN),
        defaults={
            "organisation": world.organisations["epci-a"],
            "email": "epci_b@exemple.invalid",
            "role": "agent",
            "invited_by": world.memberships["epci_a_admin"],
            "created_at": NOW,
            "expires_at": NOW + timedelta(days=14),
        },
    )
    return made


def token(world: World) -> list[Any]:
    """Return the token of an open invitation."""
    invited(world)
    return [TOKEN]


def slug(name: str) -> Callable[[World], list[Any]]:
    """Return the argument that names an organisation."""
    return lambda _world: [name]


def membership(persona: str, *before: str) -> Callable[[World], list[Any]]:
    """Return the arguments that name a membership."""
    return lambda world: [*before, world.memberships[persona].pk]


def post(
    allowed: frozenset[str],
    arguments: Callable[[World], list[Any]] = lambda _world: [],
    data: Callable[[World], Mapping[str, Any]] = lambda _world: {},
    note: str = "",
    *,
    idle: frozenset[str] = NOBODY_HERE,
    is_own: bool = False,
) -> Door:
    """Return a door that writes."""
    return Door(
        allowed,
        arguments,
        method="POST",
        data=data,
        is_page=False,
        idle=idle,
        is_own=is_own,
        note=note,
    )


def typed(**words: Any) -> Callable[[World], Mapping[str, Any]]:
    """Return what a form sends."""
    return lambda _world: words


def page(
    allowed: frozenset[str], arguments: Callable[[World], list[Any]] = lambda _world: []
) -> Door:
    """Return a door that shows."""
    return Door(allowed, arguments)


def leads_on(
    allowed: frozenset[str], arguments: Callable[[World], list[Any]] = lambda _world: []
) -> Door:
    """Return a door that only leads elsewhere."""
    return Door(allowed, arguments, redirects=True, is_page=False)


def closed(why: str, arguments: Callable[[World], list[Any]] = lambda _world: []) -> Door:
    """Return a door that the cast of the test world cannot open; other tests do."""
    return Door(NOBODY_HERE, arguments, is_page=False, note=why)


NO_FACTOR = "nobody of the cast has a second step"
NO_PASSWORD = "nobody of the cast has a password"  # noqa: S105 - words
NO_PROVIDER = "no provider is set"
OWN_ONLY = "tried on that person's own membership"
KEY = slug("1")
REASON = "Un motif assez long pour être lu."
WORDS = "quatre mots fort longs 1931"

DOORS: dict[str, Door | tuple[Door, ...]] = {
    "my-account": (
        page(SIGNED_IN),
        post(SIGNED_IN, data=typed(name="Autre nom", language="en", mailing="daily")),
    ),
    "arrival": leads_on(SIGNED_IN),
    "choose-membership": post(
        OWN,
        data=lambda world: {"membership": world.memberships["epci_a"].pk},
        note=f"{OWN_ONLY}; kept in the session",
        idle=OWN,
        is_own=True,
    ),
    "my-data": Door(SIGNED_IN, is_page=False),
    "erase-me": (
        page(SIGNED_IN),
        post(
            SIGNED_IN,
            data=typed(sure="yes"),
            note="the last administrator names another one first",
            idle=ADMINISTRATORS,
        ),
    ),
    "leave-organisation": post(OWN, membership("epci_a"), note=OWN_ONLY, is_own=True),
    "invitation": (
        page(EVERYONE, token),
        post(
            EVERYONE,
            token,
            note="its address alone accepts it, once signed in",
            idle=EVERYONE - {"epci_b"},
        ),
    ),
    "account_logout": (
        page(SIGNED_IN),
        post(EVERYONE, note="ends the session only", idle=EVERYONE),
    ),
    "oidc-login": closed(NO_PROVIDER),
    "oidc-callback": closed(NO_PROVIDER),
    "my-organisation": leads_on(ADMINISTRATORS),
    "organisation-people": (
        page(ADMINISTRATORS, slug("epci-a")),
        Door(NATIONAL, slug("epci-b"), is_page=False),
        Door(NATIONAL, slug("equipe-nationale"), is_page=False),
    ),
    "organisation-invite": (
        post(
            ADMINISTRATORS,
            slug("epci-a"),
            lambda _w: {"email": "x@exemple.invalid", "role": "agent"},
        ),
        post(NATIONAL, slug("epci-b"), lambda _w: {"email": "y@exemple.invalid", "role": "agent"}),
    ),
    "organisation-siren": (
        post(ADMINISTRATORS, slug("epci-a"), typed(siren="200069532")),
        post(NATIONAL, slug("epci-b"), typed(siren="246200364")),
        post(NATIONAL, slug("entreprise"), typed(siren="732829320", reason=REASON)),
    ),
    "organisation-revoke": post(ADMINISTRATORS, lambda world: ["epci-a", invited(world).pk]),
    "organisation-role": (
        post(ADMINISTRATORS, membership("epci_a", "epci-a"), lambda _w: {"role": "reader"}),
        post(NATIONAL, membership("epci_b", "epci-b"), lambda _w: {"role": "administrator"}),
        # Another organisation's member under one's own organisation's address.
        post(NOBODY_HERE, membership("epci_b", "epci-a"), lambda _w: {"role": "reader"}),
    ),
    "organisation-end": (
        post(ADMINISTRATORS, membership("epci_a", "epci-a")),
        post(NATIONAL, membership("epci_b", "epci-b")),
        post(NOBODY_HERE, membership("epci_b", "epci-a")),
    ),
    "organisations": page(NATIONAL),
    "organisation-new": (
        page(NATIONAL),
        post(NATIONAL, data=typed(kind="epci", name="Autre (fictif)", written="14366")),
    ),
    "organisation-edit": page(NATIONAL, slug("epci-a")),
    "organisation-scopes": post(
        NATIONAL, slug("epci-a"), typed(place=["epci:200069532", "commune:14118"], reason=REASON)
    ),
    "organisation-close": post(NATIONAL, slug("epci-a"), typed(reason=REASON)),
    "account_login": (page(frozenset(VISITORS)), post(VISITORS, note=NO_PASSWORD, idle=VISITORS)),
    "account_inactive": page(EVERYONE),
    "account_signup": (
        page(VISITORS),
        post(VISITORS, data=typed(name="Nouvelle", email="z@exemple.invalid", password1=WORDS)),
    ),
    "account_email_verification_sent": page(EVERYONE),
    "account_confirm_email": page(EVERYONE, slug("perime")),
    "account_reset_password": (
        page(EVERYONE),
        post(
            EVERYONE,
            data=typed(email="epci_a@exemple.invalid"),
            note="a mail leaves, no row is written",
            idle=EVERYONE,
        ),
    ),
    "account_reset_password_done": page(EVERYONE),
    "account_reset_password_from_key": page(EVERYONE, lambda _world: ["1", "perime"]),
    "account_reset_password_from_key_done": page(EVERYONE),
    "mfa_authenticate": closed("only between the password and the second step"),
    "mfa_login_webauthn": closed("answers the script of the sign-in page only"),
    "socialaccount_login_cancelled": page(EVERYONE),
    "socialaccount_signup": closed("only on the way back from a provider"),
    "account_reauthenticate": closed(NO_PASSWORD),
    "account_email": (
        page(SIGNED_IN),
        post(
            SIGNED_IN,
            data=typed(action_add="", email="z@exemple.invalid"),
        ),
    ),
    "account_change_password": leads_on(SIGNED_IN),
    "account_set_password": (
        page(SIGNED_IN),
        post(SIGNED_IN, data=typed(password1=WORDS, password2=WORDS)),
    ),
    "mfa_index": page(SIGNED_IN),
    "mfa_reauthenticate": closed(NO_FACTOR),
    "mfa_activate_totp": (
        page(SIGNED_IN),
        post(SIGNED_IN, note="needs the code of a device", idle=SIGNED_IN),
    ),
    "mfa_deactivate_totp": closed(NO_FACTOR),
    "mfa_view_recovery_codes": closed(NO_FACTOR),
    "mfa_generate_recovery_codes": (
        page(SIGNED_IN),
        post(SIGNED_IN, note=NO_FACTOR, idle=SIGNED_IN),
    ),
    "mfa_download_recovery_codes": closed(NO_FACTOR),
    "mfa_list_webauthn": page(SIGNED_IN),
    "mfa_add_webauthn": page(SIGNED_IN),
    "mfa_reauthenticate_webauthn": closed(NO_FACTOR),
    "mfa_remove_webauthn": closed(NO_FACTOR, KEY),
    "mfa_edit_webauthn": closed(NO_FACTOR, KEY),
    "socialaccount_connections": (
        page(SIGNED_IN),
        post(SIGNED_IN, note=NO_PROVIDER, idle=SIGNED_IN),
    ),
}
