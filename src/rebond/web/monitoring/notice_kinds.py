"""What people are told about results and their follow-up."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

CHECKED = "monitoring.checked"

KINDS: dict[str, NoticeKind] = {
    CHECKED: NoticeKind(
        Text("Résultats vérifiés : {subject}", "Outcomes checked: {subject}"),
        Text(
            "Un service de l’État a vérifié les résultats {year} de {subject}, et son nombre diffère du vôtre. Les deux restent, chacun avec sa source.",
            "A State service checked the {year} outcomes of {subject}, and its number differs from yours. Both stay, each with its source.",
        ),
    ),
}
