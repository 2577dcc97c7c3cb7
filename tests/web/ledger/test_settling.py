"""From the reservation to the payment and back: every cent stays in the books, nothing is paid twice."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from rebond.errors import BadInput
from rebond.web.journal.models import Content, Entry
from rebond.web.ledger import paying, services, settling
from rebond.web.ledger.checking import check, differences, last
from rebond.web.ledger.errors import (
    FileUnfit,
    NotEnough,
    NotInThatState,
    PaidTooLate,
    ProofUnfit,
    RowsRefused,
)
from rebond.web.ledger.models import (
    Fund,
    PaymentOrder,
    Posting,
    Reservation,
    Transaction,
)
from rebond.web.ledger.reserving import reserve
from rebond.web.notices.models import Notice
from tests.web.ledger.funds import AID, WHY, days, vte
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db
DAY = date(2031, 6, 2)
State = Reservation.State


def ordered(
    world: World, fund: Fund, name: str = "A-1", amount: int = AID
) -> tuple[Reservation, Any]:
    one = reserve(fund, ("aid_application", name), amount, now=NOW)
    settling.commit(one, world.actor("recused"), NOW)
    return one, settling.issue_orders(one, NOW)


def sums(fund: Fund) -> tuple[int, ...]:
    fund.refresh_from_db()
    return fund.left, fund.reserved, fund.committed, fund.paid, fund.recovered


def test_two_orders_are_paid_then_a_part_is_recovered_and_returned(cast: World) -> None:
    fund = vte(cast, amount=AID, places=1)
    one, orders = ordered(cast, fund)
    assert [(each.reference, each.amount) for each in orders] == [
        (f"P-{one.pk}-1", 200_000),
        (f"P-{one.pk}-2", 200_000),
    ]
    assert settling.issue_orders(one, NOW) == orders
    funder = {"equipe-nationale": "national", "banque": "member"}
    for number, order in enumerate(orders):
        paying.execute(order, f"V{number}", DAY, cast.actor(funder[order.funder.slug]), NOW)
    one.refresh_from_db()
    assert one.state == State.PAID
    assert sums(fund) == (0, 0, 0, AID, 0)
    # Somebody waits; the money that comes back is his once an act puts it into the fund again.
    waits = reserve(fund, ("aid_application", "A-2"), 150_000, now=NOW)
    back = settling.recover(one, 100_001, WHY, cast.actor("recused"), NOW)
    assert [each.amount for each in back] == [50_001, 50_000]
    with pytest.raises(NotEnough, match="2,999"):
        settling.recover(one, AID, WHY, cast.actor("recused"), NOW)
    for number, order in enumerate(back):
        paying.execute(order, f"R{number}", DAY, cast.actor("recused"), NOW)
    assert sums(fund) == (0, 0, 0, AID - 100_001, 100_001)
    settling.give_back(fund, 100_001, WHY, cast.actor("recused"), NOW)
    services.raise_fund(cast.actor("recused"), fund, 50_000, WHY, NOW, places=1)
    waits.refresh_from_db()
    assert (waits.state, waits.number) == (State.RESERVED, 2)
    assert sums(fund) == (1, 150_000, 0, AID - 100_001, 0)
    assert differences() == []


def test_each_act_writes_one_row_of_the_journal_without_a_name(cast: World) -> None:
    fund = vte(cast)
    _one, orders = ordered(cast, fund)
    paying.execute(orders[0], "V-1", DAY, cast.actor("recused"), NOW)
    acts = list(Entry.objects.order_by("number").values_list("act", "object_type"))
    assert acts == [("ledger.open", "fund"), ("ledger.commit", "fund"), ("ledger.execute", "fund")]
    said = str(list(Content.objects.values_list("value", flat=True)))
    assert "fictif)" not in said
    assert "@" not in said
    told = set(Notice.objects.values_list("kind", "user__email"))
    assert ("ledger.to_pay", "member@exemple.invalid") in told
    assert ("ledger.changed", "recused@exemple.invalid") in told
    assert not any("epci" in email for _kind, email in told)


def test_cents_that_do_not_divide_go_to_the_first_funders_in_the_written_order(cast: World) -> None:
    third = Fraction(1, 3)
    who = ("banque", "bpi", "cnam")
    fund = vte(cast, shares=[(cast.organisations[slug], third) for slug in who])
    _one, orders = ordered(cast, fund, amount=100)
    assert [(each.funder.slug, each.amount) for each in orders] == [
        ("banque", 34),
        ("bpi", 33),
        ("cnam", 33),
    ]
    _two, orders = ordered(cast, fund, "A-2", amount=1)
    assert [(each.funder.slug, each.amount) for each in orders] == [("banque", 1)]
    assert differences() == []


def test_a_payment_told_twice_counts_once_and_another_proof_is_refused(cast: World) -> None:
    fund, actor = vte(cast), cast.actor("recused")
    _one, (first, second) = ordered(cast, fund)
    paying.execute(first, " V-1 ", DAY, actor, NOW)
    paying.execute(first, "V-1", DAY, actor, NOW + timedelta(days=30))
    assert sums(fund)[3] == 200_000
    with pytest.raises(ProofUnfit, match="already"):
        paying.execute(first, "V-2", DAY, actor, NOW)
    first.funder = second.funder
    third = ordered(cast, fund, "A-2")[1][0]
    with pytest.raises(ProofUnfit, match="V-1"):
        paying.execute(third, "V-1", DAY, actor, NOW)
    for proof in ("", "   ", "x" * 81, "V\x001"):
        with pytest.raises(ProofUnfit):
            paying.execute(second, proof, DAY, actor, NOW)
    for day in (date(1, 1, 1), DAY + timedelta(days=2)):
        with pytest.raises(BadInput, match="payment of"):
            paying.execute(second, "V-3", day, actor, NOW)
    assert differences() == []


def test_a_clock_that_goes_back_breaks_neither_order_nor_balance(cast: World) -> None:
    fund = vte(cast)
    before = NOW - timedelta(days=400)
    one = reserve(fund, ("aid_application", "A-1"), AID, now=NOW)
    settling.commit(one, None, before)
    orders = settling.issue_orders(one, before - timedelta(days=3))
    for number, order in enumerate(orders):
        paying.execute(order, f"V{number}", before.date(), cast.actor("recused"), before)
    kinds = Transaction.objects.order_by("number").values_list("number", "kind")
    assert list(kinds) == [
        (1, "allocated"),
        (2, "reserved"),
        (3, "committed"),
        (4, "paid"),
        (5, "paid"),
    ]
    assert differences() == []


def test_cancelling_gives_back_what_is_not_paid_and_rejects_its_orders(cast: World) -> None:
    fund, actor = vte(cast, amount=2 * AID, places=2), cast.actor("recused")
    one, (first, second) = ordered(cast, fund)
    paying.execute(first, "V-1", DAY, actor, NOW)
    settling.cancel(one, actor, WHY, NOW)
    second.refresh_from_db()
    one.refresh_from_db()
    # Its place is used: something was paid, and is recovered by its own act.
    assert (second.state, one.state) == (PaymentOrder.State.REJECTED, State.PAID)
    assert sums(fund) == (AID + 200_000, 0, 0, 200_000, 0)
    assert fund.places_left == 1
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(PaidTooLate):
        paying.execute(second, "V-2", tomorrow.date(), actor, tomorrow)
    with pytest.raises(NotInThatState):
        settling.cancel(one, actor, WHY, NOW)
    other = reserve(fund, ("aid_application", "A-2"), AID, now=NOW)
    settling.cancel(other, actor, WHY, NOW)
    assert (sums(fund)[0], fund.places_left) == (AID + 200_000, 1)
    for act in (
        lambda: settling.commit(other, actor, NOW),
        lambda: settling.issue_orders(other, NOW),
    ):
        with pytest.raises(NotInThatState, match="cancelled"):
            act()
    # Paid before it was taken back, and said afterwards: the money leaves the fund again, the place is used already.
    paying.execute(second, "V-2", DAY, actor, tomorrow)
    assert (sums(fund), fund.places_left) == ((AID, 0, 0, AID, 0), 1)
    assert differences() == []


def test_a_rejected_order_is_issued_again_under_another_number(cast: World) -> None:
    fund = vte(cast)
    one, (first, second) = ordered(cast, fund)
    settling.reject(second, cast.actor(funder_of(second)), WHY, NOW)
    again = settling.issue_orders(one, NOW)
    assert [each.reference for each in again] == [first.reference, f"P-{one.pk}-3"]
    assert differences() == []


def funder_of(order: PaymentOrder) -> str:
    return {"banque": "member", "equipe-nationale": "national"}[order.funder.slug]


def csv_of(*rows: tuple[object, ...]) -> bytes:
    lines = ["order,amount,executed_on,proof", *(",".join(map(str, row)) for row in rows)]
    return ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()


def test_a_replayed_file_of_payments_changes_nothing(cast: World) -> None:
    fund, actor = vte(cast), cast.actor("member")
    mine = [ordered(cast, fund, f"A-{n}")[1][1] for n in range(3)]
    assert {one.funder.slug for one in mine} == {"banque"}
    content = csv_of(*((one.reference, "2000,00", "2031-06-02", f"é-{one.pk}") for one in mine[:2]))
    content = content.replace(b"2000,00", b"2000.00")
    assert paying.record_file(actor, fund, content, NOW) == paying.Recorded(2, 0)
    rows = Entry.objects.count()
    assert paying.record_file(actor, fund, content, NOW) == paying.Recorded(0, 2)
    assert Entry.objects.count() == rows
    more = content + csv_of((mine[2].reference, "2000", "2031-06-02", "x")).split(b"\r\n")[1]
    assert paying.record_file(actor, fund, more.replace(b"\n\n", b"\n"), NOW).executed == 1
    assert sums(fund)[3] == 3 * 200_000
    assert differences() == []


def test_one_wrong_row_refuses_the_whole_file_and_each_is_named(cast: World) -> None:
    fund, actor = vte(cast), cast.actor("member")
    others, mine = ordered(cast, fund)[1]
    good = ordered(cast, fund, "A-2")[1][1]
    rows = (
        (good.reference, "2000.00", "2031-06-02", "V-0"),
        (mine.reference, "2000.01", "2031-06-02", "V-1"),
        (mine.reference, "-2000", "2031-06-02", "V-1"),
        (mine.reference, "2000", "02/06/2031", "V-1"),
        (mine.reference, "2000", "2031-06-02", ""),
        (others.reference, "2000", "2031-06-02", "V-5"),
        ("=1+1", "9" * 40, "2031-06-02", "V-6"),
        (mine.reference, "2000", "2031-06-02", "V-0"),
    )
    with pytest.raises(RowsRefused) as refused:
        paying.record_file(actor, fund, csv_of(*rows), NOW)
    assert [number for number, _error in refused.value.rows] == [3, 4, 5, 6, 7, 8, 9]
    assert "row 3" in str(refused.value)
    assert sums(fund)[3] == 0
    for content in (
        b"",
        b"\xff\xfe",
        b"a,b\n1,2\n",
        csv_of(),
        b'order,amount,executed_on,proof\n"',
    ):
        with pytest.raises(FileUnfit):
            paying.record_file(actor, fund, content, NOW)
    assert differences() == []


def test_days_of_consultancy_run_out(cast: World) -> None:
    stock = days(cast, 5)
    given = [reserve(stock, ("decision", f"D-{n}"), 2, now=NOW).state for n in range(3)]
    assert given == [State.RESERVED, State.RESERVED, State.WAITING]
    assert sums(stock)[:2] == (1, 4)


@pytest.mark.parametrize("persona", ["cnam", "epci_a", "prefecture_1", "parliament", "firm"])
def test_another_organisation_changes_nothing(cast: World, persona: str) -> None:
    fund, actor = vte(cast), cast.actor(persona)
    one, (order, _other) = ordered(cast, fund)
    before = (sums(fund), Entry.objects.count(), Transaction.objects.count())
    for act in (
        lambda: services.open_fund(actor, _opening_of(cast), WHY, NOW),
        lambda: services.raise_fund(actor, fund, 1, WHY, NOW),
        lambda: services.reduce_fund(actor, fund, 1, WHY, NOW),
        lambda: services.move(actor, fund, fund, 1, WHY, NOW),
        lambda: services.close_fund(actor, fund, WHY, NOW),
        lambda: settling.commit(one, actor, NOW),
        lambda: settling.cancel(one, actor, WHY, NOW),
        lambda: settling.issue_orders(one, NOW, actor=actor),
        lambda: settling.reject(order, actor, WHY, NOW),
        lambda: settling.recover(one, 1, WHY, actor, NOW),
        lambda: settling.give_back(fund, 1, WHY, actor, NOW),
        lambda: paying.execute(order, "V", DAY, actor, NOW),
        lambda: paying.record_file(actor, fund, csv_of((order.reference, 1, DAY, "V")), NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert before == (sums(fund), Entry.objects.count(), Transaction.objects.count())


def _opening_of(world: World) -> services.Opening:
    from tests.web.ledger.funds import opening

    return opening(world, reference="autre")


def test_a_funder_pays_its_own_orders_only_and_manages_nothing(cast: World) -> None:
    fund, actor = vte(cast), cast.actor("member")
    one, (others, mine) = ordered(cast, fund)
    with pytest.raises(PermissionDenied):
        paying.execute(others, "V", DAY, actor, NOW)
    with pytest.raises(PermissionDenied):
        settling.cancel(one, actor, WHY, NOW)
    paying.execute(mine, "V", DAY, actor, NOW)


def test_the_database_keeps_the_books_from_whoever_asks(cast: World) -> None:
    fund = vte(cast)
    ordered(cast, fund)
    for table in ("ledger_transaction", "ledger_posting", "ledger_fundshare"):
        for statement in (f"UPDATE {table} SET fund_id = fund_id", f"DELETE FROM {table}"):  # noqa: S608
            with (
                pytest.raises(IntegrityError, match="refused"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
    for column in ('"left"', "reserved", "places_left"):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE ledger_fund SET {column} = -1")  # noqa: S608


def test_what_does_not_agree_is_found_and_shouted_once(cast: World) -> None:
    fund = vte(cast)
    one, _orders = ordered(cast, fund)
    check(NOW)
    assert last().differences == []
    told = Notice.objects.filter(kind="ledger.broken")
    assert not told.exists()
    Fund.objects.filter(pk=fund.pk).update(
        committed=AID + 1, places_left=5, waiting=2, last_number=9
    )
    Reservation.objects.filter(pk=one.pk).update(state=State.RESERVED)
    PaymentOrder.objects.filter(reservation=one).update(state=PaymentOrder.State.EXECUTED)
    Transaction.objects.create(fund=fund, number=7, kind="paid", key="x", at=NOW)
    Posting.objects.create(
        fund=fund,
        transaction=Transaction.objects.get(number=7),
        funder=cast.organisations["bpi"],
        account="paid",
        amount=3,
    )
    words = " ".join(str(one.what.en) for one in differences())
    for said in (
        "committed",
        "places",
        "waiting list",
        "numbers",
        "reservation",
        "executed",
        "movement 7",
    ):
        assert said in words
    check(NOW)
    check(NOW)
    assert told.count() == 3
    assert set(told.values_list("user__email", flat=True)) == {
        "national@exemple.invalid",
        "national_second@exemple.invalid",
        "national_admin@exemple.invalid",
    }
