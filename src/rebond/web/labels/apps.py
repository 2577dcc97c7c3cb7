from django.apps import AppConfig

from rebond.web.jobs import registry


class LabelsConfig(AppConfig):
    name = "rebond.web.labels"

    def ready(self) -> None:
        """Have the worker record expiries, and the desk show the reviews of the month."""
        from rebond.web.labels import expiring, piles  # noqa: F401, PLC0415 - they read models

        registry.every(expiring.EVERY_MINUTES, expiring.expire_due)
