"""The pages: what each person reads, acts through forms, the same number of queries however much there is."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import translation

from rebond.web.ledger import awarding, exports, following, queries, settling
from rebond.web.ledger.checking import check, differences
from rebond.web.ledger.errors import NothingAwarded
from rebond.web.ledger.models import Fund, Posting, Reservation
from rebond.web.ledger.reserving import reserve
from tests.web.deliberations.scenes import published
from tests.web.ledger.doors import a_reservation
from tests.web.ledger.funds import AID, WHY, days, vte
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db
PLACE = ("territoire_industrie", "2:ti-2807")


@pytest.fixture(autouse=True)
def at_now(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def signed(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def page(world: World, persona: str, path: str) -> str:
    answer = signed(world, persona).get(path)
    assert answer.status_code == 200, (persona, path, answer.status_code)
    return answer.content.decode()


def test_the_ledger_page_balances_to_the_cent(cast: World) -> None:
    fund = vte(cast, amount=10 * AID + 5)
    reserve(fund, ("aid_application", "A-1"), AID, now=NOW, territory=PLACE)
    text = page(cast, "member", "/finances/fonds/vte-2031/")
    assert "Les débits égalent les crédits, au centime." in text
    trial = queries.balance(fund)
    assert (trial.debit, trial.credit, trial.rest) == (11 * AID + 5, 11 * AID + 5, 0)
    assert {one.account: one.balance for one in trial.lines}["available"] == 9 * AID + 5
    assert "36\u202f000,05\u00a0€" in text
    assert "€36,000.05" in page(cast, "member", "/en/finances/fonds/vte-2031/")


def test_another_organisation_reads_nothing_of_a_fund(cast: World) -> None:
    vte(cast)
    days(cast)
    for persona, status in (("cnam", 404), ("parliament", 403), ("epci_a", 403), ("firm", 403)):
        client = signed(cast, persona)
        for path in ("", "registre.csv", "registre.xlsx", "reservations/", "paiements/"):
            assert client.get(f"/finances/fonds/vte-2031/{path}").status_code == status
    # A funder of one fund reads that one alone.
    assert signed(cast, "member").get("/finances/fonds/conseil-2031/").status_code == 404
    assert "conseil-2031" not in page(cast, "member", "/finances/")
    assert "vte-2031" not in page(cast, "cnam", "/finances/")


def test_every_measure_is_followed_and_what_is_not_known_is_said_so(cast: World) -> None:
    fund = vte(cast)
    stock = days(cast)
    one = reserve(fund, ("aid_application", "A-1"), AID, now=NOW, territory=PLACE)
    settling.commit(one, None, NOW)
    text = page(cast, "parliament", "/finances/")
    for said in (
        "490",
        "500",
        "La Tribune Bourgogne-Franche-Comté",
        "France 3 Hauts-de-France",
        "10\u00a0jours",
        "40\u202f000,00\u00a0€",
        "non établi",
    ):
        assert said in text, said
    assert "vte-2031" not in text
    assert "non établi" in page(cast, "parliament", "/finances/mesures/pack_rebond_2020/formation/")
    assert "Vos fonds seulement" not in text
    assert "<small>fictif</small>" in text
    own = page(cast, "recused", "/finances/mesures/pack_rebond_2020/vte/")
    assert "Vos fonds seulement" in own
    assert "Ces sommes viennent de fonds fictifs" in own
    assert "banque_des_territoires" not in own
    Fund.objects.update(is_fictitious=False)
    assert "fictif" not in page(cast, "parliament", "/finances/").partition("<main")[2]
    Fund.objects.filter(pk=fund.pk).update(is_fictitious=True)
    of_vte = page(cast, "parliament", "/finances/mesures/pack_rebond_2020/vte/")
    # One case in one territory would point at one firm.
    assert "ti-2807" not in of_vte
    assert "moins de 5 cas" in of_vte
    assert "Lisieux" not in of_vte
    assert "Lisieux" in page(cast, "national", "/finances/mesures/pack_rebond_2020/vte/")
    rows = following.by_measure(Fund.objects.all())
    assert rows["pack_rebond_2020", "vte", "cents"] == following.Money(10 * AID, 0, AID, 0, 0)
    assert rows["pack_rebond_2020", stock.measure_id, "days"].allocated == 10
    funders = following.by_funder(Fund.objects.filter(pk=fund.pk))
    assert [money.committed for _name, _unit, money, _mark in funders] == [AID // 2, AID // 2]
    assert signed(cast, "national").get("/finances/mesures/x/y/").status_code == 404


def test_a_fund_is_opened_raised_and_closed_by_its_forms(cast: World) -> None:
    client = signed(cast, "recused")
    form = {
        "reference": "vte-2031",
        "award": "pack_rebond_2020:vte:aide_entreprise",
        "manager": "bpi",
        "year": "2031",
        "unit": "cents",
        "amount": "4 000,01",
        "places": "1",
        "funder_1": "banque",
        "share_1": "1/3",
        "funder_2": "bpi",
        "share_2": "66 %",
        "reason": WHY,
    }
    refused = client.post("/finances/nouveau-fonds/", form)
    assert refused.status_code == 422
    assert "4 000,01" in refused.content.decode()
    assert not Fund.objects.exists()
    for share in ("1/0", "-1", "deux", "1/3/3", "٣/٤"):
        bad = client.post("/finances/nouveau-fonds/", form | {"share_2": share})
        assert bad.status_code == 422, share
    assert client.post("/finances/nouveau-fonds/", form | {"share_2": "2/3"}).status_code == 302
    fund = Fund.objects.get()
    assert (fund.left, fund.places) == (400_001, 1)
    assert list(fund.shares.values_list("numerator", "denominator")) == [(1, 3), (2, 3)]
    path = "/finances/fonds/vte-2031/"
    for data in (
        {"act": "raise", "amount": "-1", "reason": WHY},
        {"act": "raise", "amount": "1", "reason": "court"},
        {"act": "reduce", "amount": "99999", "reason": WHY},
        {"act": "raise", "amount": "1", "places": "x", "reason": WHY},
        {"act": "return", "amount": "1", "reason": WHY},
    ):
        assert client.post(path, data).status_code == 422, data
    assert client.post(path, {"act": "autre", "amount": "1", "reason": WHY}).status_code == 404
    assert client.post(path, {"act": "raise", "amount": "1", "reason": WHY}).status_code == 302
    assert client.post(path, {"act": "close", "reason": WHY}).status_code == 302
    fund.refresh_from_db()
    assert (fund.left, fund.closed_at) == (400_101, NOW)
    assert differences() == []


def test_a_reservation_goes_its_way_by_its_page(cast: World) -> None:
    reference, number = a_reservation(cast)
    path = f"/finances/fonds/{reference}/reservations/{number}/"
    funder, manager = signed(cast, "member"), signed(cast, "recused")
    order = Reservation.objects.get(pk=number).orders.get(funder__slug="banque")
    pay = {"act": "execute", "order": order.reference, "proof": "V-1", "executed_on": "2031-06-02"}
    assert funder.post(path, {"act": "cancel", "reason": WHY}).status_code == 403
    assert funder.post(path, pay | {"executed_on": "hier"}).status_code == 422
    assert funder.post(path, pay).status_code == 302
    other = Reservation.objects.get(pk=number).orders.get(funder__slug="equipe-nationale")
    assert "Émettre les ordres de paiement" not in page(cast, "recused", path)
    reject = {"act": "reject", "order": other.reference, "reason": WHY}
    assert manager.post(path, reject).status_code == 302
    assert "1 réservation engagée" in page(cast, "recused", f"/finances/fonds/{reference}/")
    assert "Émettre les ordres de paiement" in page(cast, "recused", path)
    assert manager.post(path, {"act": "orders"}).status_code == 302
    recover = {"act": "recover", "amount": "2000,01", "reason": WHY}
    assert "2\u202f000,00" in manager.post(path, recover).content.decode()
    assert manager.post(path, recover | {"amount": "1500"}).status_code == 302
    text = page(cast, "member", path)
    assert "À recouvrer" in text
    assert "V-1" in text
    assert differences() == []


def test_lists_ask_the_same_queries_with_three_and_with_thirty(
    cast: World, django_assert_num_queries: Any
) -> None:
    fund, client = vte(cast, places=2), signed(cast, "national")
    asked = iter(range(100))
    for count in (3, 30):
        for _ in range(count):
            reserve(fund, ("aid_application", f"A-{next(asked)}"), AID, now=NOW)
        counts = []
        for path in ("", "reservations/", "reservations/?etat=waiting"):
            with django_assert_num_queries(QUERIES[path]):
                answer = client.get(f"/finances/fonds/vte-2031/{path}")
            counts.append(answer.status_code)
        assert counts == [200] * 3
    assert "Rang" in page(cast, "national", "/finances/fonds/vte-2031/reservations/?etat=waiting")


QUERIES = {"": 13, "reservations/": 7, "reservations/?etat=waiting": 7}


def test_files_of_the_books_add_up_and_run_nothing(cast: World) -> None:
    fund = vte(cast, amount=10 * AID + 1)
    reserve(fund, ("aid_application", "=HYPERLINK(1)"), AID + 1, now=NOW, territory=PLACE)
    lines = "".join(exports.as_csv(fund)).splitlines()
    assert lines[0].startswith("\ufefffund,programme")
    assert len(lines) == 1 + Posting.objects.count()
    assert "'=HYPERLINK(1)" in lines[-1]
    first = next(csv.DictReader(line.removeprefix("\ufeff") for line in lines))
    assert (first["account"], first["account_words"]) == ("source", "dotation")
    assert (first["kind_words"], first["is_fictitious"]) == ("enveloppe ouverte ou relevée", "true")
    with translation.override("en"):
        english = exports.as_csv(fund)
    assert "dotation" not in "".join(english)
    assert sum(round(float(line.split(",")[exports.AMOUNT]) * 100) for line in lines[1:]) == 0
    content = exports.as_xlsx(fund)
    told = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(told["Ecritures"].iter_rows(min_row=2, values_only=True))
    assert any(row[exports.COLUMNS.index("subject")] == "=HYPERLINK(1)" for row in rows)
    totals, formulas = told["Totaux"], written["Totaux"]
    names = [cell.value for cell in totals[1]]
    assert names == ["account", "equipe-nationale", "banque", "total", "account_words"]
    for line in range(2, 8):
        account = totals.cell(line, 1).value
        for column, funder in ((2, names[1]), (3, names[2])):
            exact = sum(
                round(row[exports.AMOUNT] * 100)
                for row in rows
                if (row[exports.ACCOUNT], row[exports.FUNDER]) == (account, funder)
            )
            assert round(totals.cell(line, column).value * 100) == exact
            assert formulas.cell(line, column).value.startswith("=ROUND(SUMIFS(Ecritures!$O$2")
    assert [totals.cell(8, column).value for column in (2, 3, 4)] == [0, 0, 0]
    assert formulas.cell(8, 4).value == "=ROUND(SUM(D2:D7),2)"


def test_a_published_decision_is_reserved_once_by_who_manages_its_call(db: None) -> None:
    world = make_world(NOW)
    published(world)
    actor = world.actor("national")
    decision = world.dossiers["a_filed"].decisions.get()
    assert decision in awarding.to_reserve(actor, NOW)
    label = {"measure_id": "site_cle_en_main", "award_id": "label"}
    own = world.organisations["equipe-nationale"]
    fund = vte(world, reference="label-2031", manager=own, **label)
    other = vte(world, reference="label-2032", manager=own, **label)
    with pytest.raises(NothingAwarded):
        awarding.award(actor, decision, vte(world), AID, WHY, NOW)
    one = awarding.award(actor, decision, fund, AID, WHY, NOW)
    assert one.subject_reference == decision.dossier.reference
    assert one.territory_code
    with pytest.raises(NothingAwarded, match="label-2031"):
        awarding.award(actor, decision, other, AID, WHY, NOW)
    assert decision not in awarding.to_reserve(actor, NOW)
    with pytest.raises(awarding.PermissionDenied):
        awarding.award(world.actor("recused"), decision, fund, AID, WHY, NOW)
    assert differences() == []


def test_the_desk_shows_broken_books_and_orders_to_execute(cast: World) -> None:
    a_reservation(cast)
    assert "Payer 2\u202f000,00" in page(cast, "member", "/bureau/")
    Fund.objects.update(paid=1)
    check(NOW)
    assert "ne s’accordent pas" in page(cast, "national", "/bureau/")
    assert "ne s’accordent pas" not in page(cast, "member", "/bureau/")
    with translation.override("en"):
        assert "instead of" in page(cast, "national", "/en/finances/")
