from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "rebond.web.dossiers"

    def ready(self) -> None:
        """Let correction requests lapse by themselves, and remind applicants."""
        from rebond.web.dossiers import reminders  # noqa: PLC0415 - needs the models
        from rebond.web.dossiers.correcting import lapse_corrections_now  # noqa: PLC0415
        from rebond.web.jobs import registry  # noqa: PLC0415 - after the apps are loaded

        registry.every(10, lapse_corrections_now)
        registry.every(reminders.EVERY_MINUTES, reminders.run)
