from __future__ import annotations

from django.urls import path

from rebond.web.notices import views

urlpatterns = [
    path("bureau/avis/", views.notices, name="notices"),
    path("bureau/avis/lus/", views.read_all, name="notices-read"),
    path("bureau/avis/<int:notice>/lu/", views.read, name="notice-read"),
]
