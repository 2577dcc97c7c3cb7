from django.apps import AppConfig

from rebond.web.jobs import registry


class LedgerConfig(AppConfig):
    name = "rebond.web.ledger"

    def ready(self) -> None:
        """Have the worker prove the books every hour, and the desk show what does not agree."""
        from rebond.web.ledger import checking, piles  # noqa: F401, PLC0415 - they read models

        registry.every(checking.EVERY_MINUTES, checking.check)
