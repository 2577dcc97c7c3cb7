"""Files of sites as an authority would send them; every site is fictitious, its commune is real."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

from rebond.sitefiles import TABLES
from rebond.web.jobs.worker import work_once
from rebond.web.sites import services
from rebond.web.sites.models import Delivery
from tests.web.world import NOW, World

LISIEUX = {"code": "14366", "name": "Lisieux", "epci": "200069532", "at": (0.2264, 49.1466)}
LENS = {"code": "62498", "name": "Lens", "epci": "246200364", "at": (2.8319, 50.4291)}


def square(at: tuple[float, float], side: float = 0.005) -> str:
    """Return a square as the standard writes a shape."""
    x, y = at
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def site_row(number: int, place: dict[str, Any] = LISIEUX, **more: Any) -> dict[str, Any]:
    """Return the cells of a site with every field that the standard requires."""
    x, y = place["at"]
    return {
        "site_id": f"{place['code']}_SITE-ECO_{number:05d}",
        "pole_id": "sans objet",
        "site_nom": f"Parc fictif {number}",
        "site_type": "zone d'activité économique",
        "site_vocadomi": "industrielle",
        "site_etat": "existant et actif",
        "site_surf_brute": "20",
        "site_surf_utile": "15",
        "site_identif_date": "2030-01-10",
        "site_actu_date": "2031-05-10",
        "site_epci_nom": "EPCI fictif",
        "site_epci_siren": place["epci"],
        "site_comm_nom": place["name"],
        "site_comm_insee": place["code"],
        "site_moa_type": "epci",
        "site_geomsurf": square((x + 0.0001 * (number % 50), y)),
        **more,
    }


def lot_row(number: int, site: str, place: dict[str, Any] = LISIEUX, **more: Any) -> dict[str, Any]:
    """Return the cells of a lot."""
    return {
        "terr_id": f"{place['code']}_TERRAIN-ECO_{number:05d}",
        "site_id": site,
        "terr_surf_brute": "8.5",
        "terr_identif_date": "2030-01-10",
        "terr_actu_date": "2031-05-10",
        "terr_maitrise_fonc": "structure intercommunale",
        "terr_stade_amngt": "viabilisé et aménagé",
        "terr_stade_comm": "en vente",
        "terr_etat_occup": "inoccupé",
        "terr_usage": "bâti productif",
        "terr_geomsurf": square(place["at"], 0.003),
        **more,
    }


def as_csv(table: str, rows: list[dict[str, Any]], separator: str = ",") -> bytes:
    """Return rows as a CSV file."""
    names = [one.name for one in TABLES[table].by_name.values() if any(one.name in r for r in rows)]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, names, delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def deliver(
    world: World, persona: str, content: bytes, name: str = "sites.csv", table: str | None = None
) -> Delivery:
    """Send a file and let the worker check it."""
    actor = world.actor(persona)
    delivery = services.receive(actor, io.BytesIO(content), name, table, NOW, source="Inventaire")
    while work_once("essai", lambda: NOW):
        pass
    delivery.refresh_from_db()
    return delivery


def applied(
    world: World, persona: str, table: str, rows: list[dict[str, Any]], name: str = "sites.csv"
) -> Delivery:
    """Send rows and apply what is accepted."""
    delivery = deliver(world, persona, as_csv(table, rows), name)
    return services.apply(world.actor(persona), delivery, NOW)


def given(day: date = date(2031, 5, 20)) -> services.Given:
    """Return a source for values typed by hand."""
    return services.Given("Étude fictive", day)
