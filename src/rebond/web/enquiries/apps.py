from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "rebond.web.enquiries"

    def ready(self) -> None:
        """Have the worker mail answers, remind, hand over and erase."""
        from rebond.web.enquiries import mailing, retention  # noqa: PLC0415 - needs the models
        from rebond.web.enquiries.services import handing, reminding  # noqa: PLC0415
        from rebond.web.jobs import registry  # noqa: PLC0415

        registry.every(mailing.EVERY_MINUTES, mailing.run)
        registry.every(reminding.EVERY_MINUTES, reminding.run)
        registry.every(handing.EVERY_MINUTES, handing.run)
        registry.every(retention.EVERY_MINUTES, retention.run)
