from django.apps import AppConfig


class InstructionConfig(AppConfig):
    name = "rebond.web.instruction"
