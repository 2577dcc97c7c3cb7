from __future__ import annotations

import csv
import datetime
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rebond.procedure.examples import shipped_example, shipped_examples
from rebond.procedure.plan_result import SitePlan
from rebond.procedure.plan_words import day_text, span_text
from rebond.procedure.planning import plan_site
from tests.web.procedures.test_asking import HOSTILE

CONTENT = shipped_example("friche_fictive").content
BROWNFIELD = "exemple=friche_fictive&au=2026-11-21"
INVENTED = "name: Friche des Fonderies (site fictif)"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return plain(response.content.decode())


def test_the_start_offers_each_example_labelled_real_or_fictitious(client: Client) -> None:
    text = body(client, "/sites/plans/")
    for example in shipped_examples():
        assert f"?exemple={example.id}" in text
    assert text.count("<strong>Site réel</strong>") == 2
    assert text.count("<strong>Site fictif</strong>") == 1
    assert 'enctype="multipart/form-data"' in text
    assert client.get("/sites/plan/").status_code == 200


@pytest.fixture(scope="module")
def brownfield() -> SitePlan:
    return plan_site(shipped_example("friche_fictive").read, as_of=datetime.date(2026, 11, 21))


def written(day: datetime.date) -> str:
    return plain(day_text(day).fr)


def test_a_brownfield_shows_its_answer_tier_path_and_order(
    client: Client, brownfield: SitePlan
) -> None:
    text = body(client, f"/sites/plan/?{BROWNFIELD}")
    assert f"<strong>{span_text(brownfield.dates).fr}</strong>" in text
    assert f"{written(brownfield.dates.p50)} (P50)" in text
    assert f"{written(brownfield.dates.p90)} (P90)" in text
    assert "Palier 2 sur 5" in text
    assert "Pour atteindre le palier 3" in text
    assert "Étude faune-flore : périmé" in text
    assert "chemin critique" in text
    assert "1. Étude faune-flore sur quatre saisons" in text
    assert "55 000 €" in text
    assert "Site fictif" in text
    assert "Un label n’est pas un permis" in text


def test_a_greenfield_says_that_it_is_real_and_what_is_unknown(client: Client) -> None:
    text = body(client, "/en/sites/plan/?exemple=le_carnet&au=2026-11-21")
    assert "Real site, from public pages only" in text
    assert "What is not known of the site weighs on this date" in text
    assert "To be established for this site" in text
    assert "Tier 1 of 5" in text
    assert "Fictitious" not in text
    assert 'href="https://www.lejournaldesentreprises.com' in text
    assert "source-S31" in text


def test_the_promises_stand_with_their_source(client: Client) -> None:
    text = body(client, "/sites/plan/?exemple=le_carnet&au=2026-11-21")
    assert "Permis de construire en 3 mois" in text
    assert "Autorisation environnementale en 9 mois" in text
    assert '<a class="cites" href="#source-S31">[S31]</a>' in text
    assert "selon ce qui n’est pas connu" in text
    brown = body(client, f"/sites/plan/?{BROWNFIELD}")
    assert "sans objet : rien de tel n’est à commencer sur ce site" in brown


def test_a_study_supposed_done_is_ticked_and_told(client: Client, brownfield: SitePlan) -> None:
    text = body(client, f"/sites/plan/?{BROWNFIELD}&fait=etude_faune_flore")
    assert "Supposé fait : Étude faune-flore sur quatre saisons" in text
    gain = next(one for one in brownfield.gains if one.tasks == ("etude_faune_flore",))
    assert f"{gain.p50_days} jours plus tôt, au lieu du {written(brownfield.dates.p50)}" in text
    assert f"{written(gain.p50_on)} (P50)" in text
    assert re.search(r'value="etude_faune_flore"[^>]* checked', text)


def test_a_date_hoped_for_has_its_chance(client: Client) -> None:
    text = body(client, f"/sites/plan/?{BROWNFIELD}&souhaite=2036-01-01")
    assert "En service au plus tard le 1er janvier 2036" in text


def test_a_changed_assumption_moves_the_plan_and_is_marked(
    client: Client, brownfield: SitePlan
) -> None:
    query = f"{BROWNFIELD}&h.works.low=30&h.works.mode=60&h.works.high=90"
    text = body(client, f"/sites/plan/?{query}")
    assert f"{written(brownfield.dates.p50)} (P50)" not in text
    assert "<strong>changé.</strong>" in text
    assert "<strong>hypothèse.</strong>" in text
    assert "<strong>donné par le site.</strong>" in text
    assert 'data-original="365"' in text


def test_a_wrong_assumption_is_named_beside_its_field(client: Client, brownfield: SitePlan) -> None:
    text = body(client, f"/sites/plan/?{BROWNFIELD}&h.works.low=900&h.contested.chance=abc")
    assert "Les jours vont en croissant" in text
    assert "Écrivez des nombres" in text
    assert f"{written(brownfield.dates.p50)} (P50)" in text


def post(client: Client, path: str = "/sites/plan/", **data: Any) -> Any:
    return client.post(path, data)


def test_a_file_and_a_text_are_planned_and_given_back_to_be_changed(
    client: Client, brownfield: SitePlan
) -> None:
    for sent in (
        {"description": CONTENT, "au": "2026-11-21"},
        {"fichier": SimpleUploadedFile("s.yaml", CONTENT.encode()), "au": "2026-11-21"},
    ):
        response = post(client, **sent)
        text = plain(response.content.decode())
        assert response.status_code == 200
        assert f"{written(brownfield.dates.p50)} (P50)" in text
        assert "id: friche-fictive" in text
        assert 'name="csrfmiddlewaretoken"' in text


