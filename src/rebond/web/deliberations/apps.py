from django.apps import AppConfig


class DeliberationsConfig(AppConfig):
    name = "rebond.web.deliberations"
