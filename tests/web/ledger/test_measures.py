"""The money of every measure of the programme is followed from the envelope to the payment, not that of aids alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.web.ledger import following, paying, policy, queries, settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Fund
from rebond.web.ledger.reserving import reserve
from tests.web.ledger.funds import vte
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_each_award_of_each_measure_goes_from_its_envelope_to_its_payment(
    cast: World, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    team = cast.actor("national")
    awards = [
        (programme.id, measure.id, award.id)
        for programme, measure in policy.measures()
        for award in measure.awards
    ]
    assert {measure for _programme, measure, _award in awards} == {
        measure.id for _programme, measure in policy.measures()
    }
    expected: dict[tuple[str, str], int] = {}
    for number, (programme, measure, award) in enumerate(awards, start=1):
        fund = vte(
            cast,
            reference=f"essai-{number}",
            manager=cast.organisations["equipe-nationale"],
            programme_id=programme,
            measure_id=measure,
            award_id=award,
            places=None,
        )
        one = reserve(fund, ("decision", f"D-{number}"), 100 * number + 1, now=NOW)
        settling.commit(one, team, NOW)
        for order in settling.issue_orders(one, NOW, actor=team):
            paying.execute(order, f"V-{order.reference}", NOW.date(), team, NOW)
        expected[programme, measure] = expected.get((programme, measure), 0) + one.amount
    found = following.by_measure(queries.summed(team))
    assert {key[:2]: money.paid for key, money in found.items()} == expected
    assert all((money.reserved, money.committed) == (0, 0) for money in found.values())
    client = Client()
    client.force_login(cast.users["national"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    shown = client.get("/finances/").content.decode()
    for _programme, measure in policy.measures():
        assert f"/{measure.id}/" in shown
    assert "aucun fonds ouvert ici" not in shown
    assert differences() == []


def test_only_what_comes_from_fictitious_funds_is_marked_so(cast: World) -> None:
    vte(cast)
    vte(cast, reference="vte-2032", year=2032, is_fictitious=False)
    both = Fund.objects.all()
    marks = [(year, mark) for year, _unit, _money, mark in following.by_year(both)]
    assert marks == [(2031, following.FICTITIOUS), (2032, None)]
    assert {mark for *_row, mark in following.by_funder(both)} == {following.PARTLY}
    assert list(following.marks(both, *following.MEASURE).values()) == [following.PARTLY]
    assert following.marks(both.filter(is_fictitious=False), *following.MEASURE) == {}
