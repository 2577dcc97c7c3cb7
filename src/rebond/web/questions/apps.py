from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "rebond.web.questions"

    def ready(self) -> None:
        """Have the worker tell of deadlines, and the desk show what waits."""
        from rebond.web.jobs import registry  # noqa: PLC0415
        from rebond.web.questions import piles, reminders  # noqa: F401, PLC0415 - they read models

        registry.every(reminders.A_DAY, reminders.remind)
