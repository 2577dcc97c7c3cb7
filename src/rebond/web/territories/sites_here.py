"""The sites of the registry that everyone may place in a territory."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from rebond.web.sites.groups import IDENTITY
from rebond.web.sites.models import Consent, Site, SitePlace
from rebond.web.sites.queries import public_derived, visible, with_public
from rebond.web.territories.ground import Ground
from rebond.web.territories.labels_here import is_published_in

SHOWN = 25
READ_FIRST, GROWTH = 50, 10


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site, as everyone may read it."""

    identifier: str
    name: str
    commune_code: str | None
    gross_ha: Decimal | None
    free_ha: Decimal | None
    is_fictitious: bool


@dataclass(frozen=True, slots=True)
class Sites:
    """The first sites of the place, by name."""

    rows: tuple[SiteRow, ...]
    has_more: bool

    @property
    def count(self) -> int:
        """How many are listed."""
        return len(self.rows)


def sites_here(ground: Ground) -> Sites:
    """Return the public sites that everyone may place here, the first by name.

    The database knows which sites are here, not which everyone may place: rows are read by growing parts
    until there are enough. Two queries where everyone may place most of them.
    """
    inside = SitePlace.objects.filter(ground.within()).values("site")
    consent = Consent.objects.filter(site=OuterRef("pk"), withdrawn_at=None)
    found = (
        with_public(visible(None).filter(pk__in=inside))
        .filter(Exists(consent) | ~Q(public_pages={}))
        .order_by("is_fictitious", "name", "identifier")
    )
    rows: list[SiteRow] = []
    start, size, is_more = 0, READ_FIRST, True
    while is_more and len(rows) <= SHOWN:
        batch = list(found[start : start + size])
        is_more = len(batch) == size
        start, size = start + size, size * GROWTH
        rows += [
            _row(one)
            for one in batch
            if IDENTITY in {group for each in one.consents_in_force for group in each.groups}
            or is_published_in(one, ground)
        ]
    return Sites(tuple(rows[:SHOWN]), len(rows) > SHOWN)


def _row(site: Site) -> SiteRow:
    shown = public_derived(site)
    return SiteRow(
        identifier=site.identifier,
        name=str(shown["name"] or site.identifier),
        commune_code=shown["commune_code"] or None,
        gross_ha=shown["gross_ha"],
        free_ha=shown["free_ha"],
        is_fictitious=site.is_fictitious,
    )
