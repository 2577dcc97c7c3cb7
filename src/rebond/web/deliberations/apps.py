from django.apps import AppConfig

from rebond.web.jobs import registry


class DeliberationsConfig(AppConfig):
    name = "rebond.web.deliberations"

    def ready(self) -> None:
        """Have the worker tell applicants when results come out."""
        from rebond.web.deliberations.publication import (  # noqa: PLC0415 - it reads models
            MINUTES,
            announce,
        )

        registry.every(MINUTES, announce)
