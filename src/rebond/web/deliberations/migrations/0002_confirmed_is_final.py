"""A confirmed decision is never edited: the database refuses, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER deliberations_confirmed_is_final BEFORE UPDATE ON deliberations_decision
    WHEN OLD.confirmed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a confirmed or cancelled decision is never edited'); END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION deliberations_refuse_edit() RETURNS trigger AS $$
    BEGIN RAISE EXCEPTION 'a confirmed or cancelled decision is never edited'; END
    $$ LANGUAGE plpgsql
    """,
    """
    CREATE TRIGGER deliberations_confirmed_is_final BEFORE UPDATE ON deliberations_decision
    FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL OR OLD.cancelled_at IS NOT NULL)
    EXECUTE FUNCTION deliberations_refuse_edit()
    """,
)


def protect(_apps: Any, editor: Any) -> None:
    """Install the trigger of the database in use."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def release(_apps: Any, editor: Any) -> None:
    """Remove it."""
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER deliberations_confirmed_is_final")
        return
    editor.execute("DROP TRIGGER deliberations_confirmed_is_final ON deliberations_decision")
    editor.execute("DROP FUNCTION deliberations_refuse_edit()")


class Migration(migrations.Migration):
    dependencies = [("deliberations", "0001_initial")]

    operations = [migrations.RunPython(protect, release)]
