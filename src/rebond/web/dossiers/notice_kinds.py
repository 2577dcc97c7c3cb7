"""What people are told about dossiers."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "dossiers.filed": NoticeKind(
        Text("Dossier déposé\u202f: {title}", "Dossier filed: {title}"),
        Text(
            "Le dossier {dossier} est reçu (dépôt n°\u00a0{number}). Empreinte\u202f: {digest}.",
            "Dossier {dossier} is received (filing no. {number}). Digest: {digest}.",
        ),
    ),
    "dossiers.filed_again": NoticeKind(
        Text("Dossier complété\u202f: {title}", "Dossier completed: {title}"),
        Text(
            "Le demandeur a répondu à la demande de correction du dossier {dossier} (dépôt n°\u00a0{number}).",
            "The applicant has answered the correction request on dossier {dossier} (filing no. {number}).",
        ),
    ),
    "dossiers.withdrawn": NoticeKind(
        Text("Dossier retiré\u202f: {title}", "Dossier withdrawn: {title}"),
        Text(
            "Le demandeur a retiré le dossier {dossier}.",
            "The applicant has withdrawn dossier {dossier}.",
        ),
    ),
    "dossiers.correction_asked": NoticeKind(
        Text("Correction demandée\u202f: {title}", "Correction asked for: {title}"),
        Text(
            "Des champs du dossier {dossier} sont à corriger avant le {due}.",
            "Some fields of dossier {dossier} are to be corrected before {due}.",
        ),
    ),
    "dossiers.correction_soon": NoticeKind(
        Text(
            "Correction attendue avant le {due}\u202f: {title}",
            "Correction due before {due}: {title}",
        ),
        Text(
            "La correction du dossier {dossier} est attendue avant le {due}\u202f; ensuite, le dernier dépôt compte tel quel.",
            "The correction of dossier {dossier} is due before {due}; after that, the last filing counts as it is.",
        ),
    ),
    "dossiers.draft_soon": NoticeKind(
        Text(
            "L’appel se clôt bientôt\u202f: {title} n’est pas déposé",
            "The call closes soon: {title} is not filed",
        ),
        Text(
            "Le dossier {dossier} est un brouillon\u202f; l’appel se clôt le {due}.",
            "Dossier {dossier} is a draft; the call closes on {due}.",
        ),
    ),
    "dossiers.correction_lapsed": NoticeKind(
        Text("Délai de correction passé\u202f: {title}", "Time for correction over: {title}"),
        Text(
            "Le dossier {dossier} n’a pas été corrigé à temps\u202f: le dernier dépôt reste celui qui compte.",
            "Dossier {dossier} was not corrected in time: the last filing is the one that counts.",
        ),
    ),
    "dossiers.correction_ended": NoticeKind(
        Text("Correction close\u202f: {title}", "Correction ended: {title}"),
        Text(
            "L’instruction du dossier {dossier} est terminée\u202f: le dernier dépôt reste celui qui compte.",
            "The examination of dossier {dossier} is over: the last filing is the one that counts.",
        ),
    ),
    "dossiers.places_corrected": NoticeKind(
        Text("Territoire corrigé\u202f: {title}", "Territory corrected: {title}"),
        Text(
            "L’équipe nationale a corrigé les communes du dossier {dossier}.",
            "The national team has corrected the communes of dossier {dossier}.",
        ),
    ),
}
