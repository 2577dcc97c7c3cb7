"""Which services a dossier's places fall under, and where a service's territory reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from rebond.web.accounts.kinds import SERVICES
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.dossiers.models import Dossier, DossierPlace


def reach(
    dossiers: Iterable[Dossier], services: Iterable[Organisation]
) -> frozenset[tuple[int, int]]:
    """Return the pairs (dossier, service) where the service covers one place, or the whole country."""
    scopes: dict[tuple[str, str], set[int]] = defaultdict(set)
    asked = [one.pk for one in services]
    for service, kind, code in Scope.objects.filter(organisation__in=asked).values_list(
        "organisation_id", "kind", "code"
    ):
        scopes[kind, code].add(service)
    everywhere = scopes.get(Scope.COUNTRY, set())
    keys = [one.pk for one in dossiers]
    found = {(dossier, service) for dossier in keys for service in everywhere}
    for dossier, kind, code in DossierPlace.objects.filter(dossier__in=keys).values_list(
        "dossier_id", "kind", "code"
    ):
        found |= {(dossier, service) for service in scopes.get((kind, code), ())}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Offered:
    """Services that may be asked about a dossier: those of its territory first."""

    near: tuple[Organisation, ...]
    everywhere: tuple[Organisation, ...]


def offered(dossier: Dossier) -> Offered:
    """Return the services whose scope covers a place of the dossier, then those of the whole country."""
    places = list(dossier.places.values_list("kind", "code"))
    services = Organisation.objects.filter(kind__in=SERVICES, closed_at=None)
    here = Q(pk__in=[])
    for kind, code in places:
        here |= Q(kind=kind, code=code)
    near = services.filter(pk__in=Scope.objects.filter(here).values("organisation"))
    national = services.filter(
        pk__in=Scope.objects.filter(kind=Scope.COUNTRY[0], code=Scope.COUNTRY[1]).values(
            "organisation"
        )
    )
    first: Sequence[Organisation] = list(near.order_by("kind", "name"))
    known = {one.pk for one in first}
    others = [one for one in national.order_by("kind", "name") if one.pk not in known]
    return Offered(tuple(first), tuple(others))
