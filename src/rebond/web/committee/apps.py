from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "rebond.web.committee"

    def ready(self) -> None:
        """Tell the workers what runs an evaluation, and what reminds members."""
        from rebond.web.committee import (  # noqa: PLC0415 - models are loaded by now
            evaluating,
            given_up,
            reminders,
        )
        from rebond.web.committee.asking import JOB  # noqa: PLC0415
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.register(JOB, evaluating.run_job)
        registry.every(given_up.MINUTES, given_up.fail_given_up)
        registry.every(reminders.EVERY_MINUTES, reminders.run)
