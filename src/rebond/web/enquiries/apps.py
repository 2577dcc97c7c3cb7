from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "rebond.web.enquiries"
