"""What recipients are told about enquiries: the site and the reference, never who the investor is."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {
    "enquiries.received": NoticeKind(
        Text("Un investisseur écrit au sujet de {site}", "An investor writes about {site}"),
        Text(
            "Contact {reference}. Une réponse est due avant le {due}.",
            "Contact {reference}. An answer is due by {due}.",
        ),
    ),
    "enquiries.written": NoticeKind(
        Text(
            "Nouveau message d’un investisseur\u00a0: {site}",
            "New message from an investor: {site}",
        ),
        Text("Contact {reference}.", "Contact {reference}."),
    ),
    "enquiries.answered": NoticeKind(
        Text(
            "Un investisseur a reçu une réponse\u00a0: {site}", "An investor was answered: {site}"
        ),
        Text(
            "{organisation} a répondu au contact {reference}.",
            "{organisation} answered contact {reference}.",
        ),
    ),
    "enquiries.noted": NoticeKind(
        Text("Une note sur un contact\u00a0: {site}", "A note on a contact: {site}"),
        Text(
            "{organisation} a écrit une note sur le contact {reference}.",
            "{organisation} wrote a note on contact {reference}.",
        ),
    ),
    "enquiries.moved": NoticeKind(
        Text("Un contact avance\u00a0: {site}", "A contact moves on: {site}"),
        Text(
            "{organisation} a fait passer le contact {reference} à l’état «\u00a0{state}\u00a0».",
            "{organisation} moved contact {reference} to “{state}”.",
        ),
    ),
    "enquiries.revealed": NoticeKind(
        Text("Un investisseur se nomme\u00a0: {site}", "An investor gives their name: {site}"),
        Text(
            "Le contact {reference} dit désormais qui écrit.",
            "Contact {reference} now says who writes.",
        ),
    ),
    "enquiries.withdrawn": NoticeKind(
        Text("Un contact est retiré\u00a0: {site}", "A contact is withdrawn: {site}"),
        Text(
            "L’investisseur a retiré le contact {reference}\u202f; ses données sont effacées.",
            "The investor withdrew contact {reference}; the data is erased.",
        ),
    ),
    "enquiries.soon": NoticeKind(
        Text(
            "Un investisseur attend une réponse avant le {due}\u00a0: {site}",
            "An investor awaits an answer by {due}: {site}",
        ),
        Text(
            "Le contact {reference} n’a pas encore reçu de réponse.",
            "Contact {reference} has not been answered yet.",
        ),
    ),
    "enquiries.late": NoticeKind(
        Text(
            "Une réponse à un investisseur est en retard\u00a0: {site}", "An answer is late: {site}"
        ),
        Text(
            "La réponse au contact {reference} était due le {due}.",
            "The answer to contact {reference} was due on {due}.",
        ),
    ),
}
