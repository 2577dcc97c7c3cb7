from __future__ import annotations

from django.urls import path

from rebond.web.labels import public_views, views

A = "administration/labels/"
urlpatterns = [
    path("sites/labellises/", public_views.labelled_sites, name="labelled-sites"),
    path(
        "sites/labellises/labellises.csv",
        public_views.labelled_sites_csv,
        name="labelled-sites-csv",
    ),
    path(A, views.labels, name="labels"),
    path(f"{A}attribuer/", views.grantable, name="labels-grantable"),
    path(f"{A}attribuer/<int:decision>/", views.grant, name="label-grant"),
    path(f"{A}<slug:reference>/", views.label, name="label"),
]
