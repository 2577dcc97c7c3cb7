from __future__ import annotations

from django.urls import URLPattern, path

from rebond.web.aids import application_views

urlpatterns: list[URLPattern] = [
    path("aides/demandes/", application_views.listing, name="aid-applications"),
    path(
        "aides/demandes/nouvelle/<str:recruitment>/<str:aid>/",
        application_views.new,
        name="aid-application-new",
    ),
    path("aides/demandes/<str:reference>/", application_views.application, name="aid-application"),
]
