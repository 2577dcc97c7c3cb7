from __future__ import annotations

from django.urls import path

from rebond.web.ledger import act_views, views

FUND = "finances/fonds/<slug:reference>/"
urlpatterns = [
    path("finances/", views.funds, name="funds"),
    path(
        "finances/mesures/<slug:programme>/<slug:measure>/",
        views.measure,
        name="measure-money",
    ),
    path("finances/attributions/", act_views.awards, name="awards"),
    path("finances/attributions/<int:decision>/", act_views.award, name="award"),
    path("finances/nouveau-fonds/", act_views.fund_new, name="fund-new"),
    path(FUND, act_views.fund, name="fund"),
    path(f"{FUND}paiements/", act_views.payments, name="payments"),
    path(f"{FUND}registre.<slug:form>", views.export, name="ledger-export"),
    path(f"{FUND}reservations/", views.reservations, name="reservations"),
    path(f"{FUND}reservations/<int:number>/", act_views.reservation, name="reservation"),
]
