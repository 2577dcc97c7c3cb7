from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "rebond.web.questions"
