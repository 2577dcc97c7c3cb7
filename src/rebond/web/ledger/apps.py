from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "rebond.web.ledger"
