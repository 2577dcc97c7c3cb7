"""What the public page of a site says, in the language in force: read once, shown as page and as sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rebond.errors import RebondError
from rebond.sitefiles import TABLES
from rebond.territory import PlaceKey
from rebond.web.dossiers.evidence import Seen
from rebond.web.enquiries.naming import public_organisation
from rebond.web.labels.queries import Followed, labels_of
from rebond.web.sites import choices, published, queries
from rebond.web.sites.area_origins import area_origin
from rebond.web.sites.groups import (
    ACCESS,
    ACTIVITIES,
    CONSTRAINTS,
    IDENTITY,
    LOTS,
    UTILITIES,
)
from rebond.web.sites.models import Lot, Site
from rebond.web.sites.page_around import around
from rebond.web.sites.page_history import Line, history
from rebond.web.sites.page_plan import Ready, ready_of
from rebond.web.sites.page_values import (
    Behind,
    Reading,
    Shown,
    number_text,
    reading,
    value_text,
)
from rebond.web.territories.places import atlas
from rebond.web.theme import writing

MOST_LOTS = 50
AREAS = (
    ("gross", "gross_ha"),
    ("sellable", "sellable_ha"),
    ("free", "free_ha"),
    ("largest", "largest_lot_ha"),
)
NAMED_ELSEWHERE = frozenset(
    {
        "site_nom", "site_comm_nom", "site_comm_insee", "other_communes", "site_epci_siren",
        "site_identif_date", "site_actu_date", "source_producteur", "maturity_tier",
        "ready_p50_on", "ready_p80_on",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """One of the four areas, with what it means."""

    code: str
    title: str
    definition: str
    shown: str
    behind: Behind | None
    is_from_lots: bool


@dataclass(frozen=True, slots=True)
class LotRow:
    """One lot: its area, its stage, and whether it is free."""

    identifier: str
    area: str
    servicing: str
    sale: str
    occupation: str
    is_free: bool | None
    behind: Behind


@dataclass(frozen=True, slots=True)
class SitePage:
    """Everything that the page and the sheet say."""

    site: Site
    on: date
    title: str
    where: str
    answer: str
    groups: frozenset[str]
    labels: Sequence[Followed]
    areas: Sequence[Area]
    loose_area: str
    """An area that a public page gives without saying which; empty otherwise."""
    lots: Sequence[LotRow]
    lot_count: int
    are_lots_published: bool
    ready: Ready | None
    identity: Shown
    utilities: Shown
    access: Shown
    activities: Shown
    constraints: Shown
    around: Sequence[Seen]
    point: tuple[float, float] | None
    """Longitude and latitude that may be shown."""
    is_place_of_commune: bool
    documents: Sequence[tuple[str, str]]
    manager: str
    history: Sequence[Line]
    pages: Sequence[str]
    stated_on: date | None
    is_vouched: bool
    """Whether an organisation stands behind the data."""

    @property
    def has_place(self) -> bool:
        """Whether the site has a point that may be shown."""
        return self.point is not None


def page_of(site: Site, on: date) -> SitePage:
    """Gather what is public of a site that everyone may see; a constant number of queries.

    Parameters
    ----------
    site : Site
        With what `queries.with_public` reads.
    on : date
    """
    groups = queries.public_groups(site)
    values, derived = queries.public_values(site), queries.public_derived(site)
    stood = list(site.lots.select_related("delivery__organisation").order_by("identifier"))
    read = reading(site, values, on, stood)
    labels = labels_of(site, on)
    ready = ready_of(site, groups, on)
    is_known = queries.is_named(site)
    lots = [_lot(one, read) for one in stood] if LOTS in groups else []
    pages = site.public_pages if is_known else {}
    loose = _loose_area(pages, derived)
    title = _title(site.identifier, values, pages) if is_known else site.identifier
    longitude, latitude = derived["longitude"], derived["latitude"]
    return SitePage(
        site=site,
        on=on,
        title=title,
        where=_where(derived, values, pages) if is_known else "",
        answer=_answer(values, pages, derived, loose, ready, is_known=is_known),
        groups=groups,
        labels=labels,
        areas=_areas(site, read, derived, stood),
        loose_area=loose,
        lots=lots[:MOST_LOTS],
        lot_count=len(lots),
        are_lots_published=LOTS in groups,
        ready=ready,
        identity=read.shown(IDENTITY, groups, NAMED_ELSEWHERE),
        utilities=read.shown(UTILITIES, groups),
        access=read.shown(ACCESS, groups),
        activities=read.shown(ACTIVITIES, groups),
        constraints=read.shown(CONSTRAINTS, groups),
        around=around(longitude, latitude, on),
        point=None if longitude is None or latitude is None else (longitude, latitude),
        is_place_of_commune=bool(derived["is_located_by_commune"]),
        documents=_documents(values),
        manager=_manager(site),
        history=history(site, labels),
        pages=pages.get("source_url") or [],
        stated_on=site.stated_on,
        is_vouched=site.delivery.organisation is not None,
    )


def _communes(values: Mapping[str, Any], pages: Mapping[str, Any]) -> list[str]:
    return [one.name for one in published.communes_named(values, pages)]


def _title(identifier: str, values: Mapping[str, Any], pages: Mapping[str, Any]) -> str:
    """Return the site's name; without one, its commune, and without any its identifier."""
    name = str(values.get("site_nom") or pages.get("name") or "")
    if name:
        return name
    communes = _communes(values, pages)
    if communes:
        return _("Site sans nom connu à %(commune)s") % {"commune": communes[0]}
    return identifier


