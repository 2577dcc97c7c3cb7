from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rebond.web.desk"

    def ready(self) -> None:
        # Each declares its piles when it is read.
        from rebond.web.desk import applicants, contacts, deciders, examiners  # noqa: F401, PLC0415
