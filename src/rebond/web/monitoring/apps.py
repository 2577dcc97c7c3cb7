from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "rebond.web.monitoring"

    def ready(self) -> None:
        """Tell the workers what freezes baselines, and the desk what is to declare and to check."""
        from rebond.texts import Text  # noqa: PLC0415
        from rebond.web.jobs import registry  # noqa: PLC0415
        from rebond.web.monitoring import freezing, piles  # noqa: F401, PLC0415 - they read models

        registry.register(
            freezing.JOB,
            freezing.run_job,
            words=Text(
                "Figer les faits des candidats au jour de la décision",
                "Freeze the facts of the candidates on the day of the decision",
            ),
        )
