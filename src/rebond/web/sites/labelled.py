"""The real labelled sites that public pages name: what is established, its source, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rebond.procedure.examples import shipped_examples
from rebond.texts import Text
from rebond.web.journal.services import append
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.deriving import derive
from rebond.web.sites.models import Delivery, Site
from rebond.web.theme.datasets import snapshot

REFERENCE = "L-PAGES"
"""The one delivery of everything that public pages say."""
PROGRAMME, MEASURE = "pack_rebond_2020", "site_cle_en_main"
PROGRAMME_WAVE = "2"
"""The wave that the shipped programme announced; the others belong to no programme of this installation."""
WAVES = {
    "1": Text("Sites clés en main, janvier 2020", "Turnkey sites, January 2020"),
    "2": Text(
        "Sites clés en main, Pack rebond de juillet 2020", "Turnkey sites, Pack rebond, July 2020"
    ),
    "3": Text("Sites clés en main, septembre 2021", "Turnkey sites, September 2021"),
    "4": Text(
        "Sites clés en main France 2030, avril 2024", "France 2030 turnkey sites, April 2024"
    ),
}
PLANS = {"le-carnet": "le_carnet", "portes-du-tarn": "portes_du_tarn"}
"""Shipped descriptions of procedures, by the end of the identifier of their site."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many sites and labels there are from public pages, and how many were new."""

    sites: int
    labels: int
    new_sites: int
    new_labels: int


def identifiers(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the registry's identifier of each row: its id, without the wave when two waves name the site."""
    ids = [str(row["id"]) for row in rows]
    bare = [_bare(one) for one in ids]
    return {one: name if bare.count(name) > 1 else one for one, name in zip(ids, bare, strict=True)}


@transaction.atomic
def load(now: datetime) -> Loaded:
    """Load the labelled sites and their labels; what is there already stays as it is."""
    rows = sorted(snapshot().table("labelled_sites").to_pylist(), key=lambda row: row["wave"])
    names = identifiers(rows)
    delivery, _is_new = Delivery.objects.get_or_create(
        reference=REFERENCE,
        defaults={
            "origin": Delivery.Origin.OPEN_DATA,
            "table": "site-eco",
            "source": "Pages publiques citées site par site",
            "state": Delivery.State.APPLIED,
            "received_at": now,
            "applied_at": now,
        },
    )
    by_site: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_site.setdefault(names[row["id"]], []).append(row)
    counts = [0, 0, 0]
    for identifier, waves in by_site.items():
        site, is_new = _site(identifier, waves, delivery, now)
        new_labels = sum(_label(site, row, now) for row in waves)
        counts = [counts[0] + is_new, counts[1] + new_labels, counts[2] + len(waves)]
    if counts[0] or counts[1]:
        content = {"new_sites": counts[0], "new_labels": counts[1]}
        append(None, "sites.labelled_loaded", ("delivery", REFERENCE), content, now=now)
    return Loaded(len(by_site), counts[2], counts[0], counts[1])


def _bare(name: str) -> str:
    return re.sub(r"^v\d+-", "", name)


def _site(
    identifier: str, waves: list[Mapping[str, Any]], delivery: Delivery, now: datetime
) -> tuple[Site, bool]:
    """Return the site, made when absent; one that stands is never written again."""
    known = Site.objects.filter(identifier=identifier).first()
    if known is not None:
        return known, False
    last = waves[-1]
    pages = _pages(waves)
    values: dict[str, Any] = {"site_id": identifier}
    if pages["name"]:
        values["site_nom"] = pages["name"]
    if pages["communes"]:
        values["site_comm_insee"] = pages["communes"][0]
        place = commune_places(pages["communes"][0])
        if place is not None:
            values["site_comm_nom"] = place.name
    if pages["area_kind"] == "gross":
        values["site_surf_brute"] = pages["area_ha"]
    site = Site(
        identifier=identifier,
        values=values,
        public_pages=pages,
        delivery=delivery,
        stated_on=last["announced_on"],
        visibility=Site.Visibility.PUBLIC,
        plan=_plan(identifier),
        changed_at=now,
    )
    site.save(force_insert=True)
    derive(site, now)
    return site, True


def _pages(waves: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the pages of every wave say together: later waves complete and correct earlier ones."""
    sources: dict[str, None] = {}
    pages: dict[str, Any] = dict.fromkeys(
        ("name", "area_ha", "area_kind", "site_type", "region", "confidence")
    )
    pages |= {"communes": [], "departements": []}
    for row in waves:
        sources |= dict.fromkeys(_addresses(row["source_url"]))
        for key in ("name", "site_type", "confidence"):
            pages[key] = row[key] or pages[key]
        pages["region"] = row["region_name"] or pages["region"]
        if row["area_ha"] is not None:
            pages |= {"area_ha": row["area_ha"], "area_kind": row["area_kind"]}
        for key, column in (("communes", "commune_codes"), ("departements", "departement_code")):
            codes = (row[column] or "").split(";")
            pages[key] = list(dict.fromkeys([*pages[key], *(code for code in codes if code)]))
    return {**pages, "source_url": list(sources)}


def _addresses(text: str) -> list[str]:
    return [one.strip() for one in text.split(" ; ") if one.strip()]


def _label(site: Site, row: Mapping[str, Any], now: datetime) -> bool:
    wave, announced = str(row["wave"]), row["announced_on"]
    assert isinstance(announced, date)  # noqa: S101 - the snapshot's type
    title = WAVES[wave]
    label, is_new = Label.objects.get_or_create(
        site=site,
        programme_id=PROGRAMME if wave == PROGRAMME_WAVE else "",
        measure_id=MEASURE,
        wave=wave,
        defaults={
            "reference": f"E-{row['id']}"[:24],
            "title_fr": title.fr,
            "title_en": title.en,
        },
    )
    if is_new:
        LabelEvent.objects.create(
            label=label,
            number=1,
            kind=LabelEvent.Kind.GRANTED,
            on=announced,
            source_url=row["source_url"],
            confidence=row["confidence"],
            recorded_at=now,
        )
    return is_new


def _plan(identifier: str) -> dict[str, Any] | None:
    """Return the shipped description of the site's procedures, with its assumptions."""
    name = next((one for end, one in PLANS.items() if identifier.endswith(end)), None)
    found = next((one for one in shipped_examples() if one.id == name), None)
    return found.read.site.as_json() if found else None