def test_json_is_read_like_yaml(client: Client, brownfield: SitePlan) -> None:
    described = shipped_example("friche_fictive").read.site.model_dump(
        mode="json", exclude_none=True
    )
    response = post(client, description=json.dumps(described), au="2026-11-21")
    assert response.status_code == 200
    assert f"{written(brownfield.dates.p50)} (P50)" in plain(response.content.decode())


def test_nothing_sent_is_kept(client: Client, platform: Path, tmp_path: Path) -> None:
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    post(client, fichier=SimpleUploadedFile("s.yaml", CONTENT.encode()))
    post(client, description=CONTENT)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "friche-fictive" not in client.get("/sites/plans/").content.decode()


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_in_words(content: bytes, client: Client) -> None:
    response = post(client, fichier=SimpleUploadedFile("<b>s.yaml", content))
    text = response.content.decode()
    assert response.status_code == 400
    assert 'role="alert"' in text
    assert "<code>" in text
    assert "<script>alert(1)" not in text
    assert "Traceback" not in text


def test_problems_are_in_the_language_of_the_page_with_line_and_key(client: Client) -> None:
    wrong = CONTENT.replace("zoning: fits", "zoning: parfait")
    line = wrong.splitlines().index("  zoning: parfait") + 1
    for path, says in (("/sites/plan/", "ne convient pas"), ("/en/sites/plan/", "not accepted")):
        text = plain(post(client, path, description=wrong).content.decode())
        assert f"description:{line}" in text
        assert "facts.zoning" in text
        assert says in text
        assert "zoning: parfait" in text, "the text is still in the form"


def test_a_file_that_is_too_large_is_refused_with_its_size(client: Client) -> None:
    for size in (70_000, 5_000_000):
        response = post(client, fichier=SimpleUploadedFile("s.yaml", b"a" * size))
        assert response.status_code == 400
        assert "64 Kio au plus" in plain(response.content.decode())


def test_a_text_that_is_too_large_and_two_files_are_refused(client: Client) -> None:
    assert post(client, description="#" + "x" * 100_000).status_code == 400
    two = [SimpleUploadedFile(f"{n}.yaml", CONTENT.encode()) for n in "ab"]
    assert client.post("/sites/plan/", {"fichier": two}).status_code == 400


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{{ 7*7 }}", "{% url %}", '"><img src=x>', "a" * 300]
)
def test_names_are_words_on_every_output(name: str, client: Client) -> None:
    content = CONTENT.replace(INVENTED, f"name: {json.dumps(name)}")
    for path in ("/sites/plan/", "/sites/plan/reponse/"):
        response = post(client, path, description=content)
        assert response.status_code == 200
        assert b"<script>alert(1)" not in response.content
        assert b"<img src=x" not in response.content
    assert post(client, "/sites/plan/document.pdf", description=content).status_code == 200


def test_without_its_token_a_form_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sites/plan/", {"description": CONTENT}).status_code == 403


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("0001-01-01", "jours"),
        ("1990-01-01", "aucune version"),
        ("9999-12-31", "sort du calendrier"),
    ],
)
def test_a_day_that_no_law_covers_is_refused_in_words(day: str, says: str, client: Client) -> None:
    response = client.get(f"/sites/plan/?exemple=friche_fictive&au={day}")
    assert response.status_code == 400
    assert says in response.content.decode()


def test_a_far_future_works(client: Client) -> None:
    assert client.get("/sites/plan/?exemple=friche_fictive&au=2200-01-01").status_code == 200


def test_the_answer_for_the_script_holds_the_parts_that_change(client: Client) -> None:
    first = client.get(f"/sites/plan/reponse/?{BROWNFIELD}").json()
    assert set(first["parts"]) >= {"answer", "compare", "when", "chances", "anticipate", "left"}
    again = client.get(
        f"/sites/plan/reponse/?{BROWNFIELD}&fait=etude_impact&base={first['base']}"
    ).json()
    assert "anticipate" not in again["parts"]
    assert "Supposé fait" in again["parts"]["answer"]
    assert "plus tôt" in again["said"]
    assert again["base"] == first["base"]


def test_the_answer_says_what_is_wrong_as_data(client: Client) -> None:
    response = client.get("/en/sites/plan/reponse/?exemple=nope")
    assert response.status_code == 400
    assert "Choose among" in response.json()["error"]


def test_the_document_is_a_file_in_the_language_of_the_page(client: Client) -> None:
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/sites/plan/document.pdf?{BROWNFIELD}&fait=etude_impact")
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == 'attachment; filename="friche-fictive.pdf"'
        assert response.content.startswith(b"%PDF-")


def test_steps_and_plan_are_files_for_machines(client: Client) -> None:
    table = client.get(f"/sites/plan/etapes.csv?{BROWNFIELD}").content.decode()
    rows = {row["step"]: row for row in csv.DictReader(io.StringIO(table))}
    assert rows["fauna"]["end_p50"] == "2027-11-21"
    found = client.get(f"/sites/plan/plan.json?{BROWNFIELD}&fait=etude_impact").json()
    assert found["format"] == "rebond-plan/1"
    assert found["order"] is not None
    assert found["what_if"] == ["etude_impact"]


@pytest.mark.parametrize("path", ["document.pdf", "etapes.csv", "plan.json"])
def test_a_file_of_nothing_is_refused_in_words(path: str, client: Client) -> None:
    response = client.get(f"/sites/plan/{path}?exemple=nope")
    assert response.status_code == 400
    assert 'role="alert"' in response.content.decode()


def test_no_cell_is_run_by_a_spreadsheet(client: Client) -> None:
    table = client.get(f"/sites/plan/etapes.csv?{BROWNFIELD}").content.decode()
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)
