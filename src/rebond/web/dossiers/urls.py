from __future__ import annotations

from django.urls import path

from rebond.web.dossiers import views, views_draft, views_files, views_filing, views_places

urlpatterns = [
    path("dossiers/", views.dossiers, name="dossiers"),
    path("dossiers/ouvrir/<str:call>/", views.start, name="dossier-start"),
    path("dossiers/<str:reference>/", views.dossier, name="dossier"),
    path("dossiers/<str:reference>/reponse/", views_draft.answer, name="dossier-answer"),
    path("dossiers/<str:reference>/manque/", views_filing.missing, name="dossier-missing"),
    path(
        "dossiers/<str:reference>/auto-evaluation/",
        views_filing.self_assessment,
        name="dossier-assessment",
    ),
    path("dossiers/<str:reference>/deposer/", views_filing.filing, name="dossier-filing"),
    path("dossiers/<str:reference>/retirer/", views_filing.withdraw, name="dossier-withdraw"),
    path(
        "administration/dossiers/<str:reference>/communes/",
        views_places.places,
        name="dossier-places",
    ),
    path("dossiers/<str:reference>/mis-de-cote/", views_filing.asides, name="dossier-asides"),
    path("dossiers/<str:reference>/joindre/", views_files.upload, name="dossier-upload"),
    path("dossiers/<str:reference>/joindre/<str:path>/", views_files.files, name="dossier-files"),
    path(
        "dossiers/<str:reference>/fichiers/<uuid:attachment>/",
        views_files.download,
        name="dossier-file",
    ),
    path("dossiers/<str:reference>/dossier.pdf", views_files.printed, name="dossier-print"),
    path("dossiers/<str:reference>/depots/<int:number>/", views.filing, name="dossier-filed"),
    path(
        "dossiers/<str:reference>/depots/<int:number>/recepisse.pdf",
        views_files.filing_receipt,
        name="dossier-receipt",
    ),
    path(
        "dossiers/<str:reference>/remplir/<str:section_id>/",
        views_draft.section,
        name="dossier-section",
    ),
]
