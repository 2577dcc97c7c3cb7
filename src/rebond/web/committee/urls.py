from __future__ import annotations

from django.urls import path

from rebond.web.committee import evaluation_views, member_views, reading_views, views

urlpatterns = [
    path("comite/", views.seats, name="committees"),
    path("comite/<slug:call>/", views.committee, name="committee"),
    path("comite/<slug:call>/declarations/", views.declarations, name="committee-declarations"),
    path("comite/<slug:call>/comparaison/", reading_views.compare, name="committee-comparison"),
    path(
        "comite/<slug:call>/comparaison.csv",
        reading_views.compare_csv,
        name="committee-comparison-csv",
    ),
    path("comite/<slug:call>/membres/", member_views.members, name="committee-members"),
    path("comite/<slug:call>/membres/nommer/", member_views.appoint, name="committee-appoint"),
    path("comite/<slug:call>/membres/<int:seat>/fin/", member_views.end, name="committee-end-seat"),
    path("comite/<slug:call>/et-si/", evaluation_views.trial, name="committee-trial"),
    path("comite/<slug:call>/officielle/", evaluation_views.official, name="committee-official"),
    path(
        "comite/<slug:call>/simulation/", evaluation_views.simulation, name="committee-simulation"
    ),
    path(
        "comite/<slug:call>/evaluation/<uuid:key>/",
        evaluation_views.evaluation,
        name="committee-evaluation",
    ),
    path(
        "comite/<slug:call>/evaluation/<uuid:key>/etat/",
        evaluation_views.state,
        name="committee-evaluation-state",
    ),
    path(
        "comite/<slug:call>/evaluation/<uuid:key>/fichier/",
        evaluation_views.record,
        name="committee-record",
    ),
    path("comite/<slug:call>/<slug:dossier>/", reading_views.dossier, name="committee-dossier"),
    path(
        "comite/<slug:call>/<slug:dossier>/appreciation/",
        reading_views.review,
        name="committee-review",
    ),
]
