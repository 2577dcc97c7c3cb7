from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "rebond.web.dossiers"
