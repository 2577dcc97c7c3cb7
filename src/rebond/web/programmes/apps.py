from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "rebond.web.programmes"
