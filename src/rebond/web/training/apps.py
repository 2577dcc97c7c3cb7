from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "rebond.web.training"
