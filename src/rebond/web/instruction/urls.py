from __future__ import annotations

from django.urls import path

from rebond.web.instruction import asking_views, list_views, opinion_views, views

urlpatterns = [
    path("instruction/", views.board, name="instruction"),
    path("instruction/dossiers/<slug:reference>/", views.dossier, name="instruction-dossier"),
    path("instruction/avis/", opinion_views.requests, name="opinions"),
    path("instruction/avis/demander/", asking_views.ask, name="opinions-ask"),
    path("instruction/avis/<int:key>/", opinion_views.opinion, name="opinion"),
    path("instruction/appels/<slug:reference>/liste/", list_views.region_list, name="shortlist"),
    path("instruction/appels/<slug:reference>/listes/", list_views.all_lists, name="shortlists"),
]
