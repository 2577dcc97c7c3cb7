from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "rebond.web.sites"
