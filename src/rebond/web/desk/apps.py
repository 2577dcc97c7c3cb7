from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rebond.web.desk"

    def ready(self) -> None:
        # Each declares its piles when it is read.
        from rebond.web.desk import (  # noqa: F401, PLC0415
            applicants,
            contacts,
            deciders,
            examiners,
            site_managers,
        )
