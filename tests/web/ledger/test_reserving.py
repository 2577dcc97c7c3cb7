"""One statement grants or refuses; who is refused waits in the written order and nobody passes him."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rebond.web.ledger import reserving, services, settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.errors import AmountUnfit, FundClosed, OtherAmount
from rebond.web.ledger.models import Fund, Reservation, Transaction
from rebond.web.ledger.reserving import reserve
from tests.web.ledger.funds import AID, WHY, days, vte
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
State = Reservation.State


def ask(fund: Fund, number: int, amount: int = AID, **more: object) -> Reservation:
    return reserve(fund, ("aid_application", f"A-{number}"), amount, now=NOW, **more)


def states(fund: Fund) -> list[tuple[str, str]]:
    rows = Reservation.objects.filter(fund=fund).order_by("pk")
    return [(one.subject_reference, one.state) for one in rows]


def test_places_and_money_are_granted_together_until_either_runs_out(cast: World) -> None:
    fund = vte(cast, places=3)
    asked = [ask(fund, n) for n in range(5)]
    assert [one.state for one in asked] == [State.RESERVED] * 3 + [State.WAITING] * 2
    assert [one.number for one in asked] == [1, 2, 3, None, None]
    fund.refresh_from_db()
    assert (fund.left, fund.reserved, fund.places_left, fund.waiting) == (7 * AID, 3 * AID, 0, 2)
    poor = vte(cast, reference="vte-pauvre", amount=AID + 1)
    assert [ask(poor, n).state for n in range(2)] == [State.RESERVED, State.WAITING]
    assert differences() == []


def test_the_same_subject_twenty_times_is_one_reservation(cast: World) -> None:
    fund = vte(cast)
    made = {ask(fund, 1).pk for _ in range(20)}
    assert len(made) == 1
    fund.refresh_from_db()
    assert (fund.reserved, fund.places_left, fund.last_number) == (AID, 9, 2)
    with pytest.raises(OtherAmount, match="3,000"):
        ask(fund, 1, 300_000)
    assert differences() == []


def test_a_doubled_request_that_slipped_through_changes_nothing(
    cast: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes that both found nothing: the second meets the key of the first."""
    fund = vte(cast)
    first = ask(fund, 1)
    read = reserving._read
    monkeypatch.setattr(reserving, "_read", lambda *one: (False, read(*one)[1]))
    assert ask(fund, 1).pk == first.pk
    assert differences() == []


def test_the_list_is_served_by_priority_then_arrival_whatever_the_clock_said(cast: World) -> None:
    fund = vte(cast, amount=AID, places=None)
    first = ask(fund, 0)
    for number, (priority, hours) in enumerate([(1, 0), (1, -9), (0, 5), (1, -20)], start=1):
        reserve(
            fund,
            ("aid_application", f"A-{number}"),
            AID,
            now=NOW + timedelta(hours=hours),
            priority=priority,
        )
    settling.cancel(first, cast.actor("recused"), WHY, NOW)
    assert ("A-3", State.RESERVED) in states(fund)
    services.raise_fund(cast.actor("recused"), fund, 2 * AID, WHY, NOW)
    waiting = [name for name, state in states(fund) if state == State.WAITING]
    assert waiting == ["A-4"]
    assert differences() == []


def test_nobody_passes_before_one_who_waits_for_more(cast: World) -> None:
    stock = days(cast, 10)
    assert ask(stock, 1, 8).state == State.RESERVED
    assert ask(stock, 2, 5).state == State.WAITING
    # Two days are left, but the second came first.
    assert ask(stock, 3, 2).state == State.WAITING
    settling.cancel(Reservation.objects.get(subject_reference="A-2"), None, WHY, NOW)
    assert [state for _name, state in states(stock)] == [
        State.RESERVED,
        State.CANCELLED,
        State.RESERVED,
    ]
    assert differences() == []


def test_a_better_priority_that_fits_is_served_at_once(cast: World) -> None:
    stock = days(cast, 3)
    assert ask(stock, 1, 5, priority=2).state == State.WAITING
    assert ask(stock, 2, 2, priority=1).state == State.RESERVED
    assert ask(stock, 3, 1, priority=3).state == State.WAITING
    assert differences() == []


def test_who_is_served_is_told_in_the_same_transaction(
    cast: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setitem(
        reserving._hooks, "aid_application", lambda one, _now: told.append(one.subject_reference)
    )
    fund = vte(cast, places=1)
    first = ask(fund, 1)
    ask(fund, 2)
    settling.cancel(first, None, WHY, NOW)
    assert told == ["A-2"]


@pytest.mark.parametrize("amount", [0, -1, 10**15 + 1, 10**30, 1.0, "12", True, None])
def test_an_amount_that_cannot_be_is_refused_in_words(cast: World, amount: object) -> None:
    fund = vte(cast)
    with pytest.raises(AmountUnfit) as refused:
        reserve(fund, ("aid_application", "A-1"), amount, now=NOW)  # type: ignore[arg-type]
    assert refused.value.message("fr").count("\n") == 2
    assert Reservation.objects.count() == 0


@pytest.mark.parametrize(
    "subject", [("", "A"), ("aid_application", ""), ("x" * 25, "A"), ("x", "A" * 41), ("x", "\0")]
)
def test_a_subject_that_cannot_be_kept_is_refused(cast: World, subject: tuple[str, str]) -> None:
    with pytest.raises(AmountUnfit):
        reserve(vte(cast), subject, AID, now=NOW)


def test_a_closed_fund_takes_no_request_and_serves_nobody(cast: World) -> None:
    fund = vte(cast, places=1)
    first = ask(fund, 1)
    ask(fund, 2)
    services.close_fund(cast.actor("national"), fund, WHY, NOW)
    with pytest.raises(FundClosed):
        ask(fund, 3)
    settling.cancel(first, None, WHY, NOW)
    assert states(fund) == [("A-1", State.CANCELLED), ("A-2", State.WAITING)]
    assert differences() == []


def test_each_movement_bears_the_territory_of_the_case(cast: World) -> None:
    fund = vte(cast)
    territory = ("territoire_industrie", "2:ti-2807")
    one = ask(fund, 1, territory=territory)
    settling.commit(one, None, NOW)
    found = Transaction.objects.filter(reservation=one).values_list(
        "postings__territory_kind", "postings__territory_code"
    )
    assert set(found) == {territory}
    assert len(found) == 8
