"""Who answers for a site that nobody managed: an authority that takes it up, or whom the national team names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.journal.services import append
from rebond.web.notices import services as notices
from rebond.web.sites import permissions
from rebond.web.sites.changes import bump
from rebond.web.sites.errors import NoSuchManager, SiteManaged
from rebond.web.sites.models import Site, SitePlace

COMMUNITIES = ("epci", "ept")


@transaction.atomic
def entrust(actor: Actor, site: Site, slug: str, now: datetime) -> Site:
    """Name who manages a site that nobody manages; its open contacts follow.

    Raises
    ------
    SiteManaged, NoSuchManager
    """
    if not permissions.may_entrust(actor):
        raise PermissionDenied
    held = Site.objects.select_for_update().get(pk=site.pk)
    if held.manager_id is not None:
        raise SiteManaged(held.manager.name if held.manager else "")
    able = Organisation.objects.filter(kind__in=permissions.MANAGING, closed_at=None)
    chosen = able.filter(slug=slug.strip()).first()
    if chosen is None:
        raise NoSuchManager(slug.strip()[:60])
    held.manager = chosen
    held.save(update_fields=["manager"])
    bump(now)
    content = {"organisation": chosen.slug}
    append(actor, "sites.entrusted", ("site", held.identifier), content, now=now)
    tell_taken([held], chosen, now, without={actor.organisation_id})
    return held


def tell_taken(
    sites: Sequence[Site], organisation: Organisation, now: datetime, *, without: set[int]
) -> None:
    """Tell the national team, the territory's community and the new manager who answers for sites now."""
    for key, one in _recipients(sites, organisation).items():
        if key in without:
            continue
        rest = f" (+ {len(one) - 1})" if len(one) > 1 else ""
        notices.tell_organisation(
            key,
            "sites.taken",
            ("site", one[0].identifier),
            address=f"/registre/sites/{one[0].identifier}/",
            facts={
                "title": (one[0].name or one[0].identifier) + rest,
                "organisation": organisation.name,
            },
            now=now,
        )


def _recipients(sites: Sequence[Site], organisation: Organisation) -> dict[int, list[Site]]:
    """Return the sites to tell each organisation of."""
    team = Organisation.objects.filter(kind=Kind.NATIONAL_TEAM, closed_at=None)
    keys = [*team.values_list("pk", flat=True), organisation.pk]
    found = {key: list(sites) for key in keys}
    places = SitePlace.objects.filter(site__in=sites, kind__in=COMMUNITIES)
    by_place: dict[tuple[str, str], list[Site]] = {}
    by_key = {one.pk: one for one in sites}
    for key, kind, code in places.values_list("site_id", "kind", "code"):
        by_place.setdefault((kind, code), []).append(by_key[key])
    named = Q(pk__in=[])
    for kind, code in by_place:
        named |= Q(scopes__kind=kind, scopes__code=code)
    authorities = Organisation.objects.filter(named, kind__in=(Kind.EPCI, Kind.EPT), closed_at=None)
    for key, kind, code in authorities.values_list("pk", "scopes__kind", "scopes__code"):
        if (kind, code) in by_place and key not in found:
            found[key] = by_place[kind, code]
    return found
