"""What people are told about instruction."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "instruction.opened": NoticeKind(
        Text("Un dossier à examiner : {title}", "A dossier to examine: {title}"),
        Text(
            "Le dossier {dossier} vient d’être déposé ; son examen vous revient.",
            "Dossier {dossier} has just been filed; its examination falls to you.",
        ),
    ),
    "instruction.handed_over": NoticeKind(
        Text("Des dossiers à examiner : {title}", "Dossiers to examine: {title}"),
        Text(
            "L’examen de {count} dossiers de votre région vous revient désormais.",
            "The examination of {count} dossiers of your région now falls to you.",
        ),
    ),
    "instruction.assigned": NoticeKind(
        Text("Un dossier vous est confié : {title}", "A dossier is assigned to you: {title}"),
        Text(
            "Un collègue vous confie l’examen du dossier {dossier}.",
            "A colleague assigns the examination of dossier {dossier} to you.",
        ),
    ),
    "instruction.opinion_asked": NoticeKind(
        Text("Un avis vous est demandé : {title}", "Your opinion is asked: {title}"),
        Text(
            "{organisation} demande votre avis sur le dossier {dossier} avant le {due}.",
            "{organisation} asks for your opinion on dossier {dossier} before {due}.",
        ),
    ),
    "instruction.opinion_soon": NoticeKind(
        Text("Un avis est attendu avant le {due} : {title}", "An opinion is due by {due}: {title}"),
        Text(
            "Votre avis sur le dossier {dossier} est attendu avant le {due}.",
            "Your opinion on dossier {dossier} is due by {due}.",
        ),
    ),
    "instruction.opinion_late": NoticeKind(
        Text("Un avis est en retard : {title}", "An opinion is late: {title}"),
        Text(
            "Votre avis sur le dossier {dossier} était attendu pour le {due}. Il reste recevable.",
            "Your opinion on dossier {dossier} was due on {due}. It can still be given.",
        ),
    ),
    "instruction.opinion_given": NoticeKind(
        Text("Un avis est rendu : {title}", "An opinion is given: {title}"),
        Text(
            "{organisation} a rendu son avis sur le dossier {dossier}.",
            "{organisation} has given its opinion on dossier {dossier}.",
        ),
    ),
    "instruction.request_cancelled": NoticeKind(
        Text("Un avis n’est plus attendu : {title}", "An opinion is no longer awaited: {title}"),
        Text(
            "La demande d’avis sur le dossier {dossier} est annulée : {reason}",
            "The request for an opinion on dossier {dossier} is cancelled: {reason}",
        ),
    ),
    "instruction.shortlist_sent": NoticeKind(
        Text(
            "La liste d’une région est transmise : {title}",
            "A région’s shortlist has been sent: {title}",
        ),
        Text(
            "{organisation} transmet {count} dossiers au comité.",
            "{organisation} sends {count} dossiers to the committee.",
        ),
    ),
}
