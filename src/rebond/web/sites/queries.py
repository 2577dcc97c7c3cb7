"""Reading the registry: which sites one sees, and what of them is public."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.sites.groups import DERIVED_GROUPS, IDENTITY, LOTS, group_of
from rebond.web.sites.models import Consent, Delivery, Site, SitePlace
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
    """Return the groups of a site that everyone may read; none of a private site."""
    if site.visibility != Site.Visibility.PUBLIC:
        return frozenset()
    consents = getattr(site, IN_FORCE, None)
    if consents is None:
        consents = [one for one in site.consents.all() if one.withdrawn_at is None]
    groups = frozenset(group for one in consents for group in one.groups)
    # What public pages name needs nobody's consent to be named.
    return groups | {IDENTITY} if site.public_pages else groups


def is_public_field(site: Site, field: str, groups: frozenset[str]) -> bool:
    """Whether everyone may read a field: its group is consented to, or a public page says it."""
    if group_of(field) in groups:
        return True
    is_page = bool(site.public_pages) and site.delivery.origin == Delivery.Origin.OPEN_DATA
    return is_page and field in site.values and field not in site.provenance


def public_values(site: Site) -> dict[str, Any]:
    """Return the values of the standard and of the extension that everyone may read.

    Every public page, search, export and document reads a site through this.
    """
    if site.visibility != Site.Visibility.PUBLIC:
        return {}
    groups = public_groups(site)
    return {
        field: value
        for field, value in {**site.values, **site.extension}.items()
        if is_public_field(site, field, groups)
    }


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
    return shown


def public_lots(site: Site) -> list[dict[str, Any]]:
    """Return the values of the lots that everyone may read: of each field, when its group is."""
    groups = public_groups(site)
    if LOTS not in groups:
        return []
    return [
        {field: value for field, value in lot.values.items() if group_of(field) in groups}
        for lot in site.lots.all()
    ]


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
