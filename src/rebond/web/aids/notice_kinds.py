"""What people are told about aids."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.aids import application_notices
from rebond.web.notices.kinds import NoticeKind

OF_ONE = Text("Recrutement {reference}, {firm}.", "Recruitment {reference}, {firm}.")

KINDS: dict[str, NoticeKind] = {
    "aids.proposed": NoticeKind(
        Text(
            "Une mission vous est proposée\u00a0: {title}", "A mission is proposed to you: {title}"
        ),
        Text(
            "{firm} ne connaît ni votre nom ni votre adresse tant que vous n’avez pas répondu.",
            "{firm} knows neither your name nor your address until you answer.",
        ),
    ),
    "aids.answered": NoticeKind(
        Text(
            "Un jeune répond à votre offre\u00a0: {title}",
            "A young person answers your offer: {title}",
        ),
        Text(
            "Recrutement {reference}\u00a0: la charte peut être signée.",
            "Recruitment {reference}: the charter can be signed.",
        ),
    ),
    "aids.refused": NoticeKind(
        Text("Une proposition est refusée\u00a0: {title}", "A proposal is refused: {title}"), OF_ONE
    ),
    "aids.signed": NoticeKind(
        Text(
            "L’autre partie a signé la charte\u00a0: {title}",
            "The other side signed the charter: {title}",
        ),
        OF_ONE,
    ),
    "aids.to_label": NoticeKind(
        Text(
            "Un recrutement est à labelliser\u00a0: {title}",
            "A recruitment is to be labelled: {title}",
        ),
        OF_ONE,
    ),
    "aids.labelled": NoticeKind(
        Text("Le recrutement est labellisé\u00a0: {title}", "The recruitment is labelled: {title}"),
        OF_ONE,
    ),
    "aids.declined": NoticeKind(
        Text("Le label est refusé\u00a0: {title}", "The label is declined: {title}"),
        Text(
            "Recrutement {reference}\u00a0: le motif y est écrit.",
            "Recruitment {reference}: the reason stands there.",
        ),
    ),
    "aids.broken": NoticeKind(
        Text("Le contrat est rompu\u00a0: {title}", "The contract is broken: {title}"), OF_ONE
    ),
    "aids.ended": NoticeKind(
        Text(
            "Le contrat est arrivé à son terme\u00a0: {title}",
            "The contract came to its end: {title}",
        ),
        OF_ONE,
    ),
    "aids.offer_over": NoticeKind(
        Text("Une offre n’est plus ouverte\u00a0: {title}", "An offer is no longer open: {title}"),
        Text("{firm} l’a fermée ou pourvue.", "{firm} closed or filled it."),
    ),
    "aids.profile_expires": NoticeKind(
        Text("Votre profil sera effacé le {day}", "Your profile will be erased on {day}"),
        Text("Prolongez-le si vous cherchez encore.", "Prolong it if you are still looking."),
    ),
    "aids.profile_expired": NoticeKind(
        Text("Votre profil est effacé", "Your profile is erased"),
        Text(
            "Il avait atteint sa date. Vous pouvez en écrire un autre.",
            "It had reached its day. You can write another one.",
        ),
    ),
}
KINDS |= application_notices.KINDS
