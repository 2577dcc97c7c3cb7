"""Who may do what with organisations and the people in them."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership, Organisation


def is_administrator(actor: Actor) -> bool:
    """Return whether a person administers the accounts of the organisation acted for."""
    return actor.role == Role.ADMINISTRATOR


def may_run_organisations(actor: Actor) -> bool:
    """Return whether a person creates, corrects and closes organisations: the national team's administrators."""
    return actor.is_national and is_administrator(actor)


def may_administer(actor: Actor, organisation: Organisation) -> bool:
    """Return whether a person invites, changes roles and ends memberships in an organisation."""
    is_own = actor.organisation_id == organisation.pk and is_administrator(actor)
    return is_own or may_run_organisations(actor)


def may_register_siren(actor: Actor, organisation: Organisation) -> bool:
    """Return whether a person writes an organisation’s SIREN: its administrator once, then the national team."""
    if organisation.closed_at is not None:
        return False
    is_first = not organisation.siren and may_administer(actor, organisation)
    return is_first or may_run_organisations(actor)


def may_end(actor: Actor, membership: Membership) -> bool:
    """Return whether a person ends a membership: one’s own, or one that is administered."""
    return actor.membership_id == membership.pk or may_administer(actor, membership.organisation)
