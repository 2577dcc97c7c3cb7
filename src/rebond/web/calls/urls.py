from __future__ import annotations

from django.urls import path

from rebond.web.calls import admin_views, views

A = "administration/appels/"
urlpatterns = [
    path("appels/", views.calls, name="calls"),
    path("appels/<slug:reference>/", views.call_page, name="call-page"),
    path("appels/<slug:reference>/suis-je-concerne/", views.call_concerned, name="call-concerned"),
    path("appels/<slug:reference>/revisions/", views.call_revisions, name="call-revisions"),
    path(
        "appels/<slug:reference>/politique/<int:number>.json",
        views.call_policy,
        name="call-policy",
    ),
    path(A, admin_views.calls_admin, name="calls-admin"),
    path(f"{A}nouveau/", admin_views.call_new, name="call-new"),
    path(f"{A}<slug:reference>/choix/", admin_views.call_edit, name="call-edit"),
    path(f"{A}<slug:reference>/reglages/", admin_views.call_settings, name="call-settings"),
    path(f"{A}<slug:reference>/dates/", admin_views.call_dates, name="call-dates"),
    path(f"{A}<slug:reference>/apercu/", admin_views.call_preview, name="call-preview"),
    path(f"{A}<slug:reference>/publier/", admin_views.call_publish, name="call-publish"),
    path(f"{A}<slug:reference>/revision/", admin_views.call_new_revision, name="call-new-revision"),
    path(f"{A}<slug:reference>/annuler/", admin_views.call_cancel, name="call-cancel"),
]
