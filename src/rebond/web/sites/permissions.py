"""Who may do what in the registry of sites; which sites one sees is in `queries.visible`."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, Kind
from rebond.web.sites.models import Delivery, Site

MANAGING = APPLICANTS - {Kind.FIRM}
"""Kinds that may manage sites: those who file dossiers, but firms."""
CONSENTING = frozenset({Kind.COMMUNE, Kind.EPCI, Kind.EPT})
"""Local authorities: they decide what is public about land of their territory."""
AUTHORITIES = CONSENTING | {
    Kind.DEPARTEMENT,
    Kind.REGION,
    Kind.PREFECTURE_REGION,
    Kind.PREFECTURE_DEPARTEMENT,
}
"""Kinds that see the private sites of their territory."""
TAKING = CONSENTING | {Kind.DEPARTEMENT, Kind.REGION}
"""Kinds that may take up, inside their territory, a site that nobody manages: elected authorities."""


def may_open_registry(actor: Actor) -> bool:
    """Whether the actor has a registry of their own: managers, local authorities, the national team."""
    return actor.kind in MANAGING or actor.is_national


def may_import(actor: Actor) -> bool:
    """Whether the actor may deliver files and enter sites."""
    return may_open_registry(actor) and actor.may_write


def may_handle_delivery(actor: Actor, delivery: Delivery) -> bool:
    """Whether the actor may apply or abandon a delivery: the organisation that sent it."""
    return delivery.organisation_id == actor.organisation_id and may_import(actor)


def manages(actor: Actor, site: Site) -> bool:
    """Whether the site is the actor's own, in any role; those of nobody are the national team's."""
    if site.manager_id is not None:
        return site.manager_id == actor.organisation_id
    return actor.is_national


def may_edit(actor: Actor, site: Site) -> bool:
    """Whether the actor may change values, lots, plan and history of a site."""
    return manages(actor, site) and actor.may_write


def covers(actor: Actor, site: Site) -> bool:
    """Whether the actor's territory touches the site."""
    if actor.is_everywhere:
        return True
    return any((one.kind, one.code) in actor.scopes for one in site.places.all())


def may_consent(actor: Actor, site: Site) -> bool:
    """Whether the actor decides what is public: a local authority that manages the site or covers it."""
    if not actor.may_write or actor.kind not in CONSENTING:
        return False
    return site.manager_id == actor.organisation_id or covers(actor, site)


def may_entrust(actor: Actor) -> bool:
    """Whether the actor names who manages a site that nobody manages."""
    return actor.is_national and actor.may_write


def may_answer_report(actor: Actor, site: Site) -> bool:
    """Whether the actor answers what people report about a site."""
    return may_edit(actor, site)
