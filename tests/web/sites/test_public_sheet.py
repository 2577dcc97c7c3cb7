"""The sheet of a site: two pages whatever it holds, in the page's language, the same bytes for the same data."""

from __future__ import annotations

import io
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import translation

from rebond.procedure.examples import shipped_example
from rebond.web.sites import queries
from rebond.web.sites.groups import GROUPS
from rebond.web.sites.models import Consent, Site
from rebond.web.sites.pages import page_of
from rebond.web.sites.sheet import sheet_of, sheet_pdf
from tests.web.sites.test_public_page import made, world  # noqa: F401 - fixtures
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    read = pypdf.PdfReader(io.BytesIO(content))
    text = " ".join(one.extract_text() for one in read.pages)
    for sign in ("\u00a0", "\u202f", "\n"):
        text = text.replace(sign, " ")
    return " ".join(text.split())


def fetch(client: Client, identifier: str, prefix: str = "") -> tuple[pypdf.PdfReader, str]:
    response = client.get(f"{prefix}/sites/{identifier}/fiche.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(response.content)), text_of(response.content)


def test_a_real_site_has_two_pages_that_say_what_is_unknown(
    world: World,  # noqa: F811
    client: Client,
    settings: Any,
) -> None:
    # The address is the installation's own, whatever host the request names.
    settings.BASE_URL = "https://rebond.exemple.invalid"
    read, text = fetch(client, "v1-le-carnet")
    assert len(read.pages) == 2
    assert read.trailer["/Root"]["/Lang"] == "fr"
    assert "/StructTreeRoot" in read.trailer["/Root"]
    for words in (
        "Le Carnet",
        "110 ha",
        "non établi",
        "Non établi : réseau d’eau pluviale",
        "Emplois dans un rayon de 30 km",
        "https://rebond.exemple.invalid/sites/v1-le-carnet/",
        "Établie le 2 juin 2031",
        "non confirmé par le gestionnaire",
    ):
        assert words in text, words
    english, _text = fetch(client, "v1-le-carnet", "/en")
    assert english.trailer["/Root"]["/Lang"] == "en"
    assert len(english.pages) == 2
    _nowhere, text = fetch(client, "v1-axioparc")
    assert "Lieu non établi" in text


def test_the_same_data_give_the_same_bytes_and_other_data_others(
    world: World,  # noqa: F811
    client: Client,
) -> None:
    address = f"/sites/{world.sites['public'].identifier}/fiche.pdf"
    first = client.get(address).content
    assert client.get(address).content == first
    Site.objects.filter(pk=world.sites["public"].pk).update(extension={"power_mva": 13})
    assert client.get(address).content != first


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_site_full_to_the_brim_still_fits_two_pages_and_loses_no_heading(
    world: World,  # noqa: F811
    lang: Any,
) -> None:
    site = world.sites["public"]
    plan = shipped_example("friche_fictive")
    assert plan is not None
    long = "mot " * 150
    Site.objects.filter(pk=site.pk).update(
        plan=plan.read.site.as_json(),
        values={
            **site.values,
            **{f"reseau_{one}": "oui" for one in ("gaz", "electrique", "fibre_optique")},
            "site_nom": f"Nom {long}"[:200],
            "desserte_route_nom": f'#import "x"; $route$ {long}',
            "gare_nom": long,
            "port_nom": long,
        },
        extension={**site.extension, "constraints": "|".join(["contrainte " * 9] * 9)},
        public_pages={
            "source_url": [f"https://exemple.invalid/{n}/{'a' * 300}" for n in range(30)]
        },
    )
    Consent.objects.filter(site=site).update(groups=list(GROUPS))
    lot = site.lots.get()
    for n in range(40):
        lot.pk, lot.identifier = None, f"14366_TERRAIN-ECO_{n:05d}"
        lot.save(force_insert=True)
    with translation.override(lang):
        found = queries.with_public(queries.visible(None)).get(pk=site.pk)
        content = sheet_pdf(page_of(found, NOW.date()), "https://exemple.invalid/sites/x/")
        said = sheet_of(page_of(found, NOW.date()), "https://exemple.invalid/sites/x/")
    read = pypdf.PdfReader(io.BytesIO(content))
    assert len(read.pages) == 2
    text = text_of(content)
    for key in (
        "heading_areas",
        "heading_ready",
        "heading_utilities",
        "heading_lots",
        "heading_around",
    ):
        assert said[key].replace("\u00a0", " ").replace("\u202f", " ") in text, key
    assert "#import" in text, "what a site says is written, never run"
    last = read.pages[1].extract_text()
    assert "exemple.invalid/5" in last.replace("\n", ""), "the last source is not cut off"


@pytest.mark.usefixtures("world")
def test_an_estimate_of_ours_is_not_printed(client: Client) -> None:
    text = fetch(client, "les-portes-du-tarn")[1]
    assert "Palier" not in text
    assert "huit fois sur dix" not in text
    assert "latribune" in text
