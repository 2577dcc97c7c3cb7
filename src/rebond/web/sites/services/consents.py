"""A local authority agrees to make a site public, group by group, and may take that back at any time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.journal.services import append
from rebond.web.sites import permissions
from rebond.web.sites.changes import bump
from rebond.web.sites.errors import BadConsent, ConsentMoved
from rebond.web.sites.groups import GROUPS, IDENTITY
from rebond.web.sites.models import Consent, Site


@transaction.atomic
def give_consent(
    actor: Actor,
    site: Site,
    groups: Iterable[str],
    now: datetime,
    *,
    seen: int | None = None,
) -> Consent:
    """Make groups of a site public; this consent replaces the one in force, whoever gave it.

    `seen` is the key of the consent in force that the person read, 0 when there was none.

    Raises
    ------
    BadConsent
        Without the identity, or with a group that does not exist.
    ConsentMoved
        When somebody gave or withdrew a consent since the person read it.
    """
    held = _locked(actor, site)
    _refuse_moved(held, seen)
    chosen = [group for group in GROUPS if group in set(groups)]
    if len(chosen) != len(set(groups)) or IDENTITY not in chosen:
        raise BadConsent(
            Text(
                "Cet accord ne nomme pas l’identité du site, ou nomme un groupe inconnu.",
                "This consent does not name the site’s identity, or names an unknown group.",
            )
        )
    _end(actor, held, now)
    consent = Consent.objects.create(
        site=held,
        organisation_id=actor.organisation_id,
        groups=chosen,
        given_by_id=actor.membership_id,
        given_at=now,
    )
    held.visibility = Site.Visibility.PUBLIC
    held.save(update_fields=["visibility"])
    bump(now)
    content = {"groups": chosen}
    append(actor, "sites.consent_given", ("site", held.identifier), content, now=now)
    return consent


@transaction.atomic
def withdraw_consent(actor: Actor, site: Site, now: datetime, *, seen: int | None = None) -> Site:
    """Take a site back from the public at once; what public pages say of it stays named.

    Raises
    ------
    BadConsent
        When no consent is in force.
    ConsentMoved
        When somebody gave or withdrew a consent since the person read it.
    """
    held = _locked(actor, site)
    _refuse_moved(held, seen)
    ended = _end(actor, held, now)
    if not ended:
        raise BadConsent(
            Text("Aucun accord n’est en vigueur.", "No consent is in force."),
        )
    if not held.public_pages:
        held.visibility = Site.Visibility.PRIVATE
        held.save(update_fields=["visibility"])
    bump(now)
    append(actor, "sites.consent_withdrawn", ("site", held.identifier), {"ended": ended}, now=now)
    return held


def _locked(actor: Actor, site: Site) -> Site:
    held = Site.objects.select_for_update().get(pk=site.pk)
    if not permissions.may_consent(actor, held):
        raise PermissionDenied
    return held


def _refuse_moved(site: Site, seen: int | None) -> None:
    if seen is None:
        return
    consents = Consent.objects.filter(site=site).select_related(
        "organisation", "withdrawn_by__organisation"
    )
    in_force = consents.filter(withdrawn_at=None).first()
    if seen == (in_force.pk if in_force else 0):
        return
    if in_force is not None:
        raise ConsentMoved(in_force.organisation.name, in_force.given_at, is_given=True)
    last = consents.exclude(withdrawn_at=None).order_by("-withdrawn_at").first()
    if last is not None and last.withdrawn_at is not None:
        who = last.withdrawn_by.organisation.name if last.withdrawn_by else "—"
        raise ConsentMoved(who, last.withdrawn_at, is_given=False)


def _end(actor: Actor, site: Site, now: datetime) -> int:
    in_force = Consent.objects.filter(site=site, withdrawn_at=None)
    return in_force.update(withdrawn_at=now, withdrawn_by_id=actor.membership_id)
