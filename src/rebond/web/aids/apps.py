from django.apps import AppConfig


class AidsConfig(AppConfig):
    name = "rebond.web.aids"
