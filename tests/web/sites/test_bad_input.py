"""Files as they come: each defect is repaired and said, or refused with its row and field; nothing else moves."""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from rebond.web.dossiers import files
from rebond.web.jobs.worker import work_once
from rebond.web.journal.models import Entry
from rebond.web.sites import changes
from rebond.web.sites.commune_places import commune_places
from rebond.web.sites.models import Delivery, Lot, Site, Superseded
from rebond.web.territories.places import atlas
from tests.web.sites.given_files import LISIEUX, as_csv, site_row
from tests.web.sites.test_deliveries import refused, report_of
from tests.web.world import NOW, World, make_world

X, Y = LISIEUX["at"]
SQUARE = [(X, Y), (X + 0.005, Y), (X + 0.005, Y + 0.005), (X, Y + 0.005), (X, Y)]
BOW = [(X, Y), (X + 0.005, Y + 0.005), (X + 0.005, Y), (X, Y + 0.005), (X, Y)]
SPIKE = [*SQUARE[:3], (X + 0.005, Y + 0.006), *SQUARE[2:]]
ONE = "14366_SITE-ECO_00001"


def lambert_93(longitude: float, latitude: float) -> tuple[float, float]:
    """Project as the Lambert-93 of the IGN does."""
    n, c, e = 0.725607765053267, 11754255.4261, 0.0818191910428158
    sine = math.sin(math.radians(latitude))
    radius = c * math.exp(-n * (math.atanh(sine) - e * math.atanh(e * sine)))
    angle = n * math.radians(longitude - 3)
    x, y = 700000 + radius * math.sin(angle), 12655612.0499 - radius * math.cos(angle)
    return round(x, 2), round(y, 2)


def outline(points: list[tuple[float, float]]) -> str:
    return json.dumps({"type": "Polygon", "coordinates": [points]})


def former_code() -> str:
    """Return a code of a commune that is now part of another of the same intercommunality."""
    book = atlas()
    for code in sorted(book.gazetteer.compositions.codes.former):
        places = commune_places(book.resolve_commune(code).code) if code[:2] == "14" else None
        if places is not None and ("epci", LISIEUX["epci"]) in places.places:
            return code
    raise AssertionError


