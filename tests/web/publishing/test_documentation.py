"""Each address, dataset and setting of what leaves for reuse is described, and what is described runs."""

from __future__ import annotations

import json
import re
import urllib.request
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.models import Token
from rebond.web.publishing.ogc.document import document as ogc_document
from rebond.web.publishing.ogc.serving import CONFORMANCE
from rebond.web.publishing.problems import TITLES
from rebond.web.publishing.services import make_token
from rebond.web.publishing.v1.document import METHODS, document
from rebond.web.sites.models import Site
from tests.web.world import NOW, make_world

DOCS = Path(__file__).parents[3] / "docs"
REFERENCE = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
HOW_TO = (DOCS / "how-to" / "use-the-api.md").read_text(encoding="utf-8")
NOTEBOOK = DOCS / "tutorial" / "from-the-api-to-a-figure.ipynb"


def test_every_address_and_no_other_is_described() -> None:
    real = {
        f"{method.upper()} {path}": tuple(
            one["name"] for one in operations[method].get("parameters", []) if one["in"] == "query"
        )
        for path, operations in document()["paths"].items()
        for method in METHODS
        if method in operations
    }
    told = {
        address: tuple(re.findall(r"`([^`]+)`", parameters))
        for address, parameters in re.findall(
            r"^\| `([A-Z]+ /api/v1/[^`]*)` \| [^|]* \| ([^|]*) \|$", REFERENCE, re.MULTILINE
        )
    }
    assert told == real


def test_every_dataset_is_described_with_its_licence_formats_and_filters() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", REFERENCE, re.MULTILINE
    )
    told = {name: (licence, forms, filters) for name, _what, licence, forms, filters in rows}
    for name, one in datasets().items():
        filters = ", ".join(f"`{each}`" for each in one.filters) or "—"
        assert told.pop(name) == (one.licence.id, ", ".join(one.forms), filters)
    assert told == {}


def test_statuses_scopes_and_conformance_classes_are_described() -> None:
    for status in TITLES:
        assert str(status) in REFERENCE, status
    for scope in Token.Scope.values:
        assert f"`{scope}`" in REFERENCE
    for one in CONFORMANCE:
        assert f"**{one.rpartition('/')[2]}**" in REFERENCE
    for name in ogc_document()["components"]["parameters"]:
        assert f"`{name}" in REFERENCE, name


@pytest.mark.django_db(transaction=True)
def test_the_client_and_the_notebook_run_as_they_are_written(
    live_server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world()
    Site.objects.update(is_fictitious=False)
    secret = make_token(world.actor("epci_a_admin"), "Essai", ["sites:write"], 30, NOW)[1]
    blocks = re.findall(r"```python\n(.*?)```", HOW_TO, re.DOTALL)
    assert len(blocks) == 3
    names: dict[str, Any] = {}
    for block in blocks:
        told = block.replace("https://rebond.example", live_server.url)
        told = told.replace("rebond_…", secret)
        exec(told, names)  # noqa: S102 - our own page
    said = capsys.readouterr().out
    assert "site_cle_en_main" in said
    assert "Parc fictif public" in said
    assert Site.objects.get(identifier="14366_SITE-ECO_0042").extension["power_mva"] == 8
    client = names["Rebond"](live_server.url)
    assert client.get("departements/14") is client.get("departements/14")
    with pytest.raises(ValueError, match="too small"):
        client.get("departements", limit=0)
    for odd in ("../é", "a b", "a?b#c"):  # refused by the API in words, not by Python
        with pytest.raises(ValueError, match=r"\w+ \w+"):
            names["rebond"].write_site(odd, {"site_nom": "x"}, "essai", "2026-11-20")

    monkeypatch.setenv("REBOND_URL", live_server.url)
    mpl.use("Agg")
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not one["outputs"] for one in cells if one["cell_type"] == "code")
    notebook: dict[str, Any] = {}
    for one in cells:
        if one["cell_type"] == "code":
            exec("".join(one["source"]), notebook)  # noqa: S102 - our own notebook
    assert notebook["counts"] == {"28": 1}
    assert [bar.get_width() for bar in notebook["axes"].patches] == [1]
    notebook["plt"].close("all")
    urllib.request.urlcleanup()
