"""Processes killed at any moment while they apply, grant and order: the last places, twenty times the same, no double."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections

from rebond.web.aids import applying, instructing, proving
from rebond.web.aids.application_errors import ProofUnfit
from rebond.web.aids.models import Application, Entitlement, Recruitment
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import PaymentOrder, Reservation
from tests.web import aids_world
from tests.web.aids.applications import FIRM_AID, FIRM_FACTS, LATER, funds, recruitments
from tests.web.ledger.funds import AID, WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, PLACES, TIMES, WORKERS, KILLS = 16, 9, 3, 4, 5
State = Application.State


def act(world: World, recruitment: Recruitment) -> Application:
    """Apply, be granted and have the payment ordered, as far as the places reach."""
    made = applying.apply(world.actor("firm"), recruitment, FIRM_AID, FIRM_FACTS, NOW)
    operator = world.actor("recused")
    if made.state == State.RESERVED:
        try:
            made = instructing.grant(operator, made, WHY, NOW)
        except applying.NotThatState:  # another process did
            made.refresh_from_db()
    if made.state == State.GRANTED and made.pk % 2:
        if not made.proof:
            with suppress(ProofUnfit):  # another process did, and its orders are out
                proving.give(world.actor("firm"), made, "fictif", date(2031, 12, 5), LATER)
        proving.accept(operator, made, LATER)
    return made


def work(world: World, made: list[Recruitment], todo: Any) -> None:
    """Do what is to be done, each several times, until nothing is."""
    while True:
        with todo.get_lock():
            number = todo.value
            todo.value += 1
        if number >= PEOPLE * TIMES:
            connection.close()
            os._exit(0)
        act(world, made[number % PEOPLE])


def test_processes_killed_at_random_over_allocate_nothing_and_pay_nothing_twice() -> None:
    world = make_cast(NOW)
    aids_world.fill(world, NOW)
    fund, _housing = funds(world, amount=PEOPLE * AID, places=PLACES)
    made = list(recruitments(world, PEOPLE))
    drawn = random.Random(20310602)  # noqa: S311 - fixed draws
    fork = multiprocessing.get_context("fork")
    todo = fork.Value("q", 0)
    connections.close_all()

    def started() -> Any:
        one = fork.Process(target=work, args=(world, made, todo), daemon=True)
        one.start()
        return one

    running, kills = [started() for _ in range(WORKERS)], 0
    while any(one.is_alive() for one in running):
        time.sleep(drawn.uniform(0.02, 0.1))
        at = drawn.randrange(WORKERS)
        if kills < KILLS and running[at].is_alive():
            # Never while it holds the counter, which is of this test and has no owner that dies.
            with todo.get_lock():
                os.kill(running[at].pid, signal.SIGKILL)
                running[at].join()
            kills += 1
            running[at] = started()
    assert kills > 0
    assert differences() == []
    # Whatever was cut off is asked again, as people do: nothing is doubled.
    found = [act(world, one) for one in made]
    fund.refresh_from_db()
    assert Application.objects.count() == PEOPLE
    assert Reservation.objects.count() == PEOPLE
    # Of the contract, of the firm, and of the person by name and by account.
    assert Entitlement.objects.count() == 4 * PEOPLE
    states = [one.state for one in found]
    assert states.count(State.GRANTED) == PLACES
    assert states.count(State.WAITING) == PEOPLE - PLACES
    assert (fund.committed, fund.reserved, fund.places_left) == (PLACES * AID, 0, 0)
    ordered = Application.objects.filter(proof_accepted_at__isnull=False).count()
    assert PaymentOrder.objects.count() == 2 * ordered > 0
    assert differences() == []