def _where(derived: Mapping[str, Any], values: Mapping[str, Any], pages: Mapping[str, Any]) -> str:
    communes = _communes(values, pages)
    parts = [_and(communes) if communes else _("commune non établie")]
    region = derived["region_code"]
    departements = published.departements_named(values, pages)
    told = [(_name("departement", one), one) for one in departements]
    if told:
        parts.append(_and([f"{name} ({code})" if name else code for name, code in told]))
    if region:
        parts.append(_name("region", region) or region)
    return ", ".join(parts)


def _name(kind: str, code: str) -> str:
    try:
        return str(atlas().place(PlaceKey(kind, code)).name)
    except (RebondError, ValueError):
        return ""


def _and(words: Sequence[str]) -> str:
    if len(words) < 2:  # noqa: PLR2004 - a list begins at two
        return "".join(words)
    return _("%(first)s et %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def _hectares(area: Decimal | float | None) -> str:
    return "" if area is None else number_text(float(area), "ha")


def _loose_area(pages: Mapping[str, Any], derived: Mapping[str, Any]) -> str:
    area = pages.get("area_ha")
    if area is None or pages.get("area_kind") != "unspecified" or derived["gross_ha"] is not None:
        return ""
    return _hectares(area)


def _answer(
    values: Mapping[str, Any],
    pages: Mapping[str, Any],
    derived: Mapping[str, Any],
    loose: str,
    ready: Ready | None,
    *,
    is_known: bool,
) -> str:
    """Return what the site is, how much is free in one piece, and when a factory could run."""
    kind = str(pages.get("site_type") or values.get("site_type") or "") if is_known else ""
    what = choices.said(kind) if kind not in {"", "inconnu", "autre", "sans objet"} else _("site")
    what = what[:1].upper() + what[1:]
    gross = _hectares(derived["gross_ha"])
    if gross:
        what = _("%(what)s de %(area)s") % {"what": what, "area": gross}
    elif loose:
        what = _("%(what)s de %(area)s (superficie de nature non précisée)") % {
            "what": what,
            "area": loose,
        }
    else:
        what = _("%(what)s de superficie non établie") % {"what": what}
    largest = derived["largest_lot_ha"]
    if largest is None:
        free = _("surface libre d’un seul tenant non établie")
    elif largest == 0:
        free = _("aucun lot libre")
    else:
        free = _("jusqu’à %(area)s libres d’un seul tenant") % {"area": _hectares(largest)}
    if ready is None:
        when = _("date de mise en service possible non établie")
    elif ready.is_estimate:
        when = _(
            "aucune date n’est établie par un gestionnaire (plus bas, une estimation sous nos hypothèses)"
        )
    else:
        when = _(
            "une usine pourrait y fonctionner une fois sur deux au plus tard le %(half)s, huit fois sur dix le %(likely)s"
        ) % {"half": writing.day(ready.half_on), "likely": writing.day(ready.likely_on)}
    return _("%(what)s ; %(free)s ; %(when)s.") % {"what": what, "free": free, "when": when}


def _areas(
    site: Site, read: Reading, derived: Mapping[str, Any], stood: Sequence[Lot]
) -> list[Area]:
    words = {
        "gross": (
            _("Superficie totale"),
            _("Toute l’emprise du site, voirie et espaces naturels compris."),
        ),
        "sellable": (
            _("Superficie cessible"),
            _("Ce qui peut être vendu ou loué à des entreprises, occupé ou non."),
        ),
        "free": (_("Libre aujourd’hui"), _("Ce qui est à vendre et que personne n’occupe.")),
        "largest": (
            _("Plus grand lot libre"),
            _("La plus grande surface libre d’un seul tenant : la taille d’usine possible."),
        ),
    }
    found = []
    for code, column in AREAS:
        area = derived[column]
        origin = area_origin(site, column, stood) if area is not None else None
        behind = read.told(origin.provenance, origin.field) if origin is not None else None
        is_from_lots = origin is not None and origin.is_from_lots
        title, definition = words[code]
        found.append(Area(code, title, definition, _hectares(area), behind, is_from_lots))
    return found


def _lot(lot: Lot, site: Reading) -> LotRow:
    fields = {one.name: one for one in TABLES["terrain-eco"].fields}
    read = Reading(lot, lot.values, site.names, site.on)

    def said(name: str) -> str:
        return value_text(fields[name], lot.values.get(name))

    return LotRow(
        identifier=lot.identifier,
        area=_hectares(lot.gross_ha),
        servicing=said("terr_stade_amngt"),
        sale=said("terr_stade_comm"),
        occupation=said("terr_etat_occup"),
        is_free=lot.is_free,
        behind=read.behind("terr_stade_comm"),
    )


def _documents(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    titles = {"site_url": _("Page du site"), "site_media": _("Photo ou vidéo")}
    return [
        (title, str(values[name]))
        for name, title in titles.items()
        if str(values.get(name, "")).startswith(("https://", "http://"))
    ]


def _manager(site: Site) -> str:
    """Return who answers for the site; a private owner is not named, for it may be a person."""
    if site.manager is None:
        return ""
    return public_organisation(site.manager)
