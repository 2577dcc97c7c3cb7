from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rebond.web.cases"
