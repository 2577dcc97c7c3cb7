from django.apps import AppConfig


class LegalConfig(AppConfig):
    name = "rebond.web.legal"