def bomb() -> bytes:
    """Return sixty megabytes of zeros in an archive of some sixty kilobytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sites.csv", bytes(60_000_000))
    return stream.getvalue()


def sites(*rows: dict[str, Any], separator: str = ",", encoding: str = "utf-8") -> bytes:
    return as_csv("site-eco", list(rows), separator).decode().encode(encoding)


@dataclass(frozen=True)
class Repaired:
    """A file that is taken, with what the report says and what the registry then holds."""

    content: Callable[[], bytes]
    said: tuple[str, str, str]
    values: dict[str, Any] = field(default_factory=dict)
    name: str = "sites.csv"


REPAIRED = {
    "semicolons": Repaired(lambda: sites(site_row(1), separator=";"), ("0", "", "separator")),
    "tabs": Repaired(lambda: sites(site_row(1), separator="\t"), ("0", "", "separator")),
    "bars": Repaired(lambda: sites(site_row(1), separator="|"), ("0", "", "separator")),
    "cp1252": Repaired(
        lambda: sites(site_row(1, site_nom="Été 1"), encoding="cp1252"),
        ("0", "", "encoding"),
        {"site_nom": "Été 1"},
    ),
    "utf-16": Repaired(
        lambda: sites(site_row(1, site_nom="Été 1"), encoding="utf-16"),
        ("0", "", "encoding"),
        {"site_nom": "Été 1"},
    ),
    "decimal comma": Repaired(
        lambda: sites(site_row(1, site_surf_brute="20,5")),
        ("2", "site_surf_brute", "decimal-comma"),
        {"site_surf_brute": 20.5},
    ),
    "swapped coordinates": Repaired(
        lambda: sites(site_row(1, site_geomsurf=outline([(y, x) for x, y in SQUARE]))),
        ("2", "site_geomsurf", "axes-swapped"),
    ),
    "Lambert-93": Repaired(
        lambda: sites(site_row(1, site_geomsurf=outline([lambert_93(*one) for one in SQUARE]))),
        ("2", "site_geomsurf", "system"),
    ),
    "a spike": Repaired(
        lambda: sites(site_row(1, site_geomsurf=outline(SPIKE))),
        ("2", "site_geomsurf", "shape-repaired"),
    ),
    "a former commune": Repaired(
        lambda: sites(site_row(1, site_comm_insee=former_code())),
        ("2", "site_comm_insee", "commune-former"),
    ),
    "a formula": Repaired(
        lambda: sites(site_row(1, site_nom='=HYPERLINK("http://x.invalid")')),
        ("2", "site_nom", "formula"),
        {"site_nom": '=HYPERLINK("http://x.invalid")'},
    ),
    "a GeoPackage that is a CSV": Repaired(
        lambda: sites(site_row(1)), ("0", "", "not-as-named"), name="sites.gpkg"
    ),
}

Line = tuple[str, str, str]
REFUSED: dict[str, tuple[Callable[[], bytes], Line, str]] = {
    "a self-crossing outline": (
        lambda: sites(site_row(1, site_geomsurf=outline(BOW))),
        ("2", "site_geomsurf", "shape-unreadable"),
        "sites.csv",
    ),
    "an unknown commune": (
        lambda: sites(site_row(1, site_comm_insee="99999")),
        ("2", "site_comm_insee", "commune-unknown"),
        "sites.csv",
    ),
    "a second row of the same identifier": (
        lambda: sites(site_row(1, site_comm_insee="99999"), site_row(1)),
        ("3", "site_id", "duplicate"),
        "sites.csv",
    ),
    "a row cut short": (
        lambda: sites(site_row(1))[:-90],
        ("2", "site_geomsurf", "shape-unreadable"),
        "sites.csv",
    ),
}

UNREADABLE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb named as CSV": ("sites.csv", bomb),
    "a bomb named as a GeoPackage": ("sites.gpkg", bomb),
    "a bomb named as GeoJSON": ("sites.geojson", bomb),
    "a GeoPackage that is none": ("sites.gpkg", lambda: b"SQLite format 3\x00" + bytes(4096)),
    "a GeoJSON cut short": ("sites.geojson", lambda: b'{"type":"FeatureCollection","features":[{'),
    "no table": ("sites.csv", lambda: b"a,b\n1,2\n"),
}


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None, settings: Any, tmp_path: Path) -> World:
    settings.CLOCK = lambda: NOW
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    return made


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.users["epci_a"], backend=configured.AUTHENTICATION_BACKENDS[0])
    return client


def state() -> Any:
    """Return everything that a delivery could change in the registry."""
    rows = list(Site.objects.order_by("pk").values())
    return changes.number(), rows, Lot.objects.count(), Superseded.objects.count()


def stored() -> set[str]:
    """Return the digests of the files of the store, and anything left elsewhere in it."""
    folder = files.folder()
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def listed(*digests: str) -> set[str]:
    return {str(files.path_of(one).relative_to(files.folder())) for one in digests if one}


def sent(client: Client, name: str, content: bytes) -> Delivery:
    """Send a file by the form and let the worker check it."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("registry-deposit"), {"fichier": file})
    assert answer.status_code == 302, answer.content.decode()
    while work_once("essai", lambda: NOW):
        pass
    return Delivery.objects.get(reference=answer["Location"].rstrip("/").rsplit("/", 1)[-1])


def page_of(client: Client, delivery: Delivery, act: str = "") -> Any:
    address = reverse("delivery", args=[delivery.reference])
    return client.post(address, {"acte": act}) if act else client.get(address)


