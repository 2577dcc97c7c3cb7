"""Addresses without a language: those of programs."""

from __future__ import annotations

from django.urls import URLPattern, path

from rebond.web.publishing import file_views, views

urlpatterns: list[URLPattern] = [
    path("donnees/catalogue.jsonld", file_views.dcat, name="catalogue"),
    path("donnees/<slug:name>.schema.json", file_views.dataset_schema, name="dataset-schema"),
    path("donnees/<slug:name>.<slug:form>", file_views.dataset_file, name="dataset-file"),
    path("api/<path:rest>", views.api, name="api-rest"),
]
