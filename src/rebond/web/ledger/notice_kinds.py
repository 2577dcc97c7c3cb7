"""What people are told about funds and the ledger; references and sums, nobody's name."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.notices.kinds import NoticeKind

CHANGED = "ledger.changed"
TO_PAY = "ledger.to_pay"
TO_RECOVER = "ledger.to_recover"
CALLED_BACK = "ledger.called_back"
SERVED = "ledger.served"
BROKEN = "ledger.broken"

KINDS: dict[str, NoticeKind] = {
    CHANGED: NoticeKind(
        Text("Fonds {fund} : {what}", "Fund {fund}: {what}"),
        Text(
            "Fonds {fund} : {what}. La raison est dans le registre des mouvements.",
            "Fund {fund}: {what}. The reason is in its ledger.",
        ),
    ),
    TO_PAY: NoticeKind(
        Text("Ordre de paiement {order}", "Payment order {order}"),
        Text(
            "Ordre de paiement {order} de {amount}, fonds {fund}.",
            "Payment order {order} of {amount}, fund {fund}.",
        ),
    ),
    TO_RECOVER: NoticeKind(
        Text("Remboursement à demander : {order}", "Money to ask back: {order}"),
        Text(
            "Ordre de recouvrement {order} de {amount}, fonds {fund}.",
            "Recovery order {order} of {amount}, fund {fund}.",
        ),
    ),
    CALLED_BACK: NoticeKind(
        Text("Ordre de paiement rappelé : {order}", "Payment order taken back: {order}"),
        Text(
            "L’ordre {order} de {amount}, fonds {fund}, est rappelé : ne le payez plus. S’il était déjà payé, dites-le"
            " sur la page de la réservation.",
            "The order {order} of {amount}, fund {fund}, is taken back: pay it no more. If it was paid already, say so"
            " on the page of the reservation.",
        ),
    ),
    SERVED: NoticeKind(
        Text("Fonds {fund} : liste d’attente servie", "Fund {fund}: waiting list served"),
        Text(
            "Fonds {fund} : {count} réservations de la liste d’attente sont servies.",
            "Fund {fund}: {count} reservations of the waiting list are served.",
        ),
    ),
    BROKEN: NoticeKind(
        Text(
            "Les comptes ne s’accordent pas : {count} écarts",
            "The books do not agree: {count} differences",
        ),
        Text(
            "La vérification des fonds a trouvé {count} écarts. Ne payez rien avant de les avoir lus.",
            "The check of the funds found {count} differences. Pay nothing before reading them.",
        ),
    ),
}
