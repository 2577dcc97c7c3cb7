from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "rebond.web.dossiers"

    def ready(self) -> None:
        """Let correction requests lapse by themselves."""
        from rebond.web.dossiers.correcting import lapse_corrections_now  # noqa: PLC0415
        from rebond.web.jobs import registry  # noqa: PLC0415 - after the apps are loaded

        registry.every(10, lapse_corrections_now)
