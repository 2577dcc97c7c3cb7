"""Acts of deliberations that the journal tells: that a decision was taken, and its digest, never its content."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "deliberations.propose": Text("propose une décision", "proposes a decision"),
    "deliberations.propose_many": Text("propose des décisions", "proposes decisions"),
    "deliberations.cancel": Text("retire une proposition de décision", "takes back a proposal"),
    "deliberations.confirm": Text("confirme une décision", "confirms a decision"),
    "deliberations.confirm_many": Text("confirme des décisions", "confirms decisions"),
    "deliberations.close": Text("clôt la délibération", "closes the deliberation"),
    "deliberations.correct": Text(
        "propose la rectification d’une décision", "proposes to correct a decision"
    ),
    "deliberations.review": Text(
        "propose le réexamen d’une décision", "proposes to review a decision"
    ),
    "deliberations.withdraw": Text(
        "propose le retrait d’une décision", "proposes to withdraw a decision"
    ),
    "deliberations.announce": Text(
        "prévient les candidats des décisions", "tells applicants of the decisions"
    ),
}
