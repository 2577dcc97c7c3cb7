from django.apps import AppConfig

A_DAY = 24 * 60


class CasesConfig(AppConfig):
    name = "rebond.web.cases"

    def ready(self) -> None:
        """Have the worker read plans again and tell alerts, once a day."""
        from rebond.web.cases import piles  # noqa: F401, PLC0415 - declares the desk's piles
        from rebond.web.cases.services import reminders  # noqa: PLC0415 - needs the models
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.every(A_DAY, reminders.run)
