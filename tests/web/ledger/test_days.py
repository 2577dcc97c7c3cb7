"""Days of consultancy as an award in kind: from a retained dossier to days granted, used and given back, on the pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.web.calls.models import Call
from rebond.web.desk.piles import waiting
from rebond.web.journal.models import Entry
from rebond.web.ledger import awarding
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Fund, Reservation
from tests.web.deliberations.scenes import close, decide
from tests.web.ledger.funds import WHY, days
from tests.web.world import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db
MEASURE = "ingenierie_relocalisation"
State = Reservation.State
FUND = "/finances/fonds/conseil-2031/"


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    made = make_world(NOW)
    call = made.calls["closed"]
    Call.objects.filter(pk=call.pk).update(measure_id=MEASURE)
    call.refresh_from_db()
    for name in ("a_filed", "b_filed"):
        made.dossiers[name].refresh_from_db()
        decide(made, made.dossiers[name], "retained", at=NOW - 3 * DAY)
    published = {"deliberated_at": NOW - 2 * DAY, "results_at": NOW - DAY}
    Call.objects.filter(pk=call.pk).update(**published)
    call.refresh_from_db()
    close(call, NOW - 2 * DAY)
    return made


def signed(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def award(world: World, client: Client, name: str, amount: str) -> Any:
    found = world.dossiers[name].decisions.get()
    form = {"fund": "conseil-2031", "amount": amount, "reason": WHY}
    return client.post(f"/finances/attributions/{found.pk}/", form, follow=True)


def decision_page(world: World, name: str) -> str:
    return f"/deliberations/dossiers/{world.dossiers[name].reference}/"


def reserved(world: World, name: str) -> Reservation:
    return Reservation.objects.get(subject_reference=world.dossiers[name].reference)


def grant(world: World, national: Client, fund: Fund) -> None:
    """Four days of the five to the first; the second asks for three: nothing is granted, it waits."""
    # Half a day, nothing, a negative number and more than any stock are refused in words; nothing moves.
    for amount in ("1,5", "", "0", "-2", "deux", "9" * 40):
        assert award(world, national, "a_filed", amount).status_code == 422
    assert not Reservation.objects.exists()
    granted = award(world, national, "a_filed", "4")
    assert "4 jours, réservé" in granted.content.decode().replace("\xa0", " ")
    refused = award(world, national, "b_filed", "3").content.decode().replace("\xa0", " ")
    assert "rien n’est accordé, et la demande attend au rang 1" in refused.replace("\u202f", " ")
    assert reserved(world, "b_filed").state == State.WAITING
    assert award(world, national, "a_filed", "1").status_code == 404
    fund.refresh_from_db()
    assert (fund.left, fund.reserved, fund.waiting) == (1, 4, 1)


def use(national: Client, one: Reservation, page: str) -> None:
    """Commit the four days, ask the provider for them, and record that they were used."""
    assert national.post(page, {"act": "commit"}).status_code == 302
    assert "Demander les jours" in text(national, page)
    assert national.post(page, {"act": "orders"}).status_code == 302
    shown = text(national, page)
    assert "À donner : 4 jours" in shown
    assert "paiement" not in shown.split("<main")[1].split("</main")[0]
    order = one.orders.get().reference
    used = {"act": "execute", "order": order, "proof": "CR-1", "executed_on": "2031-06-02"}
    for _told_again in range(2):
        assert national.post(page, used).status_code == 302


def give_back(national: Client, one: Reservation, page: str) -> None:
    """Give two of the four back to the stock."""
    too_many = {"act": "recover", "amount": "5", "reason": WHY}
    assert national.post(page, too_many).status_code == 422
    assert national.post(page, {**too_many, "amount": "2"}).status_code == 302
    order = one.orders.get(is_recovery=True).reference
    given = {"act": "execute", "order": order, "proof": "CR-2", "executed_on": "2031-06-02"}
    assert national.post(page, given).status_code == 302
    assert Reservation.objects.filter(state=State.WAITING).exists()
    returned = {"act": "return", "amount": "2", "reason": WHY}
    assert national.post(FUND, returned).status_code == 302


def test_days_are_granted_used_and_given_back_and_refused_when_the_stock_is_out(
    world: World,
) -> None:
    national, applicant = signed(world, "national"), signed(world, "epci_a")
    other = signed(world, "epci_b")
    piles = {one.code for one in waiting(world.actor("national"), NOW)}
    assert "decisions-a-doter" not in piles  # no fund, so nothing to reserve from
    fund = days(world, 5)
    piles = {one.code: one.total for one in waiting(world.actor("national"), NOW)}
    assert piles["decisions-a-doter"] == 2
    assert "5 jours" in text(national, FUND)
    assert "Ce qui est attribué" not in text(applicant, decision_page(world, "a_filed"))

    grant(world, national, fund)
    assert "4 jours, réservé" in text(applicant, decision_page(world, "a_filed"))
    assert "attend que le fonds suffise" in text(other, decision_page(world, "b_filed"))

    first, second = reserved(world, "a_filed"), reserved(world, "b_filed")
    page = f"{FUND}reservations/{first.pk}/"
    use(national, first, page)
    assert "4 jours, utilisé" in text(applicant, decision_page(world, "a_filed"))
    give_back(national, first, page)

    # One day left and two given back make the three that the second waited for: it is served.
    second.refresh_from_db()
    assert (second.state, second.number) == (State.RESERVED, 2)
    fund.refresh_from_db()
    assert (fund.left, fund.reserved, fund.paid, fund.recovered) == (0, 3, 2, 0)
    shown = text(national, FUND)
    assert "au jour près" in shown
    assert "remis au stock" in shown

    # What is cancelled before use comes back at once.
    page = f"{FUND}reservations/{second.pk}/"
    assert national.post(page, {"act": "cancel", "reason": WHY}).status_code == 302
    fund.refresh_from_db()
    assert (fund.left, fund.reserved) == (3, 0)
    assert "est revenu au fonds" in text(other, decision_page(world, "b_filed"))
    assert differences() == []
    acts = set(Entry.objects.filter(object_reference="conseil-2031").values_list("act", flat=True))
    assert {"ledger.award", "ledger.commit", "ledger.order", "ledger.execute"} <= acts
    assert {"ledger.recover", "ledger.return", "ledger.cancel"} <= acts


def test_the_days_of_a_dossier_bear_its_territoire_d_industrie(world: World) -> None:
    found = awarding.territory_of(world.dossiers["a_filed"])
    assert found == ("territoire_industrie", "1:ti-2805")
    days(world, 5)
    award(world, signed(world, "national"), "a_filed", "2")
    assert "Lisieux" in text(
        signed(world, "national"),
        f"/finances/fonds/conseil-2031/reservations/{Reservation.objects.get().pk}/",
    )


def test_the_fund_of_another_measure_gives_no_days(world: World) -> None:
    days(world, 5, reference="autre", measure_id="sites_pilotes", award_id="soutien")
    client = signed(world, "national")
    found = world.dossiers["a_filed"].decisions.get()
    form = {"fund": "autre", "amount": "2", "reason": WHY}
    assert client.post(f"/finances/attributions/{found.pk}/", form).status_code == 404
    assert Fund.objects.get(reference="autre").left == 5
