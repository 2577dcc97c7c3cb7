from __future__ import annotations

import hashlib
import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from rebond.web.dossiers import printing, queries, receipt, services
from rebond.web.dossiers.filings import filed_bytes
from rebond.web.dossiers.models import Filing
from rebond.web.dossiers.typesetting import TEMPLATE
from tests.web.dossiers.drafts import COMPLETE, filled, pdf
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
MOMENT = NOW + timedelta(microseconds=123_457)
"""Clocks do not stop at whole seconds; the typesetter does."""


def filed(world: World, **answers: str) -> Filing:
    one = filled(world, **answers)
    actor = world.actor("epci_a")
    services.attach(actor, one, "pieces", "plan.pdf", io.BytesIO(pdf()), NOW)
    services.file(actor, one, MOMENT)
    found = queries.last_filing(one)
    assert found is not None
    return found


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("lang", "words"),
    [("fr", "Récépissé de dépôt"), ("en", "Receipt of filing")],
)
def test_a_receipt_says_what_was_received_when_and_under_which_digest(
    world: World, lang: str, words: str
) -> None:
    filing = filed(world)
    text = text_of(receipt.receipt_pdf(filing, lang))
    hour = "11 h 00" if lang == "fr" else "11:00"
    text = text.replace("\u00a0", " ")
    for said in (words, filing.dossier.reference, "essai-open", hour, "plan.pdf"):
        assert said in text
    bare = text.replace(" ", "")
    assert filing.digest in bare
    assert filing.revision.policy_digest in bare
    assert filing.files[0]["digest"].removeprefix("sha256:") in bare


def test_the_digest_is_checked_from_the_receipt_alone(world: World) -> None:
    filing = filed(world)
    reader = PdfReader(io.BytesIO(receipt.receipt_pdf(filing, "fr")))
    (content,) = reader.attachments[receipt.attached_name(filing)]
    assert content == filed_bytes(filing)
    assert f"sha256:{hashlib.sha256(content).hexdigest()}" == filing.digest


def test_the_same_filing_gives_the_same_bytes(world: World) -> None:
    filing = filed(world)
    assert receipt.receipt_pdf(filing, "fr") == receipt.receipt_pdf(filing, "fr")


def test_a_printed_dossier_holds_every_answer_and_its_annexes(world: World) -> None:
    text = text_of(printing.dossier_pdf(filed(world), "fr", personal=True))
    for said in (
        COMPLETE["site_nom"],
        "60,50 hectares",
        "Lisieux (14366)",
        "plan.pdf",
        "A13",
        COMPLETE["porteur_contact"],
    ):
        assert said in text.replace("\u00a0", " ")
    assert "sans réponse" in text


def test_what_describes_people_is_withheld_from_those_who_do_not_examine(world: World) -> None:
    text = text_of(printing.dossier_pdf(filed(world), "en", personal=False))
    assert COMPLETE["porteur_contact"] not in text
    assert COMPLETE["porteur_courriel"] not in text
    assert "personal data, not shown" in text


def test_what_an_applicant_writes_is_never_run_by_the_typesetter(world: World) -> None:
    hostile = '#read("/etc/passwd") $x$ *b* \\ #import "a" 測試 🏭'
    filing = filed(world, sous_traitants=hostile)
    text = text_of(printing.dossier_pdf(filing, "fr", personal=True))
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    assert TEMPLATE.is_file()
