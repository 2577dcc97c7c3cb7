from __future__ import annotations

from django.urls import path

from rebond.web.cases import board_views, line_views, views

urlpatterns = [
    path("projets/", board_views.cases, name="cases"),
    path("projets/tableau.csv", board_views.cases_csv, name="cases-csv"),
    path("projets/nouveau/", board_views.new, name="case-new"),
    path("projets/<str:reference>/", views.case, name="case"),
    path("projets/<str:reference>/conduire/", views.conduct, name="case-conduct"),
    path("projets/<str:reference>/lignes/", line_views.new, name="case-line-new"),
    path("projets/<str:reference>/lignes/<uuid:line>/", line_views.line, name="case-line"),
    path(
        "projets/<str:reference>/lignes/<uuid:line>/document/",
        line_views.document,
        name="case-document",
    ),
]
