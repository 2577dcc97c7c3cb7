"""Processes killed at any moment while they reserve: nothing over-allocated, the books prove every invariant.

`REBOND_FAULT_RESERVATIONS=5000` runs the long version.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from typing import Any

import pytest
from django.db import connection, connections

from rebond.web.ledger import settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation
from rebond.web.ledger.reserving import reserve
from tests.web.ledger.funds import AID, vte
from tests.web.world import NOW, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = int(os.environ.get("REBOND_FAULT_RESERVATIONS", "400"))
PLACES = ASKED * 3 // 4
WORKERS = 4
KILLS = ASKED // 50


def work(fund: Fund, todo: Any) -> None:
    """Reserve, commit and order what is to be done, until nothing is."""
    while True:
        with todo.get_lock():
            number = todo.value
            todo.value += 1
        if number >= ASKED:
            connection.close()
            os._exit(0)
        # A killed worker leaves its number half done: somebody asks again later, as people do.
        act(fund, number)


def act(fund: Fund, number: int) -> None:
    one = reserve(fund, ("aid_application", f"A-{number}"), AID, now=NOW)
    if number % 5 == 0 and one.state == Reservation.State.RESERVED:
        settling.commit(one, None, NOW)
        settling.issue_orders(one, NOW)


def test_processes_killed_at_random_leave_the_books_exact() -> None:
    fund = vte(make_cast(NOW), amount=ASKED * AID, places=PLACES)
    drawn = random.Random(20310602)  # noqa: S311 - fixed draws
    fork = multiprocessing.get_context("fork")
    todo = fork.Value("q", 0)
    connections.close_all()

    def started() -> Any:
        one = fork.Process(target=work, args=(fund, todo), daemon=True)
        one.start()
        return one

    running, kills = [started() for _ in range(WORKERS)], 0
    while any(one.is_alive() for one in running):
        time.sleep(drawn.uniform(0.005, 0.05))
        at = drawn.randrange(WORKERS)
        if kills < KILLS and running[at].is_alive():
            # Never while it holds the counter, which is of this test and has no owner that dies.
            with todo.get_lock():
                os.kill(running[at].pid, signal.SIGKILL)
                running[at].join()
            kills += 1
            running[at] = started()
    assert kills > KILLS // 2
    assert differences() == []
    # Whatever was cut off is asked again: the same subject holds one reservation.
    for number in range(ASKED):
        one = reserve(fund, ("aid_application", f"A-{number}"), AID, now=NOW)
        if one.state == Reservation.State.RESERVED and number % 5 == 0:
            one = settling.commit(one, None, NOW)
        if one.state == Reservation.State.COMMITTED:
            settling.issue_orders(one, NOW)
    fund.refresh_from_db()
    assert (fund.granted, fund.places_left, fund.waiting) == (PLACES, 0, ASKED - PLACES)
    assert Reservation.objects.count() == ASKED
    committed = Reservation.objects.filter(state=Reservation.State.COMMITTED).count()
    assert PaymentOrder.objects.count() == 2 * committed > 0
    assert differences() == []
