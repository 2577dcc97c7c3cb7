from django.urls import path, register_converter

from rebond.web.decisions import job_views, views


class DecisionCode:
    """Twelve hexadecimal digits."""

    regex = "[0-9a-f]{12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class CandidateId:
    """The id of a candidate as the record writes it: letters, digits, « : », « _ », « . », « - »."""

    regex = "[0-9A-Za-zÀ-ÿ_.:-]{1,160}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DecisionCode, "code")
register_converter(CandidateId, "candidate")

urlpatterns = [
    path("decisions/", views.shelf, name="decisions"),
    path("decisions/<code:code>/", views.evaluation, name="evaluation"),
    path("decisions/fond.svg", views.map_outline, name="map-outline"),
    path("decisions/<code:code>/candidats/", views.candidates, name="candidates"),
    path("decisions/<code:code>/liste.csv", views.list_csv, name="list-csv"),
    path("decisions/<code:code>/liste.json", views.list_json, name="list-json"),
    path("decisions/<code:code>/decision.json", views.decision_file, name="decision-file"),
    path("decisions/<code:code>/carte.svg", views.map_file, name="map-file"),
    path("decisions/<code:code>/recalculer/", job_views.recalculate, name="recalculate"),
    path("decisions/<code:code>/<candidate:candidate>/", views.candidate, name="candidate"),
    path("calculs/<uuid:job_id>/", job_views.progress, name="job"),
    path("calculs/<uuid:job_id>/etat/", job_views.state, name="job-state"),
]
