from django.apps import AppConfig


class AidsConfig(AppConfig):
    name = "rebond.web.aids"

    def ready(self) -> None:
        """Have the worker erase old profiles, an erased person forgotten here too, and the desk show what waits."""
        from rebond.web.accounts import personal  # noqa: PLC0415 - all of these need the models
        from rebond.web.aids import forgetting, piles, profiles  # noqa: F401, PLC0415
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.every(profiles.EVERY_MINUTES, profiles.run)
        personal.holds("aids", profiles.export, forgetting.forget)
        from rebond.web.aids import application_hooks  # noqa: PLC0415 - it reads models

        application_hooks.connect()
