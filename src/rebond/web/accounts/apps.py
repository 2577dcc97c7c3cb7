from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rebond.web.accounts"

    def ready(self) -> None:
        """Listen to sign-ins, and have stale data erased once a day."""
        from rebond.web.accounts import signing  # noqa: F401, PLC0415 - once the models are there
