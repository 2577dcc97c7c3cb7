from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "rebond.web.journal"

    def ready(self) -> None:
        """Guard the frozen tables again after each migration: SQLite rebuilds tables without triggers."""
        post_migrate.connect(_guard, sender=self)


def _guard(using: str, **_given: Any) -> None:
    from rebond.web.journal import triggers  # noqa: PLC0415

    triggers.install(connections[using])
