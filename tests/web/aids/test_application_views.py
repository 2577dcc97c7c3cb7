"""The pages of applications: each part sees its own acts, what is refused is said, nothing typed is lost."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.texts import NO_BREAK_SPACE
from rebond.web.aids import recovering, recruiting, reservations
from rebond.web.aids.models import Application, Profile
from rebond.web.ledger.checking import differences
from tests.web import aids_world
from tests.web.aids.applications import (
    LATER,
    file,
    file_housing,
    funds,
    grant,
    pay,
    prove,
    recruitments,
)
from tests.web.ledger.funds import AID, WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    funds(made)
    return made


def client(world: World, persona: str) -> Client:
    one = Client()
    one.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return one


def page(one: Application) -> str:
    return f"/aides/demandes/{one.reference}/"


def text(response: Any) -> str:
    return response.content.decode().replace(NO_BREAK_SPACE, " ").replace("\u202f", " ")


def test_the_firm_applies_on_its_page_and_the_operator_grants_on_it(world: World) -> None:
    firm, operator = client(world, "firm"), client(world, "recused")
    address = "/aides/demandes/nouvelle/R-LABELLISE/aide_vte/"
    shown = text(firm.get(address))
    assert "Petite ou moyenne entreprise" in shown or "PME" in shown
    assert "bulletin" not in shown
    bad = firm.post(address, {"fait-taille_entreprise": "grande", "fait-siege_en_france": "oui"})
    assert bad.status_code == 422
    assert 'value="grande" checked' in text(bad)
    assert Application.objects.count() == 0
    sent = {
        "fait-taille_entreprise": "pme",
        "fait-siege_en_france": "oui",
        "fait-mission_de_transformation": "oui",
    }
    assert firm.post(address, sent).status_code == 302
    made = Application.objects.get()
    assert "La demande est déposée." in text(firm.get(page(made)))
    for _ in range(2):
        again = firm.post(address, sent | {"fait-taille_entreprise": "eti"}, follow=True)
        assert "rien de ce qui vient d’être écrit n’est gardé" in text(again)
    assert Application.objects.get().facts["taille_entreprise"] == "pme"
    assert made.state == State.RESERVED
    assert "4 000,00 € réservés" in text(firm.get(page(made)))
    desk = text(operator.get("/bureau/"))
    assert made.reference in desk
    short = operator.post(page(made), {"act": "grant", "reason": "oui"})
    assert (short.status_code, "30" in text(short)) == (422, True)
    assert operator.post(page(made), {"act": "grant", "reason": WHY}).status_code == 302
    assert "30 novembre 2031" in text(firm.get(page(made)))
    # Who may do neither finds no button, and no way without one.
    assert client(world, "national").post(page(made), {"act": "refuse"}).status_code == 403
    assert firm.post(page(made), {"act": "pay"}).status_code == 403
    assert firm.post(page(made), {"act": "inconnu"}).status_code == 403


def test_facts_are_read_by_the_applicant_and_the_operator_alone(world: World) -> None:
    made = file_housing(world)
    for persona, sees in (("young", True), ("action_logement", True), ("national", False)):
        shown = text(client(world, persona).get(page(made)))
        assert ("420,50" in shown) is sees, persona
    for persona in ("firm", "recused", "member", "nobody", "parliament"):
        assert client(world, persona).get(page(made)).status_code == 404, persona
        assert made.reference not in text(client(world, persona).get("/aides/demandes/"))


def test_a_missing_fact_is_told_and_a_wrong_one_is_said(world: World) -> None:
    made = file_housing(world, loyer_mensuel=None)
    young = client(world, "young")
    assert "il manque un fait" in text(young.get(page(made)))
    for written in ("-5", "beaucoup", "9" * 40, "日本", "1e9"):
        bad = young.post(page(made), {"act": "tell", "fait-loyer_mensuel": written})
        assert bad.status_code == 422, written
    assert (
        young.post(page(made), {"act": "tell", "fait-loyer_mensuel": "420,50"}).status_code == 302
    )
    made.refresh_from_db()
    assert made.state == State.RESERVED
    operator = client(world, "action_logement")
    shown = text(operator.get(page(made)))
    assert 'name="point-salaire"' in shown
    sent = {"act": "grant", "reason": WHY, "point-salaire": WHY}
    assert operator.post(page(made), sent).status_code == 302
    assert differences() == []


def test_every_answer_that_cannot_be_read_is_named_by_its_question_with_a_link(
    world: World,
) -> None:
    young = client(world, "young")
    address = "/aides/demandes/nouvelle/R-LABELLISE/aide_logement_vte/"
    wrong = {"fait-loyer_mensuel": "-12,5e", "fait-logement_mois": "13"}
    for prefix, said in (("", "n’est pas compris"), ("/en", "is not understood")):
        refused = young.post(prefix + address, wrong)
        assert refused.status_code == 422
        shown = text(refused)
        for name in wrong:
            assert f'href="#{name}"' in shown
            assert f'id="faute-{name}"' in shown
        assert shown.count('aria-invalid="true"') == 2
        assert shown.count(said) == 4
        assert "ne peut pas valoir" not in shown
        assert 'value="-12,5e"' in shown
    # The grounds name their sources by title.
    assert not re.search(r"\(S\d", shown)
    assert "Source" in shown
    assert Application.objects.count() == 0
    firm = text(client(world, "firm").get("/aides/demandes/nouvelle/R-LABELLISE/aide_vte/"))
    assert "377 VTE pour plus de 330 entreprises en 2021-2022 ; certaines" in firm
    assert not re.search(r"\bS\d\d", firm)


def test_from_the_proof_to_the_recovery_on_the_pages(world: World, settings: Any) -> None:
    made = grant(world, file(world))
    settings.CLOCK = lambda: LATER
    firm, operator = client(world, "firm"), client(world, "recused")
    early = firm.post(page(made), {"act": "prove", "proof": "paie", "proved_on": "2031-10-01"})
    assert early.status_code == 422
    assert 'value="paie"' in text(early)
    sent = {"act": "prove", "proof": "paie", "proved_on": "2031-12-05"}
    assert firm.post(page(made), sent).status_code == 302
    assert operator.post(page(made), {"act": "pay"}).status_code == 302
    one = reservations.of(made)
    assert one is not None
    assert f"/finances/fonds/vte-2031/reservations/{one.pk}/" in text(operator.get(page(made)))
    pay(world, list(one.orders.all()))
    from datetime import date

    from rebond.web.aids.recovering import contract_broken

    contract_broken(made.recruitment, date(2032, 1, 31), LATER)
    assert "2 323,28 € proposés à rendre" in text(firm.get(page(made)))
    shown = text(operator.get(page(made)))
    assert 'value="2323,28"' in shown
    refused = operator.post(page(made), {"act": "recover", "amount": "-5", "reason": WHY})
    assert refused.status_code == 422
    assert "Écrivez une somme positive" in text(refused)
    sent = {"act": "recover", "amount": "2 000,00", "reason": WHY}
    assert operator.post(page(made), sent).status_code == 302
    assert "2 000,00 € à rendre, 0,00 € rendus" in text(firm.get(page(made)))
    # The books say so where they are read first, not among the orders alone.
    books = text(operator.get(f"/finances/fonds/vte-2031/reservations/{one.pk}/"))
    assert re.search(r"À recouvrer\s*:\s*2 000,00 €, dont 0,00 € revenus", books)
    assert "paraît ici quand il est revenu" in books
    assert differences() == []


def test_the_list_is_narrowed_and_asks_the_database_the_same_for_3_and_30(
    world: World, django_assert_max_num_queries: Any
) -> None:
    operator = client(world, "recused")
    many = recruitments(world, 30)
    for _ in range(3):
        file(world, next(many))
    with django_assert_max_num_queries(14) as few:
        operator.get("/aides/demandes/")
    for one in many:
        file(world, one)
    with django_assert_max_num_queries(14) as all_of_them:
        shown = text(operator.get("/aides/demandes/?etat=waiting&aide=aide_vte"))
    assert "20 demandes" in shown
    assert len(few) == len(all_of_them)
    assert "0 demande" in text(operator.get("/aides/demandes/?etat=paid&q=%00x&aide=non"))
    assert "30 demandes" in text(operator.get("/aides/demandes/?page=99"))


def test_a_proof_asked_for_and_paid_is_said_in_english(world: World) -> None:
    made = grant(world, file(world))
    prove(world, made)
    shown = text(client(world, "firm").get(f"/en{page(made)}"))
    assert "payment ordered" in shown
    assert f"{AID // 100:,}" in shown


def test_nothing_of_a_person_is_read_before_both_have_signed_nor_after_a_refusal(
    world: World,
) -> None:
    firm = client(world, "firm")
    ready = "/aides/demandes/nouvelle/R-SIGNE/aide_vte/"
    for name in ("proposed", "answered"):
        reference = world.recruitments[name].reference
        assert firm.get(f"/aides/demandes/nouvelle/{reference}/aide_vte/").status_code == 404
    assert "Bac + 3" in text(firm.get(ready))
    # What the profile says since is not what was agreed to.
    Profile.objects.update(level="bac5", consented_at=None)
    assert "Bac + 5" not in text(firm.get(ready))
    recruiting.refuse(world.users["young"], world.recruitments["signed"], now=NOW)
    assert firm.get(ready).status_code == 404
    assert firm.get("/aides/demandes/nouvelle/R-LABELLISE/aide_vte_vert/").status_code == 404
    shown = text(firm.get("/aides/recrutements/R-LABELLISE/"))
    assert "versée par Bpifrance, hors des fonds de cette mesure" in shown
    assert "aide_vte_vert" not in shown


def test_who_examines_reads_for_whom_and_how_the_sum_is_counted(world: World) -> None:
    made = grant(world, file_housing(world), NOW)
    pay(world, prove(world, made))
    operator, young = client(world, "action_logement"), world.users["young"]
    shown = text(operator.get(page(made)))
    assert young.name in shown
    assert f"mailto:{young.email}" in shown
    assert "du 1er septembre 2031 au 31 août 2032" in shown
    # It does not label, and so does not open the recruitment.
    assert "/aides/recrutements/R-LABELLISE/" not in shown
    recovering.contract_broken(made.recruitment, date(2032, 1, 31), LATER)
    shown = text(operator.get(page(made)))
    assert "31 janvier 2032" in shown
    # 153 of 366 days, a year at most being counted.
    assert "212 jours manquent sur 365 : 212/365 × 900,00 € = 522,73 €" in shown
    other = text(client(world, "national").get(page(made)))
    assert young.email not in other
    # An organisation that follows no recruitment is led nowhere that it may not go.
    for persona in ("firm", "young", "recused"):
        one = client(world, persona)
        listed = text(one.get("/aides/demandes/"))
        links = [each for each in ("/aides/recrutements/", "/aides/profil/") if each in listed]
        assert all(one.get(each).status_code == 200 for each in links), persona
    assert "/aides/profil/" in text(client(world, "young").get("/aides/demandes/"))
