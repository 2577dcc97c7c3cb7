from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rebond.web.accounts"
