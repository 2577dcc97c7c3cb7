from __future__ import annotations

from django.urls import path

from rebond.web.questions import views, views_answers, views_taking

Q = "questions/"
ONE = f"{Q}<slug:reference>/"
ANSWER = f"{ONE}reponses/<int:number>/"
urlpatterns = [
    path(Q, views.questions, name="questions"),
    path(f"{Q}importer/", views_taking.import_questions, name="questions-import"),
    path(f"{Q}importer/<slug:reference>/", views_taking.intake, name="questions-intake"),
    path(ONE, views.question, name="question"),
    path(f"{ONE}objet/", views.subjects, name="question-subjects"),
    path(f"{ONE}reponses/", views_answers.assemble, name="answer-new"),
    path(ANSWER, views_answers.answer, name="answer"),
    path(f"{ANSWER}rediger/", views_answers.write, name="answer-write"),
    path(f"{ANSWER}depuis/", views_answers.since, name="answer-since"),
]
