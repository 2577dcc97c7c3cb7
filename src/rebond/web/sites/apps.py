from django.apps import AppConfig

from rebond.texts import Text


class SitesConfig(AppConfig):
    name = "rebond.web.sites"

    def ready(self) -> None:
        """Tell the worker how to check and apply deliveries, and how to keep announced dates true."""
        from rebond.web.jobs import registry  # noqa: PLC0415 - after the apps are loaded
        from rebond.web.sites import jobs, retention  # noqa: PLC0415

        registry.register(
            "sites.check",
            jobs.check,
            words=Text("contrôle d’un fichier de sites", "check of a file of sites"),
        )
        registry.register(
            "sites.apply",
            jobs.apply,
            words=Text("écriture d’une livraison", "writing of a delivery"),
        )
        registry.register(
            "sites.export",
            jobs.export,
            words=Text("fichier public des sites", "public file of sites"),
            is_current=jobs.export_stands,
        )
        registry.register("sites.plan", jobs.plan, words=Text("dates d’un site", "dates of a site"))
        registry.every(jobs.REFRESH_MINUTES, jobs.refresh_plans)
        registry.every(retention.EVERY_MINUTES, retention.run)
