from __future__ import annotations

from django.urls import path

from rebond.web.deliberations import manager_views, views

urlpatterns = [
    path("deliberations/", manager_views.deliberations, name="deliberations"),
    path(
        "deliberations/dossiers/<slug:reference>/", views.dossier_decision, name="dossier-decision"
    ),
    path(
        "deliberations/dossiers/<slug:reference>/lettre.pdf",
        views.dossier_letter,
        name="dossier-decision-letter",
    ),
    path("deliberations/<slug:call>/", manager_views.deliberation, name="deliberation"),
    path(
        "deliberations/<slug:call>/proposer/",
        manager_views.propose_many,
        name="deliberation-propose",
    ),
    path(
        "deliberations/<slug:call>/confirmer/", manager_views.confirm, name="deliberation-confirm"
    ),
    path("deliberations/<slug:call>/clore/", manager_views.close, name="deliberation-close"),
    path(
        "deliberations/<slug:call>/propositions/<int:proposal>/retirer/",
        manager_views.cancel,
        name="deliberation-cancel",
    ),
    path(
        "deliberations/<slug:call>/dossiers/<slug:reference>/",
        manager_views.dossier,
        name="deliberation-dossier",
    ),
    path(
        "deliberations/<slug:call>/dossiers/<slug:reference>/acte/",
        manager_views.later_act,
        name="deliberation-act",
    ),
    path("appels/<slug:call>/resultats/", views.call_results, name="call-results"),
    path("appels/<slug:call>/resultats.csv", views.call_results_csv, name="call-results-csv"),
    path("appels/<slug:call>/resultats.json", views.call_results_json, name="call-results-json"),
    path(
        "appels/<slug:call>/resultats/evaluation.json",
        views.call_results_record,
        name="call-results-record",
    ),
]
