from __future__ import annotations

from django.urls import path

from rebond.web.jobs import views

urlpatterns = [
    path("administration/travaux/", views.jobs, name="jobs"),
    path("administration/travaux/<uuid:job_id>/relancer/", views.restart, name="job-restart"),
]
