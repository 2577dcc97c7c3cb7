"""Small amounts of money are secret cell by cell, and alike in the public file and on the page of a measure."""

from __future__ import annotations

from rebond.web.ledger import disclosing, following, settling
from rebond.web.ledger.models import Fund
from rebond.web.ledger.reserving import reserve
from rebond.web.publishing.rows_money import MONEY
from tests.web.ledger.funds import AID, vte
from tests.web.world import NOW, World

CASES = {"14": (20, 1), "62": (12, 6), "80": (2, 0), "60": (5, 0)}
"""By département, how many are reserved, and how many of them are committed."""


def place(code: str) -> tuple[str, str]:
    return ("departement", code)


def fund_of(cast: World, reference: str, cases: dict[str, tuple[int, int]]) -> Fund:
    fund = vte(cast, reference=reference, amount=60 * AID, places=60, is_fictitious=False)
    for code, (reserved, committed) in cases.items():
        for number in range(reserved):
            subject = ("essai", f"{reference}-{code}-{number}")
            one = reserve(fund, subject, AID, now=NOW, territory=place(code))
            if number < committed:
                settling.commit(one, None, NOW)
    return fund


def test_each_amount_is_counted_by_who_stands_behind_it_alike_in_every_view(cast: World) -> None:
    fund = fund_of(cast, "vte-2031", CASES)
    told = disclosing.of_funds(Fund.objects.all())[fund.pk]
    # Twenty cases, one committed: its amount would be one firm's, and another hides it from subtraction.
    assert told.places[place("14")] == disclosing.Cells(20, 19 * AID, None, 0, 0)
    assert told.places[place("62")] == disclosing.Cells(12, 6 * AID, None, 0, 0)
    assert told.places[place("80")].reserved is told.places[place("60")].reserved is None
    assert told.total == disclosing.Cells(39, 32 * AID, 7 * AID, 0, 0)
    rows = {one.values["territory"]: one.values for one in MONEY.rows(NOW)}
    assert rows[None]["committed"] == 7 * AID
    for key, cells in told.places.items():
        public = rows[":".join(key)]
        assert public["is_secret"] is cells.is_secret is True
        assert [public[name] for name in disclosing.AMOUNTS] == [
            getattr(cells, name) for name in disclosing.AMOUNTS
        ]
    shown = {row[0]: row[2] for row in following.by_territory(Fund.objects.all(), is_whole=False)}
    assert set(shown) == {place("14"), place("62"), None}
    assert shown[place("14")] == told.places[place("14")]
    assert shown[None] == disclosing.Cells(7, 7 * AID, 7 * AID, 0, 0)
    # Another year tells of a territory what this one keeps back: the sum of both would give it.
    fund_of(cast, "vte-2030", {"80": (10, 0), "14": (10, 0)})
    both = {row[0]: row[2] for row in following.by_territory(Fund.objects.all(), is_whole=False)}
    assert place("80") not in both
    assert both[place("14")].reserved == 29 * AID
    assert both[None].reserved == (5 + 2 + 10) * AID
    whole = {row[0]: row[2] for row in following.by_territory(Fund.objects.all(), is_whole=True)}
    assert whole[place("80")].reserved == 12 * AID


def test_what_is_put_together_is_never_one_territory_of_few_cases(cast: World) -> None:
    fund_of(cast, "vte-2031", {"14": (2, 0)})
    [(key, _unit, cells, _mark)] = following.by_territory(Fund.objects.all(), is_whole=False)
    assert key is None
    assert cells.reserved is cells.reservations is None
