from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "rebond.web.training"

    def ready(self) -> None:
        """Have the desk show the laureates to admit."""
        from rebond.web.training import piles  # noqa: F401, PLC0415 - they read models
