"""Triggers by which the database itself refuses to change what is frozen, whoever asks.

They stand on the journal, on filings, on published revisions, on decisions, on what happened to labels and
sites, on what records said before, on published answers to questions and on the ledger of funds. A migration installs them, and each `migrate` installs them again,
because SQLite drops the triggers of a table that it rebuilds.
Whoever owns the database can drop them: the chain and its exported heads then tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

PREFIX = "rebond_guard"
FUNCTION = f"{PREFIX}_refuse"


@dataclass(frozen=True, slots=True)
class Guard:
    """What one table refuses; an empty condition means always, None means never.

    Conditions are SQL on OLD and NEW; ``{any}`` is true when a column changes, ``{other}`` when one
    outside `fillable` does, and ``{refilled}`` when one of `fillable` changes that already holds a value. With `whole`, ``{old}`` and ``{new}``
    are true when the row that OLD or NEW belongs to is frozen.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    update: str | None = ""
    delete: str | None = ""
    fillable: tuple[str, ...] = ()
    also: str = ""
    """On SQLite: what else makes an inserted row stand in the way of one that is kept; SQL on NEW and the table."""
    usurps: str = ""
    """On SQLite: when an updated row would take the keys of one that is kept; SQL on NEW, OLD and the table."""
    insert: str | None = None
    """When a new row is refused: one added to what is frozen."""
    whole: tuple[str, str, str] | None = None
    """Table, column of the reference to it, and when that row is frozen: ``{old}`` and ``{new}`` in the conditions."""


GUARDS = (
    Guard("journal_entry", keys=(("number",),)),
    Guard("journal_content", keys=(("entry_id",),), delete=None),
    Guard("dossiers_filing", keys=(("id",), ("dossier_id", "number"))),
    Guard(
        "calls_revision",
        keys=(("id",), ("call_id", "number")),
        update="OLD.published_at IS NOT NULL AND ({any})",
        delete="OLD.published_at IS NOT NULL",
        usurps="id <> OLD.id AND published_at IS NOT NULL"
        " AND (id = NEW.id OR (call_id = NEW.call_id AND number = NEW.number))",
    ),
    Guard(
        "deliberations_decision",
        keys=(("id",),),
        update="({other}) OR ({refilled})"
        " OR ((OLD.confirmed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL) AND ({any}))",
        fillable=(
            "confirmed_by_id",
            "confirmed_at",
            "visible_from",
            "cancelled_at",
            "cancelled_by_id",
        ),
        also="dossier_id = NEW.dossier_id AND number = NEW.number"
        " AND cancelled_at IS NULL AND NEW.cancelled_at IS NULL",
    ),
    Guard("labels_labelevent", keys=(("id",), ("label_id", "number"))),
    Guard("sites_siteevent", keys=(("id",),)),
    Guard("sites_superseded", keys=(("id",), ("table", "identifier", "number"))),
    Guard("monitoring_baseline", keys=(("id",), ("decision_id",))),
    Guard(
        "monitoring_observation",
        keys=(("id",),),
        also="(site_id = NEW.site_id OR dossier_id = NEW.dossier_id) AND quantity = NEW.quantity"
        " AND year = NEW.year AND basis = NEW.basis AND number = NEW.number",
    ),
    Guard(
        "questions_answer",
        keys=(("id",), ("question_id", "number")),
        update="OLD.state = 'published' AND ({any})",
        delete="OLD.state = 'published'",
        usurps="id <> OLD.id AND state = 'published'"
        " AND (id = NEW.id OR (question_id = NEW.question_id AND number = NEW.number))",
    ),
    Guard(
        "questions_block",
        keys=(("id",), ("answer_id", "number")),
        update="({old} OR {new}) AND ({any})",
        delete="{old}",
        insert="{new}",
        whole=("questions_answer", "answer_id", "state = 'published'"),
    ),
    Guard("ledger_transaction", keys=(("id",), ("fund_id", "number"), ("key",))),
    Guard("ledger_posting", keys=(("id",),)),
    Guard("ledger_fundshare", keys=(("id",), ("fund_id", "funder_id"))),
)


