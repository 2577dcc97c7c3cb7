from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class JournalConfig(AppConfig):
    name = "rebond.web.journal"

    def ready(self) -> None:
        """Guard the frozen tables after each migration; have the head exported and the chain verified daily."""
        from rebond.web.jobs import registry  # noqa: PLC0415
        from rebond.web.journal import checking, heads  # noqa: PLC0415 - after the apps are loaded

        # SQLite rebuilds a table that a migration changes, without its triggers.
        post_migrate.connect(_guard, sender=self)
        registry.every(heads.EVERY_MINUTES, heads.export_daily)
        registry.every(checking.EVERY_MINUTES, checking.check_daily)


def _guard(using: str, **_given: Any) -> None:
    from rebond.web.journal import triggers  # noqa: PLC0415

    triggers.install(connections[using])
