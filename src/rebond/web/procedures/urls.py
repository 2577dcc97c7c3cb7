from django.urls import path

from rebond.web.procedures import plan_views, views

urlpatterns = [
    path("procedures/", views.procedures, name="procedures"),
    path("procedures/<slug:procedure_id>/", views.procedure, name="procedure"),
    path(
        "procedures/<slug:procedure_id>/<slug:version_id>/",
        views.procedure,
        name="procedure-version",
    ),
    path("sites/plans/", plan_views.sites, name="sites"),
    path("sites/plan/", plan_views.plan, name="site-plan"),
    path("sites/plan/reponse/", plan_views.answer, name="site-answer"),
    path("sites/plan/document.pdf", plan_views.document, name="site-document"),
    path("sites/plan/etapes.csv", plan_views.steps_csv, name="site-steps"),
    path("sites/plan/plan.json", plan_views.plan_json, name="site-json"),
]
