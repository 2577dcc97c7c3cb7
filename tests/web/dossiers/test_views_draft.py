"""Filling a draft: parts saved without a script, answers saved as typed, conflicts shown, borders kept."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from rebond.web.dossiers import queries, services
from rebond.web.dossiers.models import Answer, Dossier, SetAside
from rebond.web.dossiers.prefill import beside
from rebond.web.dossiers.rendering_sections import roots, sections
from rebond.web.journal.models import Entry
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def signed_in(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def section(world: World, part: str = "site", dossier: str = "a_draft") -> str:
    return f"/dossiers/{world.dossiers[dossier].reference}/remplir/{part}/"


def sent(client: Client, address: str, **changed: Any) -> dict[str, Any]:
    """Return what a browser would send from the page as it stands, with some fields changed."""
    html = client.get(address).content.decode()
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", html, re.S):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if name is None or (kind and kind[1] in {"radio", "checkbox"} and "checked" not in tag):
            continue
        data[name[1]] = unescaped(value[1]) if value else ""
    for name_, text in re.findall(
        r'<textarea[^>]*name="([^"]*)"[^>]*>\n(.*?)</textarea>', html, re.S
    ):
        data[name_] = unescaped(text)
    return {**data, **changed}


def unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def value(world: World, path: str, dossier: str = "a_draft") -> Any:
    row = Answer.objects.filter(dossier=world.dossiers[dossier], path=path).first()
    return row.value if row else None


def test_sending_a_part_saves_only_what_was_changed(world: World) -> None:
    client = signed_in(world, "epci_a")
    before = dict(Answer.objects.values_list("path", "version"))
    data = sent(client, section(world), surface_brute_ha="72,25", site_emprise="49.1458, 0.2256")
    response = client.post(section(world), {**data, "action": "save"})
    assert response.status_code == 302
    assert value(world, "surface_brute_ha") == "72.25"
    assert value(world, "site_emprise") == {"type": "Point", "coordinates": [0.2256, 49.1458]}
    after = dict(
        Answer.objects.filter(dossier=world.dossiers["a_draft"]).values_list("path", "version")
    )
    assert after["site_nom"] == before["site_nom"]
    assert after["surface_brute_ha"] == before["surface_brute_ha"] + 1


def test_what_cannot_be_read_stays_in_the_page_and_changes_nothing(world: World) -> None:
    client = signed_in(world, "epci_a")
    data = sent(client, section(world), surface_brute_ha="beaucoup <b>", site_nom="Site renommé")
    response = client.post(section(world), {**data, "action": "next"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "beaucoup &lt;b&gt;" in html
    assert 'href="#f-surface_brute_ha"' in html
    assert 'aria-invalid="true"' in html
    assert value(world, "surface_brute_ha") == "60.00"
    assert value(world, "site_nom") == "Site renommé"


def test_a_field_that_two_people_changed_is_set_aside_and_shown_and_can_be_put_back(
    world: World,
) -> None:
    first, second = signed_in(world, "epci_a"), signed_in(world, "epci_a_second")
    mine = sent(first, section(world), surface_brute_ha="70", site_nom="Nom de la première")
    theirs = sent(second, section(world), surface_brute_ha="80")
    assert second.post(section(world), {**theirs, "action": "save"}).status_code == 302
    response = first.post(section(world), {**mine, "action": "next"})
    assert response.status_code == 302
    assert response["Location"].endswith("/site/#f-surface_brute_ha")
    assert value(world, "surface_brute_ha") == "80.00"
    assert value(world, "site_nom") == "Nom de la première"
    html = first.get(section(world)).content.decode()
    aside = SetAside.objects.get()
    assert "epci_a_second (fictif) a changé cette réponse" in html
    assert f"settle:{aside.pk}:mine" in html
    assert "70,00" in html
    again = sent(first, section(world))
    settled = first.post(section(world), {**again, "action": f"settle:{aside.pk}:mine"})
    assert settled.status_code == 302
    assert value(world, "surface_brute_ha") == "70.00"
    assert not queries.set_asides(world.dossiers["a_draft"])


def test_a_list_grows_and_shrinks_without_a_script_and_keeps_what_was_typed(world: World) -> None:
    client, address = signed_in(world, "epci_a"), section(world, "foncier")
    data = sent(client, address, foncier_maitrise="true")
    response = client.post(address, {**data, "action": "add:proprietaires"})
    assert re.search(r"#f-proprietaires-\w+$", response["Location"])
    assert value(world, "foncier_maitrise") is True
    item = next(
        path for path in queries.answers_of(world.dossiers["a_draft"]) if "proprietaires." in path
    )
    filled = sent(client, address, **{f"{item}.proprietaire_surface_ha": "12"})
    client.post(address, {**filled, "action": "save"})
    assert value(world, f"{item}.proprietaire_surface_ha") == "12.00"
    client.post(address, {**sent(client, address), "action": f"remove:{item}"})
    assert not [p for p in queries.answers_of(world.dossiers["a_draft"]) if item in p]


def test_a_question_that_hangs_on_another_says_so_without_a_script(world: World) -> None:
    client = signed_in(world, "epci_a")
    html = client.get(section(world)).content.decode()
    assert 'data-asked-by="usage_actuel"' in html
    assert "À remplir si vous répondez" in html


def answered(client: Client, world: World, **body: Any) -> Any:
    address = f"/dossiers/{world.dossiers['a_draft'].reference}/reponse/"
    return client.post(address, json.dumps(body), content_type="application/json")


def test_an_answer_is_saved_as_it_is_typed_with_its_version(world: World) -> None:
    client = signed_in(world, "epci_a")
    first = answered(client, world, path="site_nom", held="Un nom", version=1)
    assert first.status_code == 200
    body = first.json()
    assert (body["state"], body["version"]) == ("saved", 2)
    assert body["said"] == "Enregistré à 11\u00a0h"
    conflict = answered(
        signed_in(world, "epci_a_second"), world, path="site_nom", held="Autre <i>", version=1
    )
    assert conflict.status_code == 409
    assert "Autre &lt;i&gt;" in conflict.json()["html"]
    assert value(world, "site_nom") == "Un nom"
    assert SetAside.objects.get().value == "Autre <i>"


def test_typing_on_after_a_conflict_never_goes_over_theirs(world: World) -> None:
    answered(signed_in(world, "epci_a"), world, path="site_nom", held="Le leur", version=1)
    second = signed_in(world, "epci_a_second")
    first = answered(second, world, path="site_nom", held="Le mien", version=1).json()
    answered(second, world, path="site_nom", held="Le mien, suite", version=first["version"])
    assert value(world, "site_nom") == "Le leur"
    assert SetAside.objects.get().value == "Le mien, suite"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"path": "surface_brute_ha", "held": "beaucoup", "version": 1}, 422),
        ({"path": "inconnu", "held": "x", "version": 0}, 422),
        ({"path": "site_emprise", "held": "ici", "version": 0}, 422),
        ({"path": "pieces", "held": "x", "version": 0}, 422),
        ({"path": "site_nom"}, 400),
        ([], 400),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_words(
    body: Any, status: int, world: World
) -> None:
    client = signed_in(world, "epci_a")
    address = f"/dossiers/{world.dossiers['a_draft'].reference}/reponse/"
    before = dict(Answer.objects.values_list("path", "value"))
    response = client.post(address, json.dumps(body), content_type="application/json")
    assert response.status_code == status
    assert dict(Answer.objects.values_list("path", "value")) == before


@pytest.mark.parametrize("persona", ["epci_b", "commune_c", "prefecture_1", "national", "recused"])
def test_another_organisation_neither_reads_nor_writes_a_draft(persona: str, world: World) -> None:
    client = signed_in(world, persona)
    reference = world.dossiers["a_draft"].reference
    for path in ("", "remplir/site/", "manque/", "auto-evaluation/", "deposer/", "retirer/"):
        assert client.get(f"/dossiers/{reference}/{path}").status_code in {403, 404}, path
    assert client.get(f"/dossiers/{reference}/").status_code == 404
    assert answered(client, world, path="site_nom", held="x", version=1).status_code in {403, 404}
    assert value(world, "site_nom") == "Site fictif a_draft"
    assert not Entry.objects.exists()


def test_a_reader_sees_the_draft_and_changes_nothing(world: World) -> None:
    client = signed_in(world, "epci_a_reader")
    html = client.get(section(world)).content.decode()
    assert "sans pouvoir le changer" in html
    assert html.count("disabled") > 5
    assert "data-draft" not in html
    assert client.post(section(world), {"site_nom": "x", "action": "save"}).status_code == 403
    assert answered(client, world, path="site_nom", held="x", version=1).status_code == 403


def test_a_filed_dossier_has_no_form_any_more(world: World) -> None:
    client = signed_in(world, "epci_a")
    address = section(world, dossier="a_filed")
    assert client.get(address).status_code == 302
    client.post(address, {"site_nom": "x", "action": "save"})
    assert value(world, "site_nom", "a_filed") == "Site fictif a_filed"


def test_a_correction_opens_only_what_it_asks(world: World) -> None:
    dossier = world.dossiers["a_filed"]
    services.ask_correction(
        world.actor("prefecture_1"),
        dossier,
        ["surface_brute_ha"],
        "Vérifiez.",
        NOW.replace(month=7),
        NOW,
    )
    client = signed_in(world, "epci_a")
    overview = client.get(f"/dossiers/{dossier.reference}/").content.decode()
    assert "Vérifiez." in overview
    assert "Surface brute" in overview
    address = section(world, dossier="a_filed")
    html = client.get(address).content.decode()
    assert re.search(r'id="f-site_nom"[^>]*disabled', html, re.S)
    assert not re.search(r'id="f-surface_brute_ha"[^>]*disabled', html, re.S)
    client.post(address, {**sent(client, address, surface_brute_ha="65"), "action": "save"})
    assert value(world, "surface_brute_ha", "a_filed") == "65.00"


def test_a_part_costs_the_same_number_of_queries_however_long_its_lists(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client, actor = signed_in(world, "epci_a"), world.actor("epci_a")
    dossier = Dossier.objects.get(pk=world.dossiers["a_draft"].pk)
    for _ in range(3):
        services.add_item(actor, dossier, "proprietaires", NOW)
    address = section(world, "foncier")
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    for _ in range(27):
        services.add_item(actor, dossier, "proprietaires", NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@pytest.mark.parametrize(
    "body",
    [
        b'{"path":"site_nom","held":"x","version":-1}',
        b'{"path":"site_nom","held":"x","version":1e999}',
        b'{"path":"site_nom","held":"x","version":true}',
        b'{"path":"site_nom","held":"x","version":1' + b"0" * 400 + b"}",
        b'{"path":"site_nom","held":"\\ud800","version":1}',
        b'{"path":"site_emprise","held":{"type":"Point","coordinates":[1e999,2]},"version":0}',
        b"[" * 100_000,
        b"[]",
        b"\xff",
    ],
)
def test_what_no_page_sends_is_not_read(world: World, body: bytes) -> None:
    client = signed_in(world, "epci_a")
    one = world.dossiers["a_draft"]
    address = reverse("dossier-answer", args=[one.reference])
    got = client.post(address, body, content_type="application/json")
    assert (got.status_code, got.json()) == (400, {"state": "unread"})


@pytest.mark.parametrize(("held", "status"), [(5, 400), ({"a": 1}, 400), (True, 400), ([[]], 422)])
def test_communes_of_another_shape_are_refused(world: World, held: object, status: int) -> None:
    client = signed_in(world, "epci_a")
    one = world.dossiers["a_draft"]
    address = reverse("dossier-answer", args=[one.reference])
    body = {"path": "site_communes", "held": held, "version": 0}
    got = client.post(address, body, content_type="application/json")
    assert got.status_code == status


def test_facts_of_open_data_stand_under_the_questions_with_their_source(world: World) -> None:
    client, one = signed_in(world, "epci_a"), world.dossiers["a_draft"]
    services.save_answer(world.actor("epci_a"), one, "site_communes", "14366", 1, NOW)
    facts = beside(one, queries.answers_of(one))
    path, fact = next((p, f) for p, fs in facts.items() for f in fs if f.value is not None)
    root = path.split(".")[0]
    form = one.revision.measure.form
    part = next(each for each in sections(form) if root in roots(each))
    html = unescaped(client.get(section(world, part.id)).content.decode())
    assert fact.said.fr in html
    assert fact.source.fr in html
    assert fact.vintage.fr in html
