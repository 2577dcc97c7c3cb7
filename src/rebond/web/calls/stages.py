"""The words for a call's stages and dates, in both languages."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.calls.models import CLOSES, COMMITTEE, OPENS, OPINIONS, RESULTS, SHORTLISTS, Call

STAGES: dict[str, Text] = {
    Call.Stage.DRAFT: Text("en préparation", "being prepared"),
    Call.Stage.ANNOUNCED: Text("annoncé", "announced"),
    Call.Stage.OPEN: Text("ouvert", "open"),
    Call.Stage.CLOSED: Text("clos, en instruction", "closed, being examined"),
    Call.Stage.DELIBERATED: Text("délibéré, résultats à venir", "deliberated, results to come"),
    Call.Stage.PUBLISHED: Text("résultats publiés", "results published"),
    Call.Stage.CANCELLED: Text("annulé", "cancelled"),
}

FIELDS: dict[str, str] = {
    OPENS: "opens_at",
    CLOSES: "closes_at",
    OPINIONS: "opinions_due_at",
    SHORTLISTS: "shortlists_due_at",
    COMMITTEE: "committee_at",
    RESULTS: "results_at",
}
"""The dates in their order, with the field that holds each."""

DATES: dict[str, Text] = {
    OPENS: Text("Ouverture", "Opening"),
    CLOSES: Text("Clôture", "Closing"),
    OPINIONS: Text("Fin des avis", "End of opinions"),
    SHORTLISTS: Text("Envoi des présélections", "Sending of shortlists"),
    COMMITTEE: Text("Comité", "Committee"),
    RESULTS: Text("Publication des résultats", "Publication of results"),
}


def stage_text(stage: str) -> Text:
    """Return a stage in words."""
    return STAGES[stage]
