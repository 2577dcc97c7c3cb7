"""Conformant files go through the platform: in without a refused row, out as the standards' own validator wants them, and back the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from rebond.sitefiles import table_schema
from rebond.web.sites import services, tables
from rebond.web.sites.models import Delivery, Site
from tests.sitefiles.conftest import FILES, SCHEMAS
from tests.sitefiles.test_opening import OFFICIAL
from tests.sitefiles.test_tables import OFFICIAL as SCHEMA_FILES
from tests.sitefiles.test_writing import validated
from tests.web.sites.given_files import deliver
from tests.web.world import NOW, World

OURS = {name: FILES / f"{name}.csv" for name in tables.EVERY}
ORDER = (tables.POLES, tables.SITES, tables.LOTS, tables.EXTENSION, tables.ESTABLISHMENTS, tables.BROWNFIELDS)  # fmt: skip


def taken_in(world: World, given: Mapping[str, Path]) -> None:
    """Deliver every table in its order; no row may be refused."""
    for name in ORDER:
        if name not in given:
            continue
        delivery = deliver(world, "national", given[name].read_bytes(), given[name].name)
        assert delivery.table == name
        assert delivery.state == Delivery.State.CHECKED, delivery.summary
        assert not delivery.summary["counts"].get("refused")
        done = services.apply(world.actor("national"), delivery, NOW)
        assert done.summary["applied"]["created"] + done.summary["applied"]["changed"] >= 1


def without_sources(content: bytes) -> str:
    """Return a CSV without the columns of sources, which the schema of the extension leaves out."""
    lines = list(csv.reader(io.StringIO(content.decode(), newline="")))
    kept = [place for place, name in enumerate(lines[0]) if not name.endswith("_source")]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([[line[i] for i in kept] for line in lines])
    return stream.getvalue()


def exported(client: Client, table: str, form: str) -> bytes:
    answer: Any = client.get(reverse("registry-export-whole", args=[table, form]))
    assert answer.status_code == 200
    content: bytes = answer.getvalue()
    return content


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(OURS, id="ours"),
        pytest.param(OFFICIAL, id="official", marks=pytest.mark.shared),
    ],
)
def test_valid_examples_come_in_and_leave_as_the_schemas_want_them_and_come_back(
    world: World, settings: Any, tmp_path: Path, given: Mapping[str, Path]
) -> None:
    settings.CLOCK = lambda: NOW
    if not all(path.exists() for path in given.values()):
        pytest.skip("the shared folder is not here")
    Site.objects.update(extension={})  # the world's own sites are other managers'
    taken_in(world, given)
    client = Client()
    client.force_login(world.users["national"], backend=configured.AUTHENTICATION_BACKENDS[0])
    first = {
        (name, form): exported(client, name, form) for name in given for form in tables.FORMATS
    }
    for name in given:
        (tmp_path / "x.csv").write_text(without_sources(first[name, "csv"]), encoding="utf-8")
        assert first[name, "csv"].count(b"\n") >= 2, name
        assert validated(tmp_path, "x.csv", table_schema(name)) == [], name
        official = SCHEMAS / SCHEMA_FILES[name] if name in SCHEMA_FILES else None
        if official is not None and official.exists():
            schema = json.loads(official.read_text(encoding="utf-8"))
            assert validated(tmp_path, "x.csv", schema) == [], name

    # What was exported comes in again, in each format, and says what stands already.
    for (name, form), content in first.items():
        again = deliver(world, "national", content, f"{name}.{form}", name)
        assert not (again.summary.get("counts") or {"refused": 1}).get("refused"), (name, form)
        done = services.apply(world.actor("national"), again, NOW).summary["applied"]
        assert done["created"] == 0, (name, form)
        if form != "gpkg":
            assert exported(client, name, form) == content, (name, form)
