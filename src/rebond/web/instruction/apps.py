from django.apps import AppConfig

EVERY_MINUTES = 60


class InstructionConfig(AppConfig):
    name = "rebond.web.instruction"

    def ready(self) -> None:
        from rebond.web.instruction.services import reminders  # noqa: PLC0415 - needs the models
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.every(EVERY_MINUTES, reminders.run)