def install(connection: Any) -> None:
    """Put the triggers on every guarded table that exists, in place of those that are there."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        guards = [guard for guard in GUARDS if guard.table in present]
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for guard in guards:
            described = connection.introspection.get_table_description(cursor, guard.table)
            columns = [column.name for column in described]
            for statement in _dropping(connection.vendor, guard.table):
                cursor.execute(statement)
            if guard.whole is not None and connection.vendor == "postgresql":
                cursor.execute(_postgresql_whole(guard.table, guard.whole))
            for statement in _creating(connection.vendor, guard, columns):
                cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers away: for the tests, whose tables are emptied, and for nothing else."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for guard in GUARDS:
            if guard.table in present:
                for statement in _dropping(connection.vendor, guard.table):
                    cursor.execute(statement)


def names(table: str) -> dict[str, str]:
    """Return the names of a table's triggers by what they refuse."""
    refused = ("update", "delete", "insert", "replace", "usurp", "truncate")
    return {act: f"{PREFIX}_{table}_{act}" for act in refused}


_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rebond: % of % refused, this row is frozen', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$
"""


def _dropping(vendor: str, table: str) -> Iterator[str]:
    where = f" ON {table}" if vendor == "postgresql" else ""
    for name in names(table).values():
        yield f"DROP TRIGGER IF EXISTS {name}{where}"


def _creating(vendor: str, guard: Guard, columns: list[str]) -> Iterator[str]:
    named = names(guard.table)
    refused = (("update", guard.update), ("delete", guard.delete), ("insert", guard.insert))
    for act, condition in refused:
        if condition is not None:
            yield _trigger(
                vendor, guard.table, named[act], act, _filled(vendor, guard, columns, condition)
            )
    if vendor == "postgresql":
        yield (
            f"CREATE TRIGGER {named['truncate']} BEFORE TRUNCATE ON {guard.table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
        )
        return
    # INSERT OR REPLACE removes the row in its way without calling the trigger on DELETE.
    same = [" AND ".join(f'"{column}" = NEW."{column}"' for column in key) for key in guard.keys]
    same += [guard.also] if guard.also else []
    # One question a key: of several at once SQLite reads the whole table, when it counted it while it was small.
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {guard.table} WHERE {one})" for one in same)  # noqa: S608
    yield _trigger(vendor, guard.table, named["replace"], "insert", there)
    if guard.usurps:  # so does UPDATE OR REPLACE
        taken = f"EXISTS (SELECT 1 FROM {guard.table} WHERE {guard.usurps})"  # noqa: S608
        yield _trigger(vendor, guard.table, named["usurp"], "update", taken)


def _trigger(vendor: str, table: str, name: str, act: str, condition: str) -> str:
    when = f" WHEN ({condition})" if condition else ""
    head = f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH ROW{when}"
    if vendor == "postgresql":
        return f"{head} EXECUTE FUNCTION {FUNCTION}()"
    said = f"rebond: {act} of {table} refused, this row is frozen"
    return f"{head} BEGIN SELECT RAISE(ABORT, '{said}'); END"


def _filled(vendor: str, guard: Guard, columns: list[str], condition: str) -> str:
    differs = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"

    def changed(names: list[str] | tuple[str, ...], more: str = "") -> str:
        return " OR ".join(
            f'({more.format(name=name)}OLD."{name}" {differs} NEW."{name}")' for name in names
        )

    return condition.format(
        any=changed(columns),
        other=changed([name for name in columns if name not in guard.fillable]),
        refilled=changed(guard.fillable, 'OLD."{name}" IS NOT NULL AND '),
        old=_is_frozen(vendor, guard, "OLD"),
        new=_is_frozen(vendor, guard, "NEW"),
    )


def _is_frozen(vendor: str, guard: Guard, row: str) -> str:
    if guard.whole is None:
        return "FALSE"
    table, column, condition = guard.whole
    if vendor == "postgresql":
        return f'{PREFIX}_{guard.table}_whole({row}."{column}")'
    return f'EXISTS (SELECT 1 FROM {table} WHERE id = {row}."{column}" AND {condition})'  # noqa: S608


def _postgresql_whole(table: str, whole: tuple[str, str, str]) -> str:
    """Return the function that asks another table, which a trigger's own condition may not on PostgreSQL."""
    other, _column, condition = whole
    asked = f"SELECT EXISTS (SELECT 1 FROM {other} WHERE id = $1 AND {condition})"  # noqa: S608
    return (
        f"CREATE OR REPLACE FUNCTION {PREFIX}_{table}_whole(bigint) RETURNS boolean"
        f" LANGUAGE sql AS $$ {asked} $$"
    )
