"""Fictitious sites of the registry: delivered as files, described, planned and opened to the public as people would."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from rebond.procedure.examples import shipped_examples
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.sites import planning, services
from rebond.web.sites.groups import ESTABLISHMENTS, GROUPS, PRICES
from rebond.web.sites.models import Delivery, Site
from rebond.web.sites.services import deliveries

DAY = timedelta(days=1)
DEGREE_KM = 111.0
OPEN_TO_ALL = [group for group in GROUPS if group not in {PRICES, ESTABLISHMENTS}]
SOURCE = "Inventaire de démonstration (fictif)"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One lot: its area, and what the standard says of its sale and occupation."""

    area_ha: float
    stage: str = "en vente"
    occupation: str = "inoccupé"


@dataclass(frozen=True, slots=True)
class Park:
    """One fictitious site on a real commune."""

    person: str
    commune: tuple[str, str]
    epci: str
    number: int
    name: str
    at: tuple[float, float]
    area_ha: float
    lots: tuple[Parcel, ...]
    extension: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    groups: Sequence[str] = tuple(OPEN_TO_ALL)
    is_described: bool = True


PARKS = (
    Park(
        "epci.valdorme",
        ("14366", "Lisieux"),
        "200069532",
        901,
        "Parc fictif des Trois Haies",
        (0.249, 49.162),
        46,
        (Parcel(24), Parcel(9), Parcel(7, "vendu, commercialisation achevée", "occupé")),
        {
            "power_mva": 20,
            "power_kv": 63,
            "gas": "oui",
            "water": "oui",
            "fibre": "oui",
            "rail_siding": "non",
            "icpe_regimes": "déclaration|enregistrement|autorisation",
            "seveso": "seuil bas",
            "naf_sections": "C|H",
            "constraints": "aucune",
        },
        {"gare_fret_nom": "Gare fictive de fret", "gare_fret_dist": 3},
    ),
    Park(
        "epci.hautebrume",
        ("62498", "Lens"),
        "246200364",
        902,
        "Plate-forme fictive du Fond des Brumes",
        (2.845, 50.436),
        70,
        (Parcel(32), Parcel(18, "réservé par option de réservation")),
        {
            "power_mva": 40,
            "power_kv": 90,
            "gas": "oui",
            "fibre": "oui",
            "rail_siding": "oui",
            "icpe_regimes": "enregistrement|autorisation",
            "seveso": "seuil haut",
            "naf_sections": "C",
        },
        {"gare_fret_dist": 1, "site_evol_urba": "renouvellement urbain"},
    ),
    Park(
        "epci.valdorme",
        ("14366", "Lisieux"),
        "200069532",
        903,
        "Zone fictive de la Bruyère",
        (0.205, 49.139),
        28,
        (Parcel(21, "en vente avec contraintes"),),
        {"power_mva": 12, "icpe_regimes": "déclaration|enregistrement|autorisation"},
        {"gare_fret_dist": 4.5},
        groups=("identity", "areas", "utilities", "access", "activities", "lots", "procedures"),
    ),
    Park(
        "epci.hautebrume",
        ("62498", "Lens"),
        "246200364",
        904,
        "Réserve fictive des Hautes Terres",
        (2.818, 50.421),
        35,
        (),
        {"rail_siding": "inconnu"},
        groups=("identity", "areas"),
        is_described=False,
    ),
)


def play(now: datetime, actors: Mapping[str, Actor], parks: Sequence[Park] = PARKS) -> None:
    """Deliver, plan and open the fictitious sites; one keeps most of what it says to itself."""
    for park in parks:
        actor = actors[park.person]
        _delivered(actor, "site-eco", [_site(park, now)], now - 30 * DAY)
        if park.lots:
            _delivered(actor, "terrain-eco", _lots(park, now), now - 29 * DAY)
        extension = {"site_id": identifier(park), **park.extension}
        _delivered(actor, "rebond-extension", [extension], now - 29 * DAY)
        site = Site.objects.get(identifier=identifier(park))
        Site.objects.filter(pk=site.pk).update(is_fictitious=True)
        if park.is_described:
            content = json.dumps(_description(park), ensure_ascii=False).encode()
            site = services.set_plan(
                actor, site, content, "description-fictive.json", now - 28 * DAY
            )
            planning.refresh(site, today(now), now)
        services.give_consent(actor, site, park.groups, now - 27 * DAY)


def identifier(park: Park) -> str:
    """Return the identifier of a fictitious site, as the standard's examples write them."""
    return f"{park.commune[0]}_SITE-ECO_{park.number:05d}"


def _site(park: Park, now: datetime) -> dict[str, Any]:
    code, name = park.commune
    day = today(now - 30 * DAY).isoformat()
    return {
        "site_id": identifier(park),
        "pole_id": "sans objet",
        "site_nom": park.name,
        "site_type": "zone d'activité économique",
        "site_vocadomi": "industrielle",
        "site_etat": "existant et actif",
        "site_surf_brute": park.area_ha,
        "site_surf_utile": round(park.area_ha * 0.8, 1),
        "site_identif_date": day,
        "site_actu_date": day,
        "site_description": "Site fictif de démonstration : il n’existe pas.",
        "site_epci_nom": "Intercommunalité fictive",
        "site_epci_siren": park.epci,
        "site_comm_nom": name,
        "site_comm_insee": code,
        "site_moa_type": "epci",
        "site_geomsurf": _square(park.at, park.area_ha),
        **park.values,
    }


def _lots(park: Park, now: datetime) -> list[dict[str, Any]]:
    day = today(now - 29 * DAY).isoformat()
    x, y = park.at
    return [
        {
            "terr_id": f"{park.commune[0]}_TERRAIN-ECO_{park.number}{place:02d}",
            "site_id": identifier(park),
            "terr_surf_brute": lot.area_ha,
            "terr_identif_date": day,
            "terr_actu_date": day,
            "terr_maitrise_fonc": "structure intercommunale",
            "terr_stade_amngt": "viabilisé et aménagé",
            "terr_stade_comm": lot.stage,
            "terr_etat_occup": lot.occupation,
            "terr_usage": "bâti productif",
            "terr_geomsurf": _square((x, y + 0.0001 * place), lot.area_ha),
        }
        for place, lot in enumerate(park.lots)
    ]


def _square(at: tuple[float, float], area_ha: float) -> str:
    """Return a square of about an area, longitudes stretched as at this latitude."""
    side = (area_ha / 100) ** 0.5 / DEGREE_KM
    (x, y), wide = at, side * 1.53
    ring = [[x, y], [x + wide, y], [x + wide, y + side], [x, y + side], [x, y]]
    rounded = [[round(one, 7) for one in corner] for corner in ring]
    return json.dumps({"type": "Polygon", "coordinates": [rounded]})


def _description(park: Park) -> dict[str, Any]:
    """Return the shipped fictitious description, under the name and place of the site."""
    example = next(one for one in shipped_examples() if one.read.site.is_fictitious)
    return {
        **example.read.site.as_json(),
        "id": f"site-fictif-{park.number}",
        "name": park.name,
        "communes": [park.commune[0]],
    }


def _delivered(actor: Actor, table: str, rows: list[dict[str, Any]], now: datetime) -> Delivery:
    stream = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(stream, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    content = io.BytesIO(stream.getvalue().encode())
    delivery = services.receive(
        actor, content, f"{table}.csv", table, now, source=SOURCE, stated_on=today(now)
    )
    checked = deliveries.check(delivery, now)
    return services.apply(actor, checked, now)
