"""Sites, lots and labels as datasets: what everyone may read of them, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import shapely
from django.db.models import Count, Max, Prefetch, Q, QuerySet

from rebond.sitefiles.tables import TABLES, Field
from rebond.texts import Text
from rebond.web.clock import today
from rebond.web.labels.folding import STATE_TEXTS, state_on
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.publishing.dataset import OPEN_LICENCE, Column, Dataset, Row, Type
from rebond.web.publishing.registry_dates import labels_changed, lots_changed, sites_changed
from rebond.web.sites import changes, exporting, published, tables
from rebond.web.sites.groups import PERSONAL
from rebond.web.sites.models import Consent, Lot, Site
from rebond.web.sites.queries import (
    is_named,
    public_derived,
    public_groups,
    public_values,
    with_public,
)

CHUNK = 1_000
MIDDLE, LATE = exporting.MIDDLE, exporting.LATE
_TYPES: dict[str, Type] = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "date": "date",
    "year": "integer",
}
OWN = ("name", "commune_code", "departement_code", "region_code")
AREAS = ("gross_ha", "sellable_ha", "free_ha", "largest_lot_ha")


def columns_of(table: str, *, but: frozenset[str] = frozenset()) -> tuple[Column, ...]:
    """Return the columns of a table of the standard or of our extension, without places and people."""
    return tuple(
        _column(one)
        for one in TABLES[table].fields
        if not one.is_geometry and one.name not in PERSONAL | but
    )


def _column(one: Field) -> Column:
    return Column(
        one.name,
        _TYPES[one.type],
        one.title,
        one.description if one.description.fr else None,
        choices=one.choices if one.is_enforced else (),
        pattern=one.pattern or "",
        unit=one.unit or "",
    )


def _area(name: str, title: Text) -> Column:
    return Column(name, "number", title, unit="ha")


SITE_COLUMNS = (
    Column(
        "identifier", "string", Text("identifiant du site", "identifier of the site"), required=True
    ),
    Column("name", "string", Text("nom", "name")),
    Column("commune_code", "string", Text("code de la commune", "code of the commune")),
    Column("departement_code", "string", Text("code du département", "code of the département")),
    Column("commune_codes", "string", Text("toutes ses communes", "all its communes")),
    Column("departement_codes", "string", Text("tous ses départements", "all its départements")),
    Column("region_code", "string", Text("code de la région", "code of the région")),
    _area("gross_ha", Text("superficie totale", "gross area")),
    _area("sellable_ha", Text("superficie cessible", "sellable area")),
    _area("free_ha", Text("superficie libre", "area free now")),
    _area("largest_lot_ha", Text("plus grand lot libre", "largest free lot")),
    Column("is_brownfield", "boolean", Text("friche", "brownfield")),
    Column("tier", "integer", Text("palier de maturité", "maturity tier")),
    Column("ready_p50_on", "date", Text("prêt à 50 % de chances le", "ready with 50 % chance on")),
    Column("ready_p80_on", "date", Text("prêt à 80 % de chances le", "ready with 80 % chance on")),
    Column(
        "is_located_by_commune",
        "boolean",
        Text("situé par le centre de sa commune", "placed at the centre of its commune"),
    ),
    Column("stated_on", "date", Text("valeurs du", "values of")),
    Column("source_url", "string", Text("pages publiques", "public pages")),
    *columns_of("site-eco"),
    *columns_of(
        "rebond-extension",
        but=frozenset({"site_id", "maturity_tier", "ready_p50_on", "ready_p80_on", "plan_digest"}),
    ),
)
LOT_COLUMNS = columns_of("terrain-eco")
_SITE_TYPES = {one.name: one.type for one in SITE_COLUMNS}
_LOT_TYPES = {one.name: one.type for one in LOT_COLUMNS}
NO_NUMBER = frozenset({"inconnu", "sans objet"})


def typed(name: str, value: Any, types: Mapping[str, Type]) -> Any:
    """Return a cell for a column: a word that says that there is no value is an empty cell of a number or a day."""
    if types[name] != "string" and value in NO_NUMBER:
        return None
    return value


def public_sites() -> QuerySet[Site]:
    """Return the sites that leave for reuse: public ones, never those of demonstrations."""
    return exporting.public_sites()


def site_rows(_now: datetime) -> Iterator[Row]:
    """Yield every public site, by identifier."""
    found = with_public(public_sites()).order_by("identifier")
    for site in found.iterator(chunk_size=CHUNK):
        if is_named(site):
            yield site_row(site)


def site_row(site: Site) -> Row:
    """Return a site as everyone may read it."""
    derived, given = public_derived(site), public_values(site)
    values = {
        name: typed(name, value, _SITE_TYPES)
        for name, value in given.items()
        if name in _SITE_TYPES
    }
    values |= {name: derived[name] for name in OWN}
    values |= {name: _float(derived[name]) for name in AREAS}
    days = derived["ready_on"] or []
    groups = public_groups(site)
    values |= {
        "identifier": site.identifier,
        "is_brownfield": derived["is_brownfield"],
        "is_located_by_commune": derived["is_located_by_commune"],
        "tier": derived["tier"],
        "ready_p50_on": days[MIDDLE] if days else None,
        "ready_p80_on": days[LATE] if days else None,
        "stated_on": site.stated_on if groups else None,
        "source_url": "|".join(site.public_pages.get("source_url") or ()) or None,
    }
    if derived["commune_code"] is not None:
        communes = published.communes_named(given, site.public_pages)
        values["commune_codes"] = "|".join(one.code for one in communes) or None
        held = published.departements_named(given, site.public_pages)
        values["departement_codes"] = "|".join(held) or None
    return Row(site.identifier, values, _shape(site, derived, groups))


def _shape(site: Site, derived: dict[str, Any], groups: frozenset[str]) -> bytes | None:
    """Return the outline where its group is open, else the point that everyone may read."""
    outline = next(
        (one for one in TABLES["site-eco"].fields if one.name == TABLES["site-eco"].shape_field),
        None,
    )
    if site.shape and outline is not None and outline.group in groups:
        return bytes(site.shape)
    if derived["longitude"] is None or derived["latitude"] is None:
        return None
    point: bytes = shapely.to_wkb(shapely.Point(derived["longitude"], derived["latitude"]))
    return point


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def lot_rows(_now: datetime) -> Iterator[Row]:
    """Yield every lot of a public site whose lots are open, by identifier."""
    for one in exporting.rows_of(tables.LOTS, public_sites(), is_public=True):
        if len(one.values) > 1:
            told = {
                name: typed(name, value, _LOT_TYPES)
                for name, value in one.values.items()
                if name in _LOT_TYPES
            }
            yield Row(one.identifier, told, one.shape)


def registry_stamp(_now: datetime) -> str:
    """Return what changes whenever the registry does."""
    number, changed_at = changes.state()
    return f"{number}-{changed_at.isoformat() if changed_at else ''}"


def sites_moved(since: datetime) -> frozenset[str]:
    """Return the sites that a person or a consent changed from a moment on."""
    consents = Consent.objects.filter(Q(given_at__gte=since) | Q(withdrawn_at__gte=since))
    moved = Site.objects.filter(Q(changed_at__gte=since) | Q(pk__in=consents.values("site")))
    return frozenset(moved.values_list("identifier", flat=True))


def lots_moved(since: datetime) -> frozenset[str]:
    """Return the lots of the sites that a person or a consent changed, and lots changed themselves."""
    moved = Lot.objects.filter(
        Q(changed_at__gte=since) | Q(site__identifier__in=sites_moved(since))
    )
    return frozenset(moved.values_list("identifier", flat=True))


def is_large() -> bool:
    """Whether the registry is too large for a person to wait for a file of it."""
    return public_sites().count() > exporting.AT_ONCE


LABEL_COLUMNS = (
    Column("reference", "string", Text("référence", "reference"), required=True),
    Column(
        "site_id", "string", Text("identifiant du site", "identifier of the site"), required=True
    ),
    Column("site_name", "string", Text("nom du site", "name of the site")),
    Column("programme", "string", Text("programme", "programme")),
    Column("measure", "string", Text("mesure", "measure")),
    Column("wave", "string", Text("vague", "wave")),
    Column("title_fr", "string", Text("intitulé en français", "title in French")),
    Column("title_en", "string", Text("intitulé en anglais", "title in English")),
    Column("state", "string", Text("état ce jour", "state today"), choices=tuple(STATE_TEXTS)),
    Column("granted_on", "date", Text("attribué le", "granted on")),
    Column("since", "date", Text("dans cet état depuis", "in this state since")),
    Column("review_on", "date", Text("revue promise le", "review promised on")),
    Column("ends_on", "date", Text("échéance", "ends on")),
)
EVENT_COLUMNS = (
    Column("event", "string", Text("label et numéro", "label and number"), required=True),
    Column("label", "string", Text("référence du label", "reference of the label"), required=True),
    Column("number", "integer", Text("numéro", "number"), required=True),
    Column("kind", "string", Text("nature", "kind"), choices=tuple(LabelEvent.Kind.values)),
    Column("on", "date", Text("jour d’effet", "day of effect"), required=True),
    Column("review_on", "date", Text("revue promise le", "review promised on")),
    Column("ends_on", "date", Text("échéance", "ends on")),
    Column("corrects", "integer", Text("corrige le numéro", "corrects number")),
    Column("stands_as", "string", Text("vaut désormais", "now stands as")),
    Column("source_url", "string", Text("pages publiques", "public pages")),
    Column("confidence", "string", Text("confiance", "confidence")),
)


def public_labels() -> QuerySet[Label]:
    """Return the labels of sites that everyone may know of, with site and events."""
    events = LabelEvent.objects.order_by("number")
    sites = with_public(public_sites())
    return Label.objects.filter(site__in=public_sites()).prefetch_related(
        Prefetch("site", queryset=sites), Prefetch("events", queryset=events)
    )


def label_rows(now: datetime) -> Iterator[Row]:
    """Yield every label with its state on the day, by reference."""
    day = today(now)
    for one in public_labels().order_by("reference").iterator(chunk_size=CHUNK):
        if not is_named(one.site):
            continue
        state = state_on(one.events.all(), day)
        place = public_derived(one.site)
        yield Row(
            one.reference,
            {
                "reference": one.reference,
                "site_id": one.site.identifier,
                "site_name": place["name"],
                "programme": one.programme_id or None,
                "measure": one.measure_id,
                "wave": one.wave,
                "title_fr": one.title_fr,
                "title_en": one.title_en,
                "state": str(state.code),
                "granted_on": state.granted_on,
                "since": state.since,
                "review_on": state.review_on,
                "ends_on": state.ends_on,
            },
            _shape(one.site, place, frozenset()),
            starts_on=state.granted_on,
            ends_on=state.ends_on,
        )


def event_rows(_now: datetime) -> Iterator[Row]:
    """Yield every event of a label, by label and number; reasons may name people and stay inside."""
    for label in public_labels().order_by("reference").iterator(chunk_size=CHUNK):
        if not is_named(label.site):
            continue
        for one in label.events.all():
            yield Row(
                f"{label.reference}/{one.number:04d}",
                {
                    "event": f"{label.reference}/{one.number:04d}",
                    "label": label.reference,
                    "number": one.number,
                    "kind": one.kind,
                    "on": one.on,
                    "review_on": one.review_on,
                    "ends_on": one.ends_on,
                    "corrects": one.corrects,
                    "stands_as": one.stands_as or None,
                    "source_url": one.source_url or None,
                    "confidence": one.confidence or None,
                },
            )


def labels_stamp(now: datetime) -> str:
    """Return what changes whenever a label, an event, a site or the day does."""
    said = LabelEvent.objects.aggregate(count=Count("pk"), last=Max("pk"))
    held = Label.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return f"{registry_stamp(now)}-{said}-{held}-{today(now)}"


_WEEKLY = "IRREG"
_EVERY = ("commune_codes", "departement_codes")
SITES = Dataset(
    id="sites",
    title=Text("Sites industriels", "Industrial sites"),
    description=Text(
        "Les sites du registre que chacun peut lire : ce que les collectivités ont accepté de publier, champ par "
        "champ, et ce que des pages publiques disent des sites labellisés. Noms des champs du standard CNIG « Sites "
        "économiques » ; la forme exacte du standard se télécharge à /sites/export/. Ce qui est à plusieurs dans une case "
        "est joint par une barre.",
        "The sites of the registry that everyone may read: what local authorities agreed to publish, field by field, "
        "and what public pages say of labelled sites. Field names are those of the CNIG “Sites économiques” standard; "
        "the exact form of the standard is downloaded at /sites/export/. What is several in one cell is joined by a bar.",
    ),
    licence=OPEN_LICENCE,
    frequency=_WEEKLY,
    columns=SITE_COLUMNS,
    key="identifier",
    rows=site_rows,
    stamp=registry_stamp,
    changed=sites_changed,
    geometry="Geometry",
    attribution="Rebond, collectivités gestionnaires",
    withheld=sites_moved,
    filters=("commune_code", "departement_code", "region_code", "is_brownfield", *_EVERY),
    joined=frozenset(_EVERY),
    is_large=is_large,
)
LOTS = Dataset(
    id="lots",
    title=Text("Lots des sites", "Lots of sites"),
    description=Text(
        "Les terrains des sites publics dont la collectivité a ouvert les lots, dans les champs du standard CNIG.",
        "The lots of public sites whose local authority opened them, in the fields of the CNIG standard.",
    ),
    licence=OPEN_LICENCE,
    frequency=_WEEKLY,
    columns=LOT_COLUMNS,
    key="terr_id",
    rows=lot_rows,
    stamp=registry_stamp,
    changed=lots_changed,
    geometry="Geometry",
    attribution="Rebond, collectivités gestionnaires",
    withheld=lots_moved,
    filters=("site_id",),
    is_large=is_large,
)
LABELS = Dataset(
    id="labels",
    title=Text("Labels", "Labels"),
    description=Text(
        "Les labels attribués à des sites, vague par vague, et leur état ce jour, déduit de leurs événements.",
        "Labels granted to sites, wave by wave, with their state today, folded from their events.",
    ),
    licence=OPEN_LICENCE,
    frequency=_WEEKLY,
    columns=LABEL_COLUMNS,
    key="reference",
    rows=label_rows,
    stamp=labels_stamp,
    changed=labels_changed,
    geometry="Point",
    has_time=True,
    filters=("site_id", "measure", "wave", "state"),
)
LABEL_EVENTS = Dataset(
    id="label-events",
    title=Text("Événements des labels", "Events of labels"),
    description=Text(
        "Chaque attribution, revue, suspension, rétablissement, retrait, échéance ou correction d’un label.",
        "Each grant, review, suspension, reinstatement, withdrawal, expiry or correction of a label.",
    ),
    licence=OPEN_LICENCE,
    frequency=_WEEKLY,
    columns=EVENT_COLUMNS,
    key="event",
    rows=event_rows,
    stamp=labels_stamp,
    changed=labels_changed,
    secrecy=Text(
        "Les motifs écrits à la main ne sortent pas : ils peuvent nommer des personnes.",
        "Reasons typed by hand do not leave: they may name people.",
    ),
)
