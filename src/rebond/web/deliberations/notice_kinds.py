"""What people are told about deliberations; a notice never tells an outcome."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

TO_CONFIRM = "deliberations.to_confirm"
VISIBLE = "deliberations.visible"

KINDS: dict[str, NoticeKind] = {
    TO_CONFIRM: NoticeKind(
        Text("Décisions à confirmer : {call}", "Decisions to confirm: {call}"),
        Text(
            "Un collègue a proposé des décisions sur l’appel {call} ; une seconde personne doit les confirmer.",
            "A colleague proposed decisions on the call {call}; a second person must confirm them.",
        ),
    ),
    VISIBLE: NoticeKind(
        Text("Décision sur le dossier {dossier}", "Decision on the dossier {dossier}"),
        Text(
            "La décision prise sur le dossier {dossier} et ses raisons peuvent être lues.",
            "The decision taken on the dossier {dossier} and its reasons can be read.",
        ),
    ),
}
