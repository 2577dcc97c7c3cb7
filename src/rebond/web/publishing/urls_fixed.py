"""Addresses without a language: those of programs."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from rebond.web.publishing import file_views, views

urlpatterns: list[URLPattern] = [
    path("donnees/catalogue.jsonld", file_views.dcat, name="catalogue"),
    path("donnees/<slug:name>.schema.json", file_views.dataset_schema, name="dataset-schema"),
    path("donnees/<slug:name>.<slug:form>", file_views.dataset_file, name="dataset-file"),
    # A line break in an address is refused by the API too, in its one shape.
    re_path(r"^api/(?P<rest>[\s\S]+)\Z", views.api, name="api-rest"),
]
