from django.apps import AppConfig

from rebond.texts import Text


class PublishingConfig(AppConfig):
    name = "rebond.web.publishing"

    def ready(self) -> None:
        """Tell the worker how large files are made, and what it prepares ahead of the first reader."""
        from rebond.web.jobs import registry  # noqa: PLC0415 - after the apps are loaded
        from rebond.web.publishing import jobs, kept, warming  # noqa: PLC0415

        registry.register(
            kept.KIND,
            jobs.prepare,
            words=Text("fichier de données ouvertes", "file of open data"),
            is_current=jobs.stands,
        )
        registry.every(warming.EVERY_MINUTES, warming.prepare_again)
