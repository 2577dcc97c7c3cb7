"""Reading the registry: which sites one sees, and what of them is public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.enquiries.models import Recipient
from rebond.web.sites import published
from rebond.web.sites.groups import DERIVED_GROUPS, IDENTITY, group_of
from rebond.web.sites.models import Consent, Delivery, Site, SiteEvent, SitePlace
from rebond.web.sites.permissions import AUTHORITIES, CONSENTING

IN_FORCE = "consents_in_force"


def visible(actor: Actor | None) -> QuerySet[Site]:
    """Return the sites that one sees: public ones, one's own, those of one's territory."""
    return Site.objects.filter(_seen_by(actor))


def _seen_by(actor: Actor | None) -> Q:
    public = Q(visibility=Site.Visibility.PUBLIC)
    if actor is None:
        return public
    if actor.is_national:
        return Q()
    seen = public | Q(manager=actor.organisation_id)
    if actor.kind in AUTHORITIES:
        seen |= _touching(actor)
    return seen


def _touching(actor: Actor) -> Q:
    """Return the condition that a site touches the actor's territory."""
    if actor.is_everywhere:
        return Q()
    places = Q(pk__in=[])
    for kind, code in sorted(actor.scopes):
        places |= Q(kind=kind, code=code)
    return Q(Exists(SitePlace.objects.filter(places, site=OuterRef("pk"))))


def managed(actor: Actor) -> QuerySet[Site]:
    """Return the sites that one manages; those of nobody are the national team's."""
    mine = Q(manager=actor.organisation_id)
    return Site.objects.filter(mine | Q(manager=None) if actor.is_national else mine)


def with_public(sites: QuerySet[Site]) -> QuerySet[Site]:
    """Return sites with what `public_values` reads, in a constant number of queries."""
    in_force = Consent.objects.filter(withdrawn_at=None)
    return sites.select_related("delivery__organisation", "manager").prefetch_related(
        Prefetch("consents", queryset=in_force, to_attr=IN_FORCE)
    )


def consented_groups(sites: Iterable[int] | None = None) -> Mapping[int, frozenset[str]]:
    """Return the groups consented to by the key of each site; of all sites by default."""
    in_force = Consent.objects.filter(withdrawn_at=None)
    if sites is not None:
        in_force = in_force.filter(site__in=list(sites))
    found: dict[int, frozenset[str]] = {}
    for key, groups in in_force.values_list("site_id", "groups").iterator(chunk_size=2_000):
        found[key] = found.get(key, frozenset()) | frozenset(groups)
    return found


def public_groups(site: Site) -> frozenset[str]:
    """Return the groups of a site that are consented to; none of a private site.

    What public pages name is public besides, but as they say it: see `public_values` and `public_identity`.
    """
    if site.visibility != Site.Visibility.PUBLIC:
        return frozenset()
    consents = getattr(site, IN_FORCE, None)
    if consents is None:
        consents = [one for one in site.consents.all() if one.withdrawn_at is None]
    return frozenset(group for one in consents for group in one.groups)


def is_named(site: Site) -> bool:
    """Whether everyone may read the site's name and place, by consent or because public pages give them."""
    return bool(site.public_pages) or IDENTITY in public_groups(site)


def is_public_field(site: Site, field: str, groups: frozenset[str]) -> bool:
    """Whether everyone may read a field: its group is consented to, or a public page says it."""
    if group_of(field) in groups:
        return True
    is_page = bool(site.public_pages) and site.delivery.origin == Delivery.Origin.OPEN_DATA
    return is_page and field in site.values and field not in site.provenance


def public_values(site: Site) -> dict[str, Any]:
    """Return the values of the standard and of the extension that everyone may read.

    Every public page, search, export and document reads a site through this. Without consent to the identity,
    a site that public pages name is named as they name it, whatever its manager wrote since.
    """
    if site.visibility != Site.Visibility.PUBLIC:
        return {}
    return values_open(site, site.values, site.extension, site.public_pages)


def values_open(
    site: Site,
    values: Mapping[str, Any],
    extension: Mapping[str, Any],
    pages: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what of some values of a site, today's or earlier ones, everyone may read."""
    groups = public_groups(site)
    named = published.identity_of(site.identifier, pages) if pages else {}
    shown = {} if IDENTITY in groups else named
    for field, value in {**values, **extension}.items():
        if field not in shown and is_public_field(site, field, groups):
            shown[field] = value
    return shown


def public_identity(site: Site) -> dict[str, Any]:
    """Return the columns that name and place the site, as everyone may read them; None where they may not."""
    if site.visibility != Site.Visibility.PUBLIC:
        return dict(published.UNKNOWN)
    if IDENTITY in public_groups(site):
        return {name: getattr(site, name) for name in published.IDENTITY_COLUMNS}
    return published.columns_of(site.public_pages)


def public_derived(site: Site) -> dict[str, Any]:
    """Return the derived columns, those of groups that are not public as None."""
    values = public_values(site)
    groups = public_groups(site)
    shown = {
        column: getattr(site, column) if group in groups else None
        for column, group in DERIVED_GROUPS.items()
    }
    if "site_surf_brute" in values:
        shown["gross_ha"] = site.gross_ha
    return shown | public_identity(site)


def events_of(actor: Actor, site: Site) -> QuerySet[SiteEvent]:
    """Return the history of a site that one opens: what an enquiry told in confidence is its recipients'."""
    found = site.events.all()
    if site.manager_id == actor.organisation_id:
        return found
    received = Recipient.objects.filter(organisation=actor.organisation_id)
    by_office = received.exclude(rule=Recipient.Rule.MANAGER)
    mine = by_office.values("enquiry__reference")
    return found.filter(Q(is_public=True) | Q(enquiry_reference="") | Q(enquiry_reference__in=mine))


def readable_whole(actor: Actor) -> QuerySet[Site]:
    """Return the sites of which one reads every value: one's own, those of one's territory; not public parts."""
    if actor.is_national:
        return Site.objects.all()
    seen = Q(manager=actor.organisation_id)
    if actor.kind in AUTHORITIES:
        seen |= _touching(actor)
    return Site.objects.filter(seen)


def opened_by(actor: Actor) -> QuerySet[Site]:
    """Return the sites that one has a page to manage: one's own, and those that one consents for."""
    if actor.is_national:
        return Site.objects.all()
    seen = Q(manager=actor.organisation_id)
    if actor.kind in CONSENTING:
        seen |= _touching(actor)
    return Site.objects.filter(seen)
