from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "rebond.web.journal"
