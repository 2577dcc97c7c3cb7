"""Triggers that refuse to change what is frozen, in this app and in three others."""

from typing import Any

from django.db import migrations

from rebond.web.journal import triggers


def install(_apps: Any, editor: Any) -> None:
    triggers.install(editor.connection)


def remove(_apps: Any, editor: Any) -> None:
    triggers.remove(editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("calls", "0001_initial"),
        ("dossiers", "0001_initial"),
        ("deliberations", "0001_initial"),
    ]

    operations = [migrations.RunPython(install, remove)]
