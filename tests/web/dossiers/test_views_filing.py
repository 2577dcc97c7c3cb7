"""From a draft to its filing and after: what is missing, filing, reading, withdrawing, files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rebond.programme.call_choices import CallChoices, GateChoice, with_choices
from rebond.web.calls.models import Revision
from rebond.web.dossiers import services
from rebond.web.dossiers.models import Attachment, Dossier, Filing
from rebond.web.dossiers.receiving import CappedFileHandler
from tests.web.dossiers.drafts import filled, pdf
from tests.web.dossiers.test_views_draft import signed_in
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_everything_missing_is_listed_at_once_and_leads_to_its_field(world: World) -> None:
    client, reference = signed_in(world, "epci_a"), world.dossiers["a_draft"].reference
    html = client.get(f"/dossiers/{reference}/manque/").content.decode()
    assert f"/dossiers/{reference}/remplir/porteur/?verifier=1#f-porteur_nom" in html
    assert f"/dossiers/{reference}/remplir/atouts/?verifier=1#f-sous_traitants" in html
    checked = client.get(f"/dossiers/{reference}/remplir/porteur/?verifier=1").content.decode()
    assert 'id="f-porteur_nom-faute"' in checked
    plain = client.get(f"/dossiers/{reference}/remplir/porteur/").content.decode()
    assert "-faute" not in plain


def test_an_incomplete_draft_is_not_filed(world: World) -> None:
    client, dossier = signed_in(world, "epci_a"), world.dossiers["a_draft"]
    response = client.post(f"/dossiers/{dossier.reference}/deposer/")
    assert response.status_code == 422
    assert "n’est pas complet" in response.content.decode()
    assert not Filing.objects.filter(dossier=dossier).exists()


def test_a_gate_that_says_no_must_be_acknowledged(world: World) -> None:
    choices = CallChoices(gates={"viabilise": GateChoice(eliminates=True)})
    before = world.calls["open"].revisions.get()
    policy = with_choices(before.programme, "site_cle_en_main", choices)
    Revision.objects.create(
        call=world.calls["open"],
        number=2,
        policy=policy.canonical().decode(),
        policy_digest=policy.digest,
        settings={},
        created_at=NOW,
        published_at=NOW,
    )
    draft = filled(world, "epci_b", terrain_viabilise="non")
    client, address = signed_in(world, "epci_b"), f"/dossiers/{draft.reference}/deposer/"
    assert 'name="confirme"' in client.get(address).content.decode()
    assert client.post(address).status_code == 422
    draft.refresh_from_db()
    assert draft.state == Dossier.State.DRAFT
    assert not Filing.objects.filter(dossier=draft).exists()
    assert client.post(address, {"confirme": "oui"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.eligibility) == (Dossier.State.FILED, "no")


def test_a_gate_that_says_no_without_eliminating_asks_for_nothing(world: World) -> None:
    draft = filled(world, terrain_viabilise="non")
    client, address = signed_in(world, "epci_a"), f"/dossiers/{draft.reference}/deposer/"
    assert 'name="confirme"' not in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.eligibility) == (Dossier.State.FILED, "yes")


def test_a_filed_dossier_is_read_by_its_people_with_its_receipt(world: World) -> None:
    draft = filled(world)
    services.file(world.actor("epci_a"), draft, NOW, confirms_ineligible=True)
    client = signed_in(world, "epci_a")
    page = client.get(f"/dossiers/{draft.reference}/").content.decode()
    assert "Site fictif des Peupliers" in page
    assert "personne@exemple.fr" in page
    receipt = client.get(f"/dossiers/{draft.reference}/depots/1/recepisse.pdf")
    assert receipt.content.startswith(b"%PDF")
    printed = client.get(f"/dossiers/{draft.reference}/dossier.pdf")
    assert printed["Content-Disposition"].startswith("attachment")
    assert printed.content.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("persona", "shows"), [("prefecture_1", True), ("national", True), ("member", False)]
)
def test_personal_answers_are_for_those_who_examine(
    persona: str, shows: bool, world: World
) -> None:
    dossier = world.dossiers["a_filed"]
    Filing.objects.create(
        dossier=dossier,
        number=2,
        revision=dossier.revision,
        answers={"porteur_courriel": "secret@exemple.invalid", "site_nom": "<b>Site</b>"},
        files=[],
        digest="sha256:" + "0" * 64,
        filed_by=world.memberships["epci_a"],
        filed_at=dossier.filed_at or NOW,
    )
    page = signed_in(world, persona).get(f"/dossiers/{dossier.reference}/").content.decode()
    assert ("secret@exemple.invalid" in page) is shows
    assert ("donnée personnelle" in page) is not shows
    assert "&lt;b&gt;Site&lt;/b&gt;" in page


def test_withdrawing_asks_why_and_keeps_what_was_typed(world: World) -> None:
    client, dossier = signed_in(world, "epci_a"), world.dossiers["a_filed"]
    address = f"/dossiers/{dossier.reference}/retirer/"
    assert client.post(address, {"motif": "  "}).status_code == 422
    assert client.post(address, {"motif": "Le terrain est vendu."}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.WITHDRAWN
    assert "Retiré le" in client.get(f"/dossiers/{dossier.reference}/").content.decode()


def test_a_file_is_attached_listed_given_back_and_removed(world: World) -> None:
    client, dossier = signed_in(world, "epci_a"), world.dossiers["a_draft"]
    address = f"/dossiers/{dossier.reference}/joindre/pieces/"
    sent = SimpleUploadedFile("plan <b>.pdf", pdf(), content_type="text/html")
    assert client.post(address, {"fichier": sent, "action": "add"}).status_code == 302
    kept = Attachment.objects.get(dossier=dossier)
    page = client.get(address).content.decode()
    assert "<b>" not in page
    given = client.get(f"/dossiers/{dossier.reference}/fichiers/{kept.pk}/")
    assert given["Content-Disposition"].startswith("attachment")
    assert given["X-Content-Type-Options"] == "nosniff"
    assert b"".join(given.streaming_content) == pdf()
    other = signed_in(world, "epci_b")
    assert other.get(f"/dossiers/{dossier.reference}/fichiers/{kept.pk}/").status_code == 404
    assert client.post(address, {"action": f"drop:{kept.pk}"}).status_code == 302
    kept.refresh_from_db()
    assert kept.removed_at is not None


def test_a_wrong_file_is_refused_with_words(world: World) -> None:
    client, dossier = signed_in(world, "epci_a"), world.dossiers["a_draft"]
    page = SimpleUploadedFile(
        "page.pdf", b"<html><script>1</script>", content_type="application/pdf"
    )
    response = client.post(
        f"/dossiers/{dossier.reference}/joindre/", {"path": "pieces", "fichier": page}
    )
    assert response.status_code == 422
    assert response.json()["state"] == "refused"
    assert not Attachment.objects.exists()
    none = client.post(f"/dossiers/{dossier.reference}/joindre/", {"path": "pieces"})
    assert "aucun fichier" in none.json()["html"].lower()


def test_an_outline_is_read_from_a_geojson_file(world: World) -> None:
    client, dossier = signed_in(world, "epci_a"), world.dossiers["a_draft"]
    geojson = (
        b'{"type":"Polygon","coordinates":[[[0.22,49.14],[0.24,49.14],[0.24,49.15],[0.22,49.14]]]}'
    )
    sent = SimpleUploadedFile("emprise.geojson", geojson)
    address = f"/dossiers/{dossier.reference}/joindre/site_emprise/"
    assert client.post(address, {"fichier": sent, "action": "add"}).status_code == 302
    html = client.get(f"/dossiers/{dossier.reference}/remplir/site/").content.decode()
    assert "49.140000, 0.240000" in html
    assert "Surface du contour" in html


def test_a_form_sent_without_its_token_is_refused_even_with_a_file(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["epci_a"], backend="django.contrib.auth.backends.ModelBackend")
    reference = world.dossiers["a_draft"].reference
    sent = SimpleUploadedFile("plan.pdf", pdf())
    address = f"/dossiers/{reference}/joindre/"
    assert client.post(address, {"path": "pieces", "fichier": sent}).status_code == 403
    assert not Attachment.objects.exists()


def test_a_transfer_larger_than_any_form_accepts_is_cut_off(monkeypatch: Any) -> None:
    from django.core.files.uploadhandler import StopUpload

    monkeypatch.setattr("rebond.web.dossiers.receiving.LARGEST", 10)
    handler = CappedFileHandler()
    handler.new_file("fichier", "a", "application/pdf", None)
    handler.receive_data_chunk(b"12345", 0)
    with pytest.raises(StopUpload):
        handler.receive_data_chunk(io.BytesIO(b"678901").read(), 5)


def test_the_list_starts_a_draft_from_an_earlier_one(world: World) -> None:
    client = signed_in(world, "epci_a")
    page = client.get("/dossiers/").content.decode()
    assert "1 brouillon" in page
    assert "D-BDRAFT" not in page
    start = f"/dossiers/ouvrir/{world.calls['open'].reference}/"
    response = client.post(start, {"copie": world.dossiers["a_filed"].reference})
    assert response.status_code == 302
    made = Dossier.objects.get(copied_from=world.dossiers["a_filed"])
    assert response["Location"] == f"/dossiers/{made.reference}/"
    stolen = client.post(start, {"copie": world.dossiers["b_filed"].reference})
    assert stolen.status_code == 404


def test_the_self_assessment_claims_no_rank(world: World) -> None:
    client, dossier = signed_in(world, "epci_a"), world.dossiers["a_draft"]
    page = client.get(f"/dossiers/{dossier.reference}/auto-evaluation/").content.decode()
    assert "ni un classement ni une promesse" in page
    assert "entre" in page
