from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "rebond.web.accounts"

    def ready(self) -> None:
        """Listen to sign-ins, and have stale data erased once a day."""
        from rebond.web.accounts import retention, signing  # noqa: F401, PLC0415 - models are there
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.every(retention.EVERY_MINUTES, retention.run)
