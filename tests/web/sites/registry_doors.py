"""Who may open the addresses of the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rebond.web.sites.models import Delivery
from rebond.web.sites.staging import Report
from tests.web.doors import Door
from tests.web.sites.given_files import as_csv, site_row
from tests.web.world import NOW, World

OWN = frozenset({"epci_a", "epci_a_second", "epci_a_admin"})
OWN_READERS = OWN | {"epci_a_reader"}
NATIONAL = frozenset({"national", "national_second", "national_admin"})
OPEN_REGISTRY = OWN_READERS | NATIONAL | {"epci_b", "commune_c"}
IMPORT = OPEN_REGISTRY - {"epci_a_reader"}
CONSENT = OWN | {"commune_c"}
OPEN_SITE = OWN_READERS | NATIONAL | {"commune_c"}
GIVEN = {"provenance_source": "Étude fictive", "provenance_date": "2031-05-20"}


def the_public_site(world: World) -> list[Any]:
    return [world.sites["public"].identifier]


def _of(*more: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.sites["public"].identifier, *more]


def _delivery(world: World) -> list[Any]:
    """Make a delivery that is checked, with its report."""
    known = Delivery.objects.filter(reference="L-PORTE").first()
    if known is None:
        with Report() as report:
            report.add(2, "14366_SITE-ECO_00001", ())
        Delivery.objects.create(
            reference="L-PORTE",
            table="site-eco",
            organisation=world.organisations["epci-a"],
            file_name="sites.csv",
            state=Delivery.State.CHECKED,
            summary={"counts": {"rows": 1, "accepted": 1}, "staged": ""},
            report_digest=report.digest,
            received_at=NOW,
            checked_at=NOW,
        )
    return ["L-PORTE"]


def _file(_world: World) -> dict[str, Any]:
    content = as_csv("site-eco", [site_row(1)])
    return {"fichier": SimpleUploadedFile("sites.csv", content), "table": "", "source": ""}


def _new(_world: World) -> dict[str, Any]:
    return {
        **GIVEN,
        "site_id": "14366_SITE-ECO_77777",
        "site_nom": "Parc fictif saisi",
        "site_comm_insee": "14366",
    }


REGISTRY_DOORS: dict[str, Door | tuple[Door, ...]] = {
    "registry-export": Door(),
    "registry-export-file": Door(arguments=lambda _w: ["site-eco", "csv"], is_page=False),
    "registry-export-whole": Door(OPEN_REGISTRY, lambda _w: ["site-eco", "csv"], is_page=False),
    "registry": Door(OPEN_REGISTRY),
    "registry-deposit": (
        Door(IMPORT),
        Door(IMPORT, method="POST", data=_file, is_page=False),
    ),
    "delivery": (
        Door(OWN_READERS | NATIONAL, _delivery),
        Door(OWN, _delivery, "POST", lambda _w: {"acte": "abandonner"}, is_page=False),
    ),
    "delivery-state": Door(OWN_READERS | NATIONAL, _delivery, is_page=False, is_json=True),
    "delivery-report": Door(OWN_READERS | NATIONAL, _delivery, is_page=False),
    "registry-new": (
        Door(IMPORT),
        Door(
            IMPORT,
            method="POST",
            data=_new,
            is_page=False,
            idle=frozenset({"epci_b"}),
            note="Lisieux is outside the territory of epci_b.",
        ),
    ),
    "registry-site": (
        Door(OPEN_SITE, the_public_site),
        Door(
            CONSENT,
            the_public_site,
            "POST",
            lambda _w: {"acte": "accord", "groupe": ["identity", "areas"]},
            is_page=False,
        ),
        Door(
            OWN,
            the_public_site,
            "POST",
            lambda _w: {
                "acte": "fait",
                "sorte": "visit",
                "jour": "2031-05-20",
                "etablissement": "declared",
            },
            is_page=False,
        ),
    ),
    "registry-versions": Door(OPEN_SITE, the_public_site),
    "registry-group": (
        Door(OWN, _of("utilities")),
        Door(
            OWN,
            _of("utilities"),
            "POST",
            lambda _w: {**GIVEN, "power_mva": "14", "version": "1"},
            is_page=False,
        ),
    ),
    "registry-lot": (
        Door(OWN, _of("nouveau")),
        Door(
            OWN,
            _of("nouveau"),
            "POST",
            lambda _w: {
                **GIVEN,
                "terr_id": "14366_TERRAIN-ECO_77777",
                "terr_surf_brute": "3",
                "terr_stade_comm": "en vente",
                "terr_etat_occup": "inoccupé",
            },
            is_page=False,
        ),
    ),
}
