"""Who reads an enquiry, who acts on it: by the rule that made the organisation a recipient."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, Kind
from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.sites.models import Site

RECEIVERS = APPLICANTS | {Kind.AGENCY, Kind.NATIONAL_TEAM}
"""Kinds that may manage a site, or receive enquiries by rule."""
INVESTORS = frozenset({Kind.INVESTOR, Kind.FIRM})
"""Kinds whose organisation is linked to what their people ask."""


def may_open_desk(actor: Actor) -> bool:
    """Whether the organisation may receive enquiries at all."""
    if actor.kind in RECEIVERS:
        return True
    return Recipient.objects.filter(organisation=actor.organisation_id).exists()


def is_managed(site: Site) -> bool:
    """Whether an organisation that still works here manages the site."""
    return site.manager is not None and site.manager.closed_at is None


def rule_of(actor: Actor, enquiry: Enquiry) -> str:
    """Return by which rule the actor's organisation receives an enquiry; empty when it does not.

    A manager that no longer manages the site is no recipient any more.
    """
    rule: str = (
        Recipient.objects.filter(enquiry=enquiry, organisation=actor.organisation_id)
        .values_list("rule", flat=True)
        .first()
        or ""
    )
    if rule == Recipient.Rule.MANAGER and enquiry.site.manager_id != actor.organisation_id:
        return ""
    return rule


def may_read(actor: Actor, enquiry: Enquiry) -> bool:
    """Whether the actor may know of an enquiry."""
    return enquiry.confirmed_at is not None and rule_of(actor, enquiry) != ""


def may_note(actor: Actor, enquiry: Enquiry) -> bool:
    """Whether the actor may write a note between recipients."""
    return actor.may_write and may_read(actor, enquiry)


def may_act(actor: Actor, enquiry: Enquiry) -> bool:
    """Whether the actor may answer and move: the site's manager; the national team where there is none."""
    if not actor.may_write or enquiry.confirmed_at is None:
        return False
    rule = rule_of(actor, enquiry)
    if rule == Recipient.Rule.MANAGER:
        return True
    return rule == Recipient.Rule.NATIONAL and not is_managed(enquiry.site)


def may_see_all_figures(actor: Actor) -> bool:
    """Whether small counts are shown to the actor: the national team."""
    return actor.is_national
