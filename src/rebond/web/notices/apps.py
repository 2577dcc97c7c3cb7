from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "rebond.web.notices"

    def ready(self) -> None:
        """Have the worker mail notices."""
        from rebond.web.jobs import registry  # noqa: PLC0415
        from rebond.web.notices import mailing  # noqa: PLC0415 - after the apps are loaded

        registry.every(mailing.AT_ONCE_MINUTES, mailing.run_at_once)
        registry.every(mailing.DIGEST_MINUTES, mailing.run_digest)
