from __future__ import annotations

from django.urls import path

from rebond.web.monitoring import follow_views, views

R = "resultats/"
urlpatterns = [
    path(R, views.results, name="results"),
    path(f"{R}indicateurs.csv", views.results_csv, name="results-csv"),
    path(f"{R}indicateurs/<slug:name>/", views.indicator, name="indicator"),
    path(f"{R}comparaison/", views.compared, name="results-comparison"),
    path(f"{R}suivi/", follow_views.follow_ups, name="follow-ups"),
    path(f"{R}suivi/<slug:kind>/<str:reference>/", follow_views.follow_up, name="follow-up"),
    path("stats/", views.stats, name="stats"),
]
