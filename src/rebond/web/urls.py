"""Addresses: French without prefix, English under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from rebond.web.legal import views as legal
from rebond.web.theme import views as theme

urlpatterns = [
    path("healthz", theme.healthz, name="healthz"),
    path("robots.txt", theme.robots, name="robots"),
    path("sitemap.xml", legal.sitemap, name="sitemap"),
    path(".well-known/security.txt", legal.security_txt, name="security-txt"),
    path("", include("rebond.web.publishing.urls_fixed")),
    *i18n_patterns(
        path("", include("rebond.web.programmes.urls")),
        path("", include("rebond.web.decisions.urls")),
        path("", include("rebond.web.territories.urls")),
        path("", include("rebond.web.procedures.urls")),
        path("", include("rebond.web.accounts.urls")),
        path("", include("rebond.web.calls.urls")),
        path("", include("rebond.web.dossiers.urls")),
        path("", include("rebond.web.instruction.urls")),
        path("", include("rebond.web.committee.urls")),
        path("", include("rebond.web.deliberations.urls")),
        path("", include("rebond.web.labels.urls")),
        path("", include("rebond.web.needs.urls")),
        path("", include("rebond.web.enquiries.urls")),
        path("", include("rebond.web.cases.urls")),
        path("", include("rebond.web.ledger.urls")),
        path("", include("rebond.web.aids.urls")),
        path("", include("rebond.web.training.urls")),
        path("", include("rebond.web.questions.urls")),
        path("", include("rebond.web.monitoring.urls")),
        path("", include("rebond.web.publishing.urls")),
        path("", include("rebond.web.legal.urls")),
        path("", include("rebond.web.sites.urls")),
        path("", include("rebond.web.notices.urls")),
        path("", include("rebond.web.desk.urls")),
        path("", include("rebond.web.journal.urls")),
        path("", include("rebond.web.jobs.urls")),
        path("", include("rebond.web.theme.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "rebond.web.theme.views.bad_request"
handler403 = "rebond.web.theme.views.forbidden"
handler404 = "rebond.web.theme.views.not_found"
handler500 = "rebond.web.theme.views.server_error"
