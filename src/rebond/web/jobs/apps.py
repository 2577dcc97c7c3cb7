from django.apps import AppConfig
from django.db.models.signals import post_migrate


class JobsConfig(AppConfig):
    name = "rebond.web.jobs"

    def ready(self) -> None:
        """Have the database count its tables, after each migration and every few hours."""
        from rebond.web.jobs import registry, statistics  # noqa: PLC0415 - after the apps are loaded

        post_migrate.connect(statistics.after_migration, sender=self)
        registry.every(statistics.EVERY_MINUTES, statistics.gather_now)
