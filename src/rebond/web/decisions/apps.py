from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "rebond.web.decisions"
