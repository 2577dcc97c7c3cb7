"""What the tests of site files share: the places, small files, and a way to read a text as a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rebond.opendata import Snapshot
from rebond.sitefiles import TABLES, Opened, Row, open_rows
from rebond.sitefiles.communes import CommuneBook
from rebond.territory import Atlas

FILES = Path(__file__).parent / "files"
SCHEMAS = Path(__file__).parents[3] / "shared" / "schemas"
SQUARE = '{"type":"Polygon","coordinates":[[[0.22,49.14],[0.23,49.14],[0.23,49.15],[0.22,49.15],[0.22,49.14]]]}'
"""A square of about 81 hectares at Lisieux."""

SITE: dict[str, str] = {
    "site_id": "14366_SITE-ECO_00001",
    "pole_id": "14366_POLE-ECO_00001",
    "site_nom": "Parc fictif",
    "site_type": "zone d'activité économique",
    "site_vocadomi": "industrielle",
    "site_etat": "en projet",
    "site_surf_brute": "80.5",
    "site_surf_utile": "70",
    "site_identif_date": "2020-01-02",
    "site_actu_date": "2025-03-04",
    "site_epci_nom": "CA fictive",
    "site_epci_siren": "200069532",
    "site_comm_nom": "Lisieux",
    "site_comm_insee": "14366",
    "site_moa_type": "epci",
    "site_geomsurf": SQUARE,
}
"""One conformant row of `site-eco`, fictitious, as cells."""

TERRAIN: dict[str, str] = {
    "terr_id": "14366_TERRAIN-ECO_00001",
    "site_id": "14366_SITE-ECO_00001",
    "terr_surf_brute": "80.5",
    "terr_identif_date": "2020-01-02",
    "terr_actu_date": "2025-03-04",
    "terr_maitrise_fonc": "commune",
    "terr_stade_amngt": "viabilisation en cours",
    "terr_stade_comm": "en vente",
    "terr_etat_occup": "inoccupé",
    "terr_usage": "bâti productif",
    "terr_geomsurf": SQUARE,
}


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    return Atlas.shared(Snapshot.shared())


@pytest.fixture(scope="session")
def book(atlas: Atlas) -> CommuneBook:
    return CommuneBook(atlas)


def csv_text(*rows: dict[str, str], separator: str = ",") -> str:
    """Write rows of cells as CSV, every cell quoted."""
    names = list(dict.fromkeys(name for row in rows for name in row))

    def line(cells: list[str]) -> str:
        return separator.join('"' + cell.replace('"', '""') + '"' for cell in cells)

    return "\n".join([line(names), *(line([row.get(name, "") for name in names]) for row in rows)])


Read = Callable[..., tuple[Opened, list[Row]]]


@pytest.fixture
def read(tmp_path: Path, atlas: Atlas) -> Read:
    """Read bytes or a text as a file."""

    def reading(content: str | bytes, **options: Any) -> tuple[Opened, list[Row]]:
        path = tmp_path / "fichier"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        opened = open_rows(path, communes=atlas, **options)
        return opened, list(opened)

    return reading


@pytest.fixture
def one(read: Read) -> Callable[..., Row]:
    """Read one row of `site-eco` with some cells changed."""

    def reading(separator: str = ",", **changes: str) -> Row:
        _, rows = read(csv_text(SITE | changes, separator=separator))
        assert len(rows) == 1
        return rows[0]

    return reading


def codes(row: Row) -> list[tuple[str, str, str]]:
    """Return what is said of a row: field, severity, code."""
    return [(note.field, note.severity, note.code) for note in row.notes]


def content(rows: list[Row]) -> list[tuple[str, dict[str, Any], bytes | None]]:
    """Return what rows say, without their notes."""
    return [(row.identifier, dict(row.values), row.shape) for row in rows]


TABLE_IDS = tuple(TABLES)
