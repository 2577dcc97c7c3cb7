"""Acts of committee that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "committee.appoint": Text("membre du comité nommé", "committee member appointed"),
    "committee.end": Text("siège au comité terminé", "committee seat ended"),
    "committee.reminded": Text("membre du comité relancé", "committee member reminded"),
    "committee.declare": Text("intérêts déclarés", "interests declared"),
    "committee.save_review": Text("appréciation enregistrée", "review saved"),
    "committee.submit_review": Text("appréciation remise", "review handed in"),
    "committee.ask_evaluation": Text("évaluation officielle demandée", "official evaluation asked"),
    "committee.finish_evaluation": Text(
        "évaluation officielle scellée", "official evaluation sealed"
    ),
}
