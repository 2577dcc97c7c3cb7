"""The database itself refuses to change what is frozen, whoever asks, and lets the acts through."""

# ruff: noqa: S608 - statements by hand are what is tried here
from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from rebond.web.calls.models import Revision
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Filing
from rebond.web.journal import services, triggers
from rebond.web.journal.models import Content, Entry
from rebond.web.ledger import services as services_of_funds
from tests.web.ledger.funds import WHY, vte
from tests.web.world import NOW, World, make_world

LATER = datetime(2031, 7, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)


@pytest.fixture
def entry(world: World) -> Entry:
    with transaction.atomic():
        return services.append(
            world.actor("national"), "calls.publish", ("call", "essai"), {"a": 1}, now=NOW
        )


@pytest.fixture
def decision(world: World) -> Decision:
    return Decision.objects.create(
        call=world.calls["closed"],
        dossier=world.dossiers["a_filed"],
        outcome=Decision.Outcome.RETAINED,
        sentence="Phrase fictive.",
        proposed_by=world.memberships["national"],
        proposed_at=NOW,
    )


def refuses(statement: str) -> bool:
    """Try a statement by hand, and take it back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return "refused" in str(error)
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET role = 'reader'",
        "UPDATE journal_entry SET digest = digest",
        "DELETE FROM journal_entry",
        "UPDATE journal_content SET value = '{}'",
    ],
)
def test_a_row_of_the_journal_is_neither_changed_nor_removed(entry: Entry, statement: str) -> None:
    assert refuses(statement)


def test_what_a_row_says_may_be_erased(entry: Entry) -> None:
    assert not refuses("DELETE FROM journal_content")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossiers_filing SET answers = '{}'",
        "UPDATE dossiers_filing SET filed_at = NULL",
        "DELETE FROM dossiers_filing",
    ],
)
def test_what_was_filed_is_frozen(world: World, statement: str) -> None:
    assert Filing.objects.exists()
    assert refuses(statement)


@pytest.mark.parametrize("column", ["policy", "reason", "settings", "number"])
def test_a_published_revision_is_frozen_and_a_draft_is_not(world: World, column: str) -> None:
    value = {"number": "9", "settings": "'{\"k\": 3}'"}.get(column, "'autre'")
    for name, expected in (("open", True), ("draft", False)):
        key = Revision.objects.get(call=world.calls[name]).pk
        assert refuses(f"UPDATE calls_revision SET {column} = {value} WHERE id = {key}") is expected
        if expected:
            assert refuses(f"DELETE FROM calls_revision WHERE id = {key}")


def test_a_draft_revision_is_published_once_and_may_be_saved_unchanged(world: World) -> None:
    draft = Revision.objects.get(call=world.calls["draft"])
    draft.published_at = NOW
    draft.save()
    draft.save()
    with pytest.raises(IntegrityError, match="refused"), transaction.atomic():
        Revision.objects.filter(pk=draft.pk).update(published_at=LATER)


def test_a_proposal_is_confirmed_once_and_then_frozen(world: World, decision: Decision) -> None:
    for column, value in (("sentence", "'autre'"), ("outcome", "'deferred'"), ("number", "2")):
        assert refuses(f"UPDATE deliberations_decision SET {column} = {value}")
    assert refuses("DELETE FROM deliberations_decision")
    decision.confirmed_by = world.memberships["national_second"]
    decision.confirmed_at = NOW
    decision.save()
    for statement in (
        "confirmed_at = NULL",
        "visible_from = confirmed_at",
        "cancelled_at = confirmed_at",
    ):
        assert refuses(f"UPDATE deliberations_decision SET {statement}")


def test_a_proposal_taken_back_is_frozen(decision: Decision) -> None:
    Decision.objects.filter(pk=decision.pk).update(cancelled_at=NOW)
    assert refuses("UPDATE deliberations_decision SET confirmed_at = cancelled_at")
    assert refuses("UPDATE deliberations_decision SET cancelled_at = NULL")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statement")
def test_a_replacing_insert_is_refused(entry: Entry) -> None:
    for table in ("journal_entry", "journal_content", "dossiers_filing", "calls_revision"):
        assert refuses(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1"), table


def copied(model: type[Any], pk: Any, **changed: str) -> str:
    """Return the selection of one row, with some of its columns written otherwise."""
    columns = [field.column for field in model._meta.concrete_fields]
    selected = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    return f"({names}) SELECT {selected} FROM {model._meta.db_table} WHERE id = {pk}"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statement")
@pytest.mark.parametrize("is_confirmed", [True, False])
def test_a_replacing_insert_under_another_key_is_refused(
    world: World, decision: Decision, is_confirmed: bool
) -> None:
    if is_confirmed:
        by = world.memberships["national_second"]
        Decision.objects.filter(pk=decision.pk).update(confirmed_by=by, confirmed_at=NOW)
    filing, revision = Filing.objects.first(), world.calls["open"].revisions.get()
    assert filing is not None
    for model, pk, changed in (
        (Decision, decision.pk, {"outcome": "'below_cut'"}),
        (Filing, filing.pk, {"answers": "'{}'"}),
        (Revision, revision.pk, {"policy": "'{}'"}),
    ):
        rows = copied(model, pk, id="id + 1000", **changed)
        assert refuses(f"INSERT OR REPLACE INTO {model._meta.db_table} {rows}"), model


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own statement")
def test_a_draft_does_not_take_the_place_of_a_published_revision(world: World) -> None:
    published, draft = (world.calls[one].revisions.get() for one in ("open", "draft"))
    taken = f"call_id = {published.call_id}, number = {published.number}"
    for changed in (taken, f"id = {published.pk}"):
        assert refuses(f"UPDATE OR REPLACE calls_revision SET {changed} WHERE id = {draft.pk}")


def test_a_new_proposal_follows_one_taken_back_and_a_later_act_a_confirmed_one(
    world: World, decision: Decision
) -> None:
    Decision.objects.filter(pk=decision.pk).update(cancelled_at=NOW)
    same = {
        "call": decision.call,
        "dossier": decision.dossier,
        "outcome": Decision.Outcome.DEFERRED,
        "sentence": "Phrase fictive.",
        "proposed_by": world.memberships["national"],
        "proposed_at": NOW,
    }
    Decision.objects.create(**same)
    Decision.objects.create(**same, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**same)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own statement")
@pytest.mark.parametrize("guard", triggers.GUARDS, ids=lambda guard: guard.table)
def test_emptying_a_table_is_refused(entry: Entry, guard: triggers.Guard) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refuses(f"TRUNCATE {guard.table} CASCADE")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_again", [1, 2])
def test_a_test_that_commits_can_write_to_the_journal_and_leaves_it_empty(_again: int) -> None:
    with transaction.atomic():
        services.append(None, "calls.open", ("call", "essai"), {}, now=NOW)
    assert Entry.objects.count() == Content.objects.count() == 1
    assert refuses("DELETE FROM journal_entry")


def test_no_guard_reads_a_whole_table_that_was_small_when_it_was_counted(world: World) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL guards without asking what is there")
    fund = vte(world)
    for number in range(6):
        services_of_funds.raise_fund(world.actor("national"), fund, 100 + number, WHY, NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%RAISE(ABORT%'"
        )
        written = [sql for (sql,) in cursor.fetchall()]
        cursor.execute("ANALYZE")
        for guard in triggers.GUARDS:
            name = triggers.names(guard.table)["replace"]
            (sql,) = [one for one in written if f"TRIGGER {name} " in one]
            condition = re.sub(
                r'NEW\."?\w+"?', "?", sql.partition(" WHEN ")[2].rpartition(" BEGIN")[0]
            )
            cursor.execute(f"EXPLAIN QUERY PLAN SELECT {condition}", [None] * condition.count("?"))
            plan = " ".join(row[3] for row in cursor.fetchall())
            assert f"SCAN {guard.table}" not in plan, (guard.table, plan)
