from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "rebond.web.procedures"
