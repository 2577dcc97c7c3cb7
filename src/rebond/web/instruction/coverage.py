"""Which services a dossier's places fall under, and where a service's territory reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

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
    """Return the services that may be asked about one dossier."""
    return offered_to([dossier])


def offered_to(dossiers: Iterable[Dossier]) -> Offered:
    """Return the services whose scope covers a place of a dossier, then those of the whole country."""
    places = DossierPlace.objects.filter(
        dossier__in=list(dossiers), kind=OuterRef("kind"), code=OuterRef("code")
    )
    scopes = Scope.objects.filter(Exists(places)).values("organisation")
    services = Organisation.objects.filter(kind__in=SERVICES, closed_at=None)
    near = tuple(services.filter(pk__in=scopes).order_by("kind", "name"))
    country = Scope.objects.filter(kind=Scope.COUNTRY[0], code=Scope.COUNTRY[1])
    known = {one.pk for one in near}
    found = services.filter(pk__in=country.values("organisation")).order_by("kind", "name")
    return Offered(near, tuple(one for one in found if one.pk not in known))
