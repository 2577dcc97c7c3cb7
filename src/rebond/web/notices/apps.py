from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "rebond.web.notices"
