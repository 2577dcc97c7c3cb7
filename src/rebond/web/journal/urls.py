from __future__ import annotations

from django.urls import path

from rebond.web.journal import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/actes/", views.acts, name="journal-acts"),
    path("journal/tetes/<str:day>.json", views.head_file, name="journal-head"),
]
