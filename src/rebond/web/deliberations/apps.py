from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class DeliberationsConfig(AppConfig):
    name = "rebond.web.deliberations"

    def ready(self) -> None:
        """Ask the worker to tell applicants when results come out."""
        if find_spec("rebond.web.jobs") and find_spec("rebond.web.jobs.registry"):
            from rebond.web.deliberations.publication import MINUTES, announce

            import_module("rebond.web.jobs.registry").every(MINUTES, announce)
