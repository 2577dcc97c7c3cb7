from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "rebond.web.needs"

    def ready(self) -> None:
        """Have the worker match kept needs again, and end those past their time."""
        from rebond.web.jobs import registry  # noqa: PLC0415
        from rebond.web.needs import retention, telling  # noqa: PLC0415 - after the apps are loaded

        registry.every(telling.EVERY_MINUTES, telling.run)
        registry.every(retention.EVERY_MINUTES, retention.run)
