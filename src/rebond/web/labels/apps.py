from django.apps import AppConfig


class LabelsConfig(AppConfig):
    name = "rebond.web.labels"
