"""Acts of enquiries that the journal tells; an investor's own acts name nobody, whatever the level."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "enquiries.received": Text("contact d’un investisseur reçu", "investor’s contact received"),
    "enquiries.answered": Text("réponse envoyée à un investisseur", "answer sent to an investor"),
    "enquiries.noted": Text("note écrite sur un contact", "note written on a contact"),
    "enquiries.moved": Text("contact passé à un autre état", "contact moved to another state"),
    "enquiries.written": Text("message d’un investisseur reçu", "investor’s message received"),
    "enquiries.revealed": Text(
        "investisseur nommé à sa demande", "investor named at their own request"
    ),
    "enquiries.withdrawn": Text(
        "contact retiré par l’investisseur", "contact withdrawn by the investor"
    ),
    "enquiries.handed_over": Text(
        "contact remis au nouveau gestionnaire du site",
        "contact handed over to the site’s new manager",
    ),
    "enquiries.reminded": Text("réponse à un contact rappelée", "answer to a contact reminded"),
    "enquiries.erased": Text(
        "données personnelles d’un contact effacées", "personal data of a contact erased"
    ),
}
