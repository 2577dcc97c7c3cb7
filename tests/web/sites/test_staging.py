"""Files that hold what no text holds: checked to their end, and said in words that any database takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rebond.web.dossiers import files
from rebond.web.sites.models import Delivery
from tests.web.sites.given_files import deliver, site_row
from tests.web.world import World


def collection(*rows: dict[str, Any]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {name: cell for name, cell in row.items() if name != "site_geomsurf"},
            "geometry": json.loads(row["site_geomsurf"]),
        }
        for row in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


@pytest.mark.parametrize("odd", ["A\ud800B", "A\x00B"])
def test_a_character_that_is_none_refuses_its_row_and_the_check_ends(
    world: World, odd: str
) -> None:
    rows = [
        site_row(1, **{f"colonne {odd}": "x"}),
        site_row(2, site_nom=odd),
        site_row(3, site_id=odd),
        site_row(4, site_type=odd, site_geompoint=odd),
    ]
    delivery = deliver(world, "epci_a", collection(*rows), "sites.geojson")
    assert delivery.state == Delivery.State.CHECKED
    assert (delivery.summary["counts"]["accepted"], delivery.summary["counts"]["refused"]) == (1, 3)
    assert "\\u0000" not in json.dumps(delivery.summary)
    assert "\\ud800" not in json.dumps(delivery.summary)
    report = files.path_of(delivery.report_digest).read_text(encoding="utf-8")
    assert "site_nom,refused,unwritable" in report
    assert "\x00" not in report
    # Neither do the names of columns of a file that is refused whole.
    whole = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {odd: 1}}]}
    refused = deliver(world, "epci_a", json.dumps(whole).encode(), "autre.geojson")
    assert refused.state == Delivery.State.REFUSED
    assert "\\u0000" not in json.dumps(refused.summary)
