from __future__ import annotations

from django.urls import path

from rebond.web.desk import views

urlpatterns = [
    path("bureau/", views.desk, name="desk"),
    path("bureau/dossiers/", views.dossier_search, name="dossier-search"),
    path("bureau/dossiers.csv", views.dossier_search_csv, name="dossier-search-csv"),
    path("bureau/dossiers.xlsx", views.dossier_search_xlsx, name="dossier-search-xlsx"),
]
