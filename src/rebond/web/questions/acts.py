"""Acts of written questions that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "questions.read": Text("lit un texte de question", "reads the text of a question"),
    "questions.take": Text("enregistre une question écrite", "records a written question"),
    "questions.complete": Text("complète une question écrite", "completes a written question"),
    "questions.load": Text("charge une question publiée", "loads a published question"),
    "questions.confirm": Text(
        "confirme ce dont parle une question", "confirms what a question is about"
    ),
    "questions.draft": Text("assemble un projet de réponse", "assembles a draft answer"),
    "questions.write": Text("modifie un projet de réponse", "edits a draft answer"),
    "questions.submit": Text(
        "soumet un projet à seconde lecture", "submits a draft to a second reading"
    ),
    "questions.validate": Text("valide un projet de réponse", "validates a draft answer"),
    "questions.return": Text("renvoie un projet à son auteur", "sends a draft back"),
    "questions.publish": Text("publie une réponse", "publishes an answer"),
    "questions.abandon": Text("abandonne un projet de réponse", "abandons a draft answer"),
    "questions.alert": Text("alerte sur une échéance", "warns of a deadline"),
}
