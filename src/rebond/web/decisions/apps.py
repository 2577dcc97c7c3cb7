from django.apps import AppConfig

from rebond.texts import Text


class DecisionsConfig(AppConfig):
    name = "rebond.web.decisions"

    def ready(self) -> None:
        """Tell the worker how to recalculate."""
        from django.conf import settings  # noqa: PLC0415

        from rebond.web.decisions import services  # noqa: PLC0415 - after the apps are loaded
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.register(
            services.KIND,
            services.recalculate,
            words=Text("recalcul des chances", "recalculation of chances"),
            most=lambda: settings.QUEUE_LIMIT,
            is_current=services.has_result,
            after=services.forget_oldest,
        )
