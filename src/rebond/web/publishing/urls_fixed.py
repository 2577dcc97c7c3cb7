"""Addresses without a language: those of programs."""

from __future__ import annotations

from django.urls import URLPattern, path

from rebond.web.publishing import views

urlpatterns: list[URLPattern] = [
    path("api/v1/<path:rest>", views.api_v1, name="api-v1"),
    path("api/ogc/", views.api_ogc, name="ogc"),
    path("api/ogc/<path:rest>", views.api_ogc, name="ogc-rest"),
    path("api/<path:rest>", views.api_elsewhere, name="api-elsewhere"),
]
