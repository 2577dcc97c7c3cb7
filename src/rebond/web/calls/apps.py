from django.apps import AppConfig


class CallsConfig(AppConfig):
    name = "rebond.web.calls"
