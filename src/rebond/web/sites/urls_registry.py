"""Addresses of the registry and of its files; they stand before identifiers of sites."""

from __future__ import annotations

from django.urls import URLPattern, path

from rebond.web.sites import views_deliveries, views_exports, views_manage

urlpatterns: list[URLPattern] = [
    path("sites/export/", views_exports.export, name="registry-export"),
    path(
        "sites/export/<slug:table>/<str:form>",
        views_exports.export_file,
        name="registry-export-file",
    ),
    path("registre/", views_deliveries.registry, name="registry"),
    path("registre/livrer/", views_deliveries.deposit, name="registry-deposit"),
    path("registre/livraisons/<str:reference>/", views_deliveries.delivery, name="delivery"),
    path(
        "registre/livraisons/<str:reference>/etat",
        views_deliveries.delivery_state,
        name="delivery-state",
    ),
    path(
        "registre/livraisons/<str:reference>/rapport.csv",
        views_deliveries.delivery_report,
        name="delivery-report",
    ),
    path(
        "registre/export/<slug:table>/<str:form>",
        views_exports.export_whole,
        name="registry-export-whole",
    ),
    path("registre/nouveau-site/", views_manage.new, name="registry-new"),
    path("registre/sites/<str:identifier>/", views_manage.site, name="registry-site"),
    path(
        "registre/sites/<str:identifier>/versions/",
        views_manage.versions,
        name="registry-versions",
    ),
    path(
        "registre/sites/<str:identifier>/valeurs/<slug:group>/",
        views_manage.group,
        name="registry-group",
    ),
    path(
        "registre/sites/<str:identifier>/lots/<str:lot>/",
        views_manage.lot,
        name="registry-lot",
    ),
]
