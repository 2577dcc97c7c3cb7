from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "rebond.web.publishing"
