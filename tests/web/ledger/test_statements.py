"""Statements run straight on the connection answer, fail and are counted as those of Django."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rebond.web.ledger import turns
from rebond.web.ledger.statements import Row, rows
from tests.web.ledger.funds import vte
from tests.web.world import World

TWICE = "UPDATE ledger_fund SET reference = %s WHERE id = %s"


@pytest.mark.django_db
def test_they_answer_alike_whether_somebody_counts_them_or_not(
    cast: World, django_assert_num_queries: Any
) -> None:
    fund = vte(cast)
    asked = ("SELECT reference, places FROM ledger_fund WHERE id = %s", [fund.pk])
    straight = rows(*asked)
    with django_assert_num_queries(1):
        counted = rows(*asked)
    assert straight == counted == [(fund.reference, fund.places)]
    assert rows("UPDATE ledger_fund SET places = places WHERE id = %s", [fund.pk]) == []


@pytest.mark.django_db
def test_what_the_database_refuses_is_the_same_error(cast: World) -> None:
    fund, other = vte(cast), vte(cast, reference="vte-autre")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows(TWICE, [other.reference, fund.pk])
    fund.refresh_from_db()
    assert fund.reference == "vte-2031"


@pytest.mark.django_db(transaction=True)
def test_a_turn_that_fails_leaves_commits_waiting_for_the_disk() -> None:
    """What a turn changes for itself alone is put back, whatever happened in it."""
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL it is changed for one transaction, which forgets it")
    ((before,),) = rows("PRAGMA synchronous", [])
    during: list[Row] = []

    def fail() -> None:
        with turns.turn():
            during.extend(rows("PRAGMA synchronous", []))
            rows("INSERT INTO ledger_fund (reference) VALUES (%s)", ["vte-sans-rien"])

    with pytest.raises(IntegrityError):
        fail()
    assert (before, during, rows("PRAGMA synchronous", [])) == (2, [(1,)], [(2,)])