@pytest.mark.parametrize("case", REPAIRED.values(), ids=REPAIRED)
def test_what_can_be_repaired_is_said_then_written_at_once(client: Client, case: Repaired) -> None:
    before = state()
    delivery = sent(client, case.name, case.content())
    lines = {(line["row"], line["field"], line["code"]) for line in report_of(delivery)}
    assert case.said in lines
    said = next(line for line in report_of(delivery) if line["code"] == case.said[2])
    shown = page_of(client, delivery).content.decode()
    assert said["texte"].split("«")[0].strip()[:20] in shown
    assert state() == before
    kept = listed(delivery.digest, delivery.report_digest)
    assert stored() == kept | listed(delivery.summary["staged"])

    entries = Entry.objects.count()
    assert page_of(client, delivery, "appliquer").status_code == 302
    site = Site.objects.get(identifier=ONE)
    assert (site.commune_code != "", site.number, site.visibility) == (True, 1, "private")
    assert site.longitude == pytest.approx(X + 0.0025, abs=0.001)
    assert site.latitude == pytest.approx(Y + 0.0025, abs=0.001)
    assert {name: site.values[name] for name in case.values} == case.values
    assert Entry.objects.count() == entries + 1
    assert [row for row in before[1] if row not in state()[1]] == []


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_cannot_is_refused_with_row_and_field(
    client: Client, case: tuple[Callable[[], bytes], Line, str]
) -> None:
    make, line, name = case
    before = state()
    delivery = sent(client, name, make())
    assert delivery.state == Delivery.State.REFUSED
    assert line in refused(delivery)
    shown = page_of(client, delivery).content.decode()
    assert "Aucune ligne n’est acceptée" in shown
    assert line[1] in shown
    assert page_of(client, delivery, "appliquer").status_code == 422
    assert state() == before
    staged = listed(delivery.summary["staged"])
    assert stored() == listed(delivery.digest, delivery.report_digest) | staged


@pytest.mark.parametrize("case", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_refused_by_its_name_and_nothing_is_unpacked(
    client: Client, case: tuple[str, Callable[[], bytes]]
) -> None:
    name, make = case
    before = state()
    delivery = sent(client, name, make())
    assert delivery.state == Delivery.State.REFUSED
    for language in ("fr", "en"):
        assert name in delivery.summary["fault"][language]
    assert "Le fichier ne peut pas être lu" in page_of(client, delivery).content.decode()
    assert page_of(client, delivery, "appliquer").status_code == 422
    assert state() == before
    assert stored() == listed(delivery.digest)


class Arriving:
    """A body of a declared length, of which only what is asked for is made."""

    HEAD = (
        b'--limite\r\nContent-Disposition: form-data; name="fichier"; filename="sites.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )

    def __init__(self, arrives: int) -> None:
        self.left, self.read_bytes = self.HEAD + b"", 0
        self.arrives = arrives

    def read(self, size: int = -1) -> bytes:
        wanted = min(65_536 if size < 0 else size, self.arrives - self.read_bytes)
        head, self.left = self.left[:wanted], self.left[wanted:]
        self.read_bytes += wanted
        return head + b"0" * (wanted - len(head))

    def readline(self, size: int = -1) -> bytes:
        return self.read(size)


def arriving(client: Client, declared: int, arrives: int) -> tuple[Any, Arriving]:
    body = Arriving(arrives)
    more: dict[str, Any] = {"wsgi.input": body, "CONTENT_LENGTH": str(declared)}
    kind = "multipart/form-data; boundary=limite"
    answer = client.generic("POST", reverse("registry-deposit"), b"x", content_type=kind, **more)
    return answer, body


def test_half_a_gigabyte_is_cut_early_and_an_upload_that_breaks_off_leaves_nothing(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.REGISTRY_FILE_MEGABYTES = 1
    before, deliveries = state(), Delivery.objects.count()
    answer, body = arriving(client, 500_000_000, 500_000_000)
    assert answer.status_code == 422
    assert "dépasse" in answer.content.decode()
    assert body.read_bytes < 3_000_000

    answer, body = arriving(client, 400_000, 200_000)
    assert answer.status_code == 422
    assert "interrompu" in answer.content.decode()
    assert body.read_bytes == 200_000

    # A little above the limit: the service itself says so.
    file = SimpleUploadedFile("sites.csv", sites(site_row(1)) + b"\n" * 1_100_000)
    answer = client.post(reverse("registry-deposit"), {"fichier": file})
    assert answer.status_code == 422
    assert "dépasse" in answer.content.decode()

    assert (state(), Delivery.objects.count()) == (before, deliveries)
    assert stored() == set()
    assert list((tmp_path / "uploads").iterdir()) == []
