"""The kinds of step in words, in both languages."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.training.models import PathStep

Kind = PathStep.Kind
KIND_WORDS: dict[str, Text] = {
    Kind.ENGINEERING: Text("ingénierie du Cnam", "engineering of the Cnam"),
    Kind.SUPPORT: Text(
        "accompagnement de la Banque des Territoires", "support of the Banque des Territoires"
    ),
    Kind.OPENING: Text("ouverture", "opening"),
    Kind.ENROLLED: Text("inscrits", "enrolled"),
    Kind.COMPLETED: Text("parcours achevés", "courses completed"),
    Kind.CLOSING: Text("fermeture", "closing"),
}
