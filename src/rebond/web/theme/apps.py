from django.apps import AppConfig


class ThemeConfig(AppConfig):
    name = "rebond.web.theme"
