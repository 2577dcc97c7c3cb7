"""The organisations around a site, read for the rule that chooses among them."""

from __future__ import annotations

from django.db.models import Q

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.enquiries.rules import Parties
from rebond.web.sites.models import Site


def parties_of(site: Site) -> Parties:
    """Return a site's manager, the agencies whose territory holds it, and the national team, all open."""
    manager = site.manager
    places = Q(kind=Scope.COUNTRY[0], code=Scope.COUNTRY[1])
    for kind, code in site.places.values_list("kind", "code"):
        places |= Q(kind=kind, code=code)
    agencies: dict[str, list[int]] = {}
    scopes = Scope.objects.filter(
        places, organisation__kind=Kind.AGENCY, organisation__closed_at=None
    )
    for kind, one in scopes.order_by("organisation_id").values_list("kind", "organisation_id"):
        agencies.setdefault(kind, []).append(one)
    team = Organisation.objects.filter(kind=Kind.NATIONAL_TEAM, closed_at=None).order_by("pk")
    return Parties(
        manager=manager.pk if manager is not None and manager.closed_at is None else None,
        agencies={kind: tuple(dict.fromkeys(found)) for kind, found in agencies.items()},
        team=tuple(team.values_list("pk", flat=True)),
    )
