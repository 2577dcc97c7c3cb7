from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "rebond.web.monitoring"
