"""Pages of territories: every kind, every short form, any day, side by side, on paper."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from pypdf import PdfReader

from rebond.territory.names import comparable
from rebond.web.decisions import queries
from rebond.web.decisions.rows import Candidate
from rebond.web.ledger.models import Fund
from rebond.web.sites.labelled import load
from rebond.web.territories import comparing, money
from tests.web.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluated(platform: Path, shipped: bytes) -> None:
    (platform / "fictif.json").write_bytes(shipped)
    load(NOW)


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


@pytest.mark.usefixtures("evaluated")
@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("commune:14366", "CA Lisieux Normandie"),
        ("epci:200069532", "Lisieux Industrie"),
        ("territoire_industrie:1:ti-2805", "Notre évaluation"),
        ("territoire_industrie:1:ti-9303", "Carros"),
        ("arrondissement:75116", "les valeurs sont celles de Paris"),
        ("departement:14", "Calvados"),
        ("region:28", "9 labels qui ne sont pas de ce programme"),
        ("commune:97411", "non établi"),
        ("zone_emploi:2814", "Lisieux"),
        ("ept:200057867", "leur absence de cette page ne dit rien"),
        ("region:987", "comparé à aucun autre lieu"),
    ],
)
def test_each_kind_has_its_page(client: Client, key: str, words: str) -> None:
    response = client.get(f"/territoires/{key}/")
    assert response.status_code == 200
    assert words in response.content.decode()
    assert "max-age=300" in response["Cache-Control"]
    again = client.get(f"/territoires/{key}/", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("evaluated")
def test_the_many_evaluated_territories_of_a_region_come_by_name(client: Client) -> None:
    page = text_of(client, "/territoires/region:28/")
    section = page.partition('id="evaluation"')[2].partition("</section>")[0]
    names = re.findall(r'<a href="/decisions/[^"]+">([^<]+)</a>', section)
    assert len(names) > 3
    assert names == sorted(names, key=comparable)
    assert "territoires évalués, par nom" in section
    # Few are told one by one, without a fold.
    one = text_of(client, "/territoires/territoire_industrie:1:ti-2805/")
    assert "<details" not in one.partition('id="evaluation"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("14366", "/territoires/commune:14366/"),
        ("200069532", "/territoires/epci:200069532/"),
        ("75116", "/territoires/arrondissement:75116/"),
        ("commune:75116", "/territoires/arrondissement:75116/"),
        ("01003", "/territoires/commune:01003/"),
        ("Lisieux Industrie", "/territoires/territoire_industrie:1:ti-2805/"),
        ("28", "/recherche/?q=28"),
        ("Saint-Denis", "/recherche/?q=Saint-Denis"),
    ],
)
def test_short_forms_lead_to_the_place_or_to_the_choice(
    client: Client, typed: str, address: str
) -> None:
    response = client.get(f"/territoires/{typed}/")
    assert (response.status_code, response.url) == (302, address)
    if address.startswith("/recherche/"):
        sheet = client.get(f"/territoires/{typed}/fiche.pdf")
        assert (sheet.status_code, sheet.url) == (302, address)


@pytest.mark.parametrize(
    "typed",
    ["00000", "commune:00000", "zzzzqq", "%3F", "%00", "commune:", "ti:9:x:y", "é" * 60, "%F0%9F"],
)
def test_what_names_nothing_is_said_in_words(client: Client, typed: str) -> None:
    for path in (f"/territoires/{typed}/", f"/territoires/{typed}/fiche.pdf"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "day",
    [
        "2020-13-01",
        "2020-W01-1",
        "20200101",
        "٢٠٢٠-01-01",
        "hier",
        "2999-01-01",
        "1789-07-14",
        "<b>",
        "1" * 500,
    ],
)
def test_a_day_that_is_none_or_not_known_is_refused(client: Client, day: str) -> None:
    for path in ("commune:14366/", "commune:14366/fiche.pdf", "comparer/"):
        response = client.get(f"/territoires/{path}", {"date": day})
        assert response.status_code == 400
        assert "Date refusée" in response.content.decode()
        assert "<b>" not in response.content.decode().split("<main")[1]


@pytest.mark.usefixtures("evaluated")
def test_a_former_commune_says_what_it_became_and_leads_there(client: Client) -> None:
    text = text_of(client, "/territoires/commune:01003/?jour=01/01/2010")
    assert "Amareins (01003) n’est plus une commune depuis le 1er janvier 1974" in text
    assert "devenue commune associée" in text
    assert "/territoires/commune:01165/?date=2010-01-01" in text
    assert "Le 1er janvier 2010, Amareins n’était plus une commune" in text
    then = text_of(client, "/territoires/commune:01003/?date=1960-05-01")
    assert "Le 1er mai 1960, Amareins était une commune. Ce qu’elle était n’est pas montré" in then
    english = text_of(client, "/en/territoires/commune:01003/")
    assert "Amareins (01003) has not been a commune since 1 January 1974" in english


@pytest.mark.usefixtures("evaluated")
def test_a_successor_names_what_it_took_in_and_says_when_it_was_not_yet_whole(
    client: Client,
) -> None:
    text = text_of(client, "/territoires/commune:01015/")
    assert "Réunit 2 anciennes communes" in text
    assert "/territoires/commune:01340/" in text  # Saint-Bois; Arbignieu left it its code
    assert "n’avait pas ses limites" not in text
    then = text_of(client, "/territoires/commune:01015/?date=2015-12-31")
    assert "cette page compte avec elle Arbignieu et Saint-Bois" in then
    assert "n’avait pas ses limites" not in text_of(
        client, "/territoires/commune:01015/?date=2016-01-01"
    )


@pytest.mark.usefixtures("evaluated")
def test_a_change_without_a_day_lies_between_two_lists(client: Client) -> None:
    text = text_of(client, "/territoires/commune:45287/?date=2020-06-01")
    assert "était encore une commune au 1er janvier 2019 et ne l’était plus" in text
    assert "Ce qu’était Saint-Loup-de-Gonois le 1er juin 2020 n’est pas établi" in text
    assert "entre le 1er janvier 2019 et le 1er janvier 2021" in text


@pytest.mark.usefixtures("evaluated")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        # A département cut in 1968: the commune went on under another code.
        ("commune:78405/", "Milly-la-Forêt n’a plus le code 78405 depuis le 1er janvier 1968"),
        # A code that no source names.
        ("commune:44225/", "Ancienne commune 44225"),
        # A commune re-created: its page is its own, and tells the time that it was none.
        ("commune:85165/", "rétablie au 1er\u00a0janvier 2024"),
        # A name that it had itself.
        ("commune:51108/", "Châlons-sur-Marne"),
        # A seat that moved: the same commune.
        ("commune:14011/", "Aurseulles avait encore le code 14011 au 1er janvier 2024"),
    ],
)
def test_what_is_not_a_merger_is_not_called_one(client: Client, path: str, words: str) -> None:
    assert words in text_of(client, f"/territoires/{path}")


@pytest.mark.usefixtures("evaluated")
@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2015-12-31", ""),
        ("2018-06-01", "Le 1er juin 2018, L’Oie n’était pas une commune"),
        ("2023-06-01", "ait été de nouveau une commune le 1er juin 2023 n’est pas établi"),
        ("2024-01-01", ""),
    ],
)
def test_a_commune_re_created_says_that_it_was_none_in_between(
    client: Client, day: str, words: str
) -> None:
    text = text_of(client, f"/territoires/commune:85165/?date={day}").replace("&#x27;", "’")
    assert words in text
    assert bool(words) == ("nouveau une commune" in text or "n’était pas une commune" in text)


@pytest.mark.usefixtures("evaluated")
def test_a_former_name_finds_the_commune_of_today_and_says_so(client: Client) -> None:
    text = text_of(client, "/recherche/?q=Saint-Bois")
    assert "réunit l’ancienne commune Saint-Bois (01340), jusqu’au 31 décembre 2015" in text
    assert "/territoires/commune:01015/" in text
    response = client.get("/territoires/Amareins/")
    assert response["Location"] == "/territoires/commune:01003/"
    assert (
        client.get("/territoires/Châlons-sur-Marne/")["Location"] == "/territoires/commune:51108/"
    )
    places = client.get("/recherche/suggestions.json", {"q": "annecy-le-v"}).json()["places"]
    details = {one["key"]: one["detail"] for one in places}
    assert "autrefois Annecy-le-Vieux" in details["commune:74010"]


@pytest.mark.usefixtures("evaluated")
def test_a_day_shows_what_was_known_then(client: Client) -> None:
    text = text_of(client, "/territoires/commune:57289/?date=2019-12-31")
    assert "Tel que connu au" in text
    assert "Rien n’établit" not in text
    assert "a reçu un label" not in text


@pytest.mark.usefixtures("evaluated")
@pytest.mark.parametrize("key", ["commune:14366", "region:28", "arrondissement:75116"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_sheet_has_two_pages_and_the_same_bytes(
    client: Client, settings: Any, key: str, language: str
) -> None:
    settings.CLOCK = lambda: NOW
    sheets = [client.get(f"{language}/territoires/{key}/fiche.pdf") for _again in range(2)]
    assert sheets[0]["Content-Type"] == "application/pdf"
    assert sheets[0].content == sheets[1].content
    assert len(PdfReader(io.BytesIO(sheets[0].content)).pages) == 2


@pytest.mark.usefixtures("evaluated")
def test_a_perimeter_says_that_it_did_not_exist_yet_and_its_validity_once(client: Client) -> None:
    page = "/territoires/territoire_industrie:1:ti-2805/"
    early = text_of(client, f"{page}?date=2017-06-01")
    assert "Ce périmètre n’existait pas encore" in early
    # The day is ours, the month is established: said where the day is, in both languages.
    assert early.count("le jour n’est pas établi, le dernier du mois est écrit") == 2
    english = text_of(client, f"/en{page}?date=2017-06-01")
    assert english.count("the day is not established, the last one of the month is written") == 2
    assert "Annoncé en" not in english
    assert "avant le programme" in early
    assert "n’existait pas encore" not in text_of(client, page)
    words = "en vigueur depuis le 30 novembre 2018, fin non établie"
    for path in (page, "/territoires/commune:14366/"):
        assert words in re.sub(r"[\u00a0\u202f]", " ", text_of(client, path)), path


@pytest.mark.usefixtures("evaluated")
def test_the_sheet_and_the_comparison_keep_intervals_and_say_a_bound(client: Client) -> None:
    key = "territoire_industrie:1:ti-2805"
    sheet = client.get(f"/territoires/{key}/fiche.pdf")
    pages = PdfReader(io.BytesIO(sheet.content)).pages
    paper = " ".join(" ".join(page.extract_text() for page in pages).split())
    screen = text_of(client, f"/territoires/comparer/?lieu={key}")
    for text in (paper, screen):
        assert "9 connus sur 55" in text
        assert "au plus 431,7" in text
        assert "80,5" in text, "the upper bound of fibre, whose middle is zero"
    assert "lieu=territoire_industrie%3A1%3Ati-" in screen.partition("Par exemple")[2], (
        "a neighbour"
    )


@pytest.mark.usefixtures("evaluated")
def test_territories_side_by_side(client: Client) -> None:
    text = text_of(
        client, "/territoires/comparer/?lieu=commune:14366&lieu=200069532&lieu=region:28"
    )
    assert text.count('scope="col"') == 3
    assert "CA Lisieux Normandie" in text
    assert "Quels territoires" in text_of(client, "/territoires/comparer/")
    filled = text_of(client, "/territoires/comparer/?lieu=Lisieux [commune:14366]")
    assert 'name="lieu" value="commune:14366"' in filled, "what a suggestion writes is read"


@pytest.mark.usefixtures("evaluated")
def test_the_neighbour_offered_is_the_nearest_on_the_ground() -> None:
    decision = queries.current()
    assert decision is not None
    every = [one for one in decision.candidates if one.lon is not None]

    def km(a: Candidate, b: Candidate) -> float:
        lons, lats = np.radians([a.lon, b.lon]), np.radians([a.lat, b.lat])
        half = np.sin((lats[1] - lats[0]) / 2) ** 2
        half += np.cos(lats[0]) * np.cos(lats[1]) * np.sin((lons[1] - lons[0]) / 2) ** 2
        return float(2 * 6371 * np.arcsin(np.sqrt(half)))

    for here in every:
        near = comparing.nearest(here, decision.candidates)
        assert near is not None
        least = min(km(here, one) for one in every if one.id != here.id)
        assert km(here, near) <= 1.02 * least, here.name


def test_a_comparison_asks_what_it_cannot_settle_and_keeps_the_rest(client: Client) -> None:
    text = text_of(client, "/territoires/comparer/?lieu=14366&lieu=Saint-Denis", 422)
    assert "?lieu=14366&amp;lieu=commune%3A93066" in text
    assert 'name="lieu" value="commune:14366"' in text
    many = "&".join(f"lieu=region:{code}" for code in (11, 24, 27, 28, 32, 44))
    assert "6 territoires demandés" in text_of(client, f"/territoires/comparer/?{many}", 422)
    assert "Aucun territoire" in text_of(client, "/territoires/comparer/?lieu=zzzzqq", 422)


def test_money_with_few_cases_is_secret(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    """The table is the public dataset's own: what is kept back there is kept back here."""
    assert Fund.objects.count() == 0
    assert "Aucune somme réelle" in text_of(client, "/territoires/commune:14366/")
    values = {
        "territory": "territoire_industrie:2:ti-2807",
        "programme": "p",
        "measure": "m",
        "year": 2031,
        "unit": "cents",
        "reservations": None,
        "committed": None,
        "paid": None,
        "is_secret": True,
    }
    row = money._read(values)
    assert row is not None
    monkeypatch.setattr(money, "_table", lambda *_: {row.territory: (row,)})
    assert "secret, trop peu de cas" in text_of(client, "/territoires/commune:14366/")
