"""The real labelled sites that public pages name: what is established, its source, and nothing more."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from rebond.procedure.examples import shipped_examples
from rebond.web.journal.services import append
from rebond.web.labels.coverage import announced_waves
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.sites import published, tables
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.deriving import derive
from rebond.web.sites.models import Delivery, Site
from rebond.web.sites.writing import superseded
from rebond.web.theme.datasets import snapshot

REFERENCE = "L-PAGES"
"""The one delivery of everything that public pages say."""
LONGEST_REFERENCE, SUM_DIGITS = 24, 6
PLANS = {"le-carnet": "le_carnet", "portes-du-tarn": "portes_du_tarn"}
"""Shipped descriptions of procedures, by the end of the identifier of their site."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many sites and labels there are from public pages, how many were new, and how many changed."""

    sites: int
    labels: int
    new_sites: int
    new_labels: int
    changed_sites: int


def identifiers(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the registry's identifier of each row: its id, without the wave when two waves name the site."""
    ids = [str(row["id"]) for row in rows]
    bare = [_bare(one) for one in ids]
    return {one: name if bare.count(name) > 1 else one for one, name in zip(ids, bare, strict=True)}


def load(now: datetime) -> Loaded:
    """Load the labelled sites of the snapshot and their labels."""
    return load_rows(snapshot().table("labelled_sites").to_pylist(), now)


@transaction.atomic
def load_rows(named: Iterable[Mapping[str, Any]], now: datetime) -> Loaded:
    """Load sites and labels; a site that stands changes only where its pages do and no manager has since said."""
    rows = sorted(named, key=lambda row: row["wave"])
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
    done: Counter[str] = Counter()
    for identifier, waves in by_site.items():
        site, what = _site(identifier, waves, delivery, now)
        done[what] += 1
        done["new_labels"] += sum(_label(site, row, now) for row in waves)
    content = {name: done[name] for name in ("new_sites", "new_labels", "changed_sites")}
    if any(content.values()):
        append(None, "sites.labelled_loaded", ("delivery", REFERENCE), content, now=now)
    return Loaded(len(by_site), len(rows), **content)


def _bare(name: str) -> str:
    return re.sub(r"^v\d+-", "", name)


def _site(
    identifier: str, waves: list[Mapping[str, Any]], delivery: Delivery, now: datetime
) -> tuple[Site, str]:
    """Return the site and what was done: ``new_sites``, ``changed_sites`` or nothing."""
    # A site that a second wave names keeps the identifier that it had.
    names = {identifier, *(str(row["id"]) for row in waves)}
    bearing = Site.objects.select_for_update().filter(identifier__in=names).order_by("pk")
    known = next((one for one in bearing if _is_the_same(one, waves)), None)
    if known is None and bearing:
        # Somebody's site bears this identifier and stands elsewhere: it is not the one that pages name.
        identifier = f"{identifier}-pages"
        known = Site.objects.select_for_update().filter(identifier=identifier).first()
    if known is not None:
        return known, "changed_sites" if _change(known, waves, delivery, now) else ""
    pages = {**_pages(waves), **_described(identifier)}
    site = Site(
        identifier=identifier,
        values=published.values_of(identifier, pages),
        public_pages=pages,
        delivery=delivery,
        stated_on=waves[-1]["announced_on"],
        visibility=Site.Visibility.PUBLIC,
        changed_at=now,
    )
    site.save(force_insert=True)
    derive(site, now)
    return site, "new_sites"


def _is_the_same(site: Site, waves: list[Mapping[str, Any]]) -> bool:
    """Whether a site that bears the identifier is what pages name: theirs already, or on the same communes."""
    if site.delivery.reference == REFERENCE or site.public_pages:
        return True
    named = set(_pages(waves)["communes"])
    found = {place.code for one in named if (place := commune_places(one)) is not None}
    return site.places.filter(kind="commune", code__in=found).exists()


def _change(site: Site, waves: list[Mapping[str, Any]], delivery: Delivery, now: datetime) -> bool:
    """Bring a site to what its pages say now; what a manager wrote or took away since stays so."""
    pages = {**_pages(waves), **_described(site.identifier)}
    if pages == site.public_pages:
        return False
    past = superseded(tables.SITES, site, delivery, now)
    if site.delivery_id == delivery.pk:
        before, after = (
            published.values_of(site.identifier, one) for one in (site.public_pages, pages)
        )
        for name in {*before, *after} - set(site.provenance):
            if site.values.get(name) != before.get(name) or before.get(name) == after.get(name):
                continue
            if name in after:
                site.values = {**site.values, name: after[name]}
            else:
                site.values = {key: one for key, one in site.values.items() if key != name}
        site.stated_on = waves[-1]["announced_on"]
    past.save(force_insert=True)
    site.public_pages, site.changed_at = pages, now
    site.number += 1
    site.save(update_fields=["values", "public_pages", "stated_on", "number", "changed_at"])
    derive(site, now)
    return True


def _pages(waves: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the pages of every wave say together: later waves complete and correct earlier ones."""
    sources: dict[str, None] = {}
    pages: dict[str, Any] = dict.fromkeys(
        ("name", "area_ha", "area_kind", "area_said", "site_type", "region", "confidence")
    )
    pages |= {"communes": [], "departements": []}
    for row in waves:
        sources |= dict.fromkeys(_addresses(row["source_url"]))
        for key in ("name", "site_type", "confidence"):
            pages[key] = row[key] or pages[key]
        pages["region"] = row["region_name"] or pages["region"]
        if row["area_ha"] is not None:
            said = {"url": _addresses(row["source_url"])[0], "on": row["announced_on"].isoformat()}
            pages |= {"area_ha": row["area_ha"], "area_kind": row["area_kind"], "area_said": said}
        for key, column in (("communes", "commune_codes"), ("departements", "departement_code")):
            codes = (row[column] or "").split(";")
            pages[key] = list(dict.fromkeys([*pages[key], *(code for code in codes if code)]))
    return {**pages, "source_url": list(sources)}


def _addresses(text: str) -> list[str]:
    return [one.strip() for one in text.split(" ; ") if one.strip()]


def _label(site: Site, row: Mapping[str, Any], now: datetime) -> bool:
    announced = row["announced_on"]
    assert isinstance(announced, date)  # noqa: S101 - the snapshot's type
    wave = next(one for one in announced_waves() if one.number == str(row["wave"]))
    label, is_new = Label.objects.get_or_create(
        site=site,
        programme_id=wave.programme_id,
        measure_id=wave.measure_id,
        wave=wave.number,
        defaults={
            "reference": _reference(str(row["id"])),
            "title_fr": wave.title.fr,
            "title_en": wave.title.en,
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


def _reference(name: str) -> str:
    """Return the label's reference: of the row's own name, unless that is too long or taken."""
    wanted = f"E-{name}"
    if len(wanted) <= LONGEST_REFERENCE:
        return wanted
    summed = hashlib.sha256(name.encode()).hexdigest()[:SUM_DIGITS]
    return f"{wanted[: LONGEST_REFERENCE - SUM_DIGITS - 1]}-{summed}"


def _described(identifier: str) -> dict[str, Any]:
    """Return the shipped description of the site's procedures, as the page's ``plan``.

    It is ours, made from public pages with assumed durations: it stands beside what pages say and never in
    `Site.plan`, so that no date of it enters a search, an export or a project.
    """
    name = next((one for end, one in PLANS.items() if identifier.endswith(end)), None)
    found = next((one for one in shipped_examples() if one.id == name), None)
    return {"plan": found.read.site.as_json()} if found else {}
