"""Organisations come, are corrected, and close; none is ever removed."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.accounts import errors
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.accounts.permissions import may_run_organisations
from rebond.web.accounts.services import sirens
from rebond.web.accounts.services.locking import lock_open
from rebond.web.journal import reality
from rebond.web.journal import services as journal
from rebond.web.territories.places import atlas

SLUG_LENGTH = 70
NAMED_AFTER_PEOPLE = frozenset({Kind.PROPRIETAIRE_PRIVE, Kind.FIRM, Kind.INVESTOR})
"""Kinds whose name may be a person's."""


@transaction.atomic
def create_organisation(
    actor: Actor | None,
    *,
    kind: str,
    name: str,
    scopes: Iterable[tuple[str, str]],
    siren: str = "",
    is_fictitious: bool = False,
    now: datetime,
) -> Organisation:
    """Create an organisation with its territory; `actor` is None for the installation itself.

    Raises
    ------
    RebondError
        When the kind, the name, the SIREN or the territory cannot be.
    """
    if actor is not None and not may_run_organisations(actor):
        raise PermissionDenied
    name, siren = " ".join(name.split()), "".join(siren.split())
    places = _checked(scopes)
    if kind not in Kind.values:
        raise errors.UnknownKind(kind)
    if not name:
        raise errors.NameMissing
    if siren:
        sirens.check(siren, kind, is_optional=True)
    with sirens.taken_once(siren, kind):
        one = Organisation.objects.create(
            slug=_slug_of(kind, name),
            kind=kind,
            name=name[:200],
            siren=siren,
            is_fictitious=is_fictitious or reality.is_fictitious(actor),
            created_at=now,
        )
    _write_scopes(one, places)
    content = {
        "kind": kind,
        "name": "" if kind in NAMED_AFTER_PEOPLE else one.name,
        "siren": siren,
        "scopes": _told(places),
    }
    journal.append(
        actor, "accounts.organisation_created", ("organisation", one.slug), content, now=now
    )
    return one


@transaction.atomic
def change_scopes(
    actor: Actor,
    organisation: Organisation,
    scopes: Iterable[tuple[str, str]],
    reason: str,
    *,
    now: datetime,
) -> None:
    """Correct where an organisation may act, with a reason that the journal keeps."""
    if not may_run_organisations(actor):
        raise PermissionDenied
    one = lock_open(organisation)
    places = _checked(scopes)
    if not reason.strip():
        raise errors.ReasonMissing
    before = set(one.scopes.values_list("kind", "code"))
    one.scopes.all().delete()
    _write_scopes(one, places)
    content = {"before": _told(before), "after": _told(places), "reason": reason.strip()}
    journal.append(actor, "accounts.scopes_changed", ("organisation", one.slug), content, now=now)


@transaction.atomic
def close_organisation(
    actor: Actor, organisation: Organisation, reason: str, *, now: datetime
) -> None:
    """Close an organisation: nobody acts for it any more, and what it did stays."""
    if not may_run_organisations(actor):
        raise PermissionDenied
    one = lock_open(organisation)
    if not reason.strip():
        raise errors.ReasonMissing
    if one.pk == actor.organisation_id:
        raise errors.LastAdministrator(one.name)
    one.closed_at = now
    one.save(update_fields=["closed_at"])
    one.invitations.filter(accepted_at=None, revoked_at=None).update(revoked_at=now)
    content = {"reason": reason.strip()}
    journal.append(
        actor, "accounts.organisation_closed", ("organisation", one.slug), content, now=now
    )


def _checked(scopes: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    places = set(scopes)
    if not places:
        raise errors.NoScope
    if Scope.COUNTRY in places:
        return {Scope.COUNTRY}
    for kind, code in places:
        try:
            atlas().place(PlaceKey.parse(f"{kind}:{code}"))
        except (RebondError, ValueError) as fault:
            raise errors.UnknownPlace(f"{kind}:{code}") from fault
    return places


def _write_scopes(one: Organisation, places: set[tuple[str, str]]) -> None:
    Scope.objects.bulk_create(
        Scope(organisation=one, kind=kind, code=code) for kind, code in sorted(places)
    )


def _told(places: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{kind}:{code}" for kind, code in places)


def _slug_of(kind: str, name: str) -> str:
    """Return the name that the journal chains for ever: that of a private person or a firm tells nothing."""
    if kind in NAMED_AFTER_PEOPLE:
        return f"{kind.replace('_', '-')}-{secrets.token_hex(4)}"
    return _free_slug(name)


def _free_slug(name: str) -> str:
    root = slugify(name)[:SLUG_LENGTH].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=root).values_list("slug", flat=True))
    number, slug = 1, root
    while slug in taken:
        number += 1
        slug = f"{root}-{number}"
    return slug
