from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "rebond.web.needs"
