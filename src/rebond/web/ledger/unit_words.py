"""What pages call the same acts for money and for days: days are given and used, not paid."""

from __future__ import annotations

from collections.abc import Mapping

from rebond.texts import Text
from rebond.web.ledger.models import Fund, Posting, Reservation, Transaction

DAYS = Fund.Unit.DAYS
State, Kind, Account = Reservation.State, Transaction.Kind, Posting.Account

OF_DAYS: Mapping[str, Text] = {
    State.PAID: Text("utilisé", "used"),
    Kind.ALLOCATED: Text("stock ouvert ou relevé", "stock opened or raised"),
    Kind.REDUCED: Text("stock réduit", "stock reduced"),
    Kind.MOVED: Text("stock déplacé", "stock moved"),
    Kind.RECOVERED: Text("rendu", "given back"),
    Kind.RETURNED: Text("remis au stock", "returned to the stock"),
}
"""States, movements and accounts that bear another name for days; the others keep theirs."""

WORDS: Mapping[str, tuple[Text, Text]] = {
    "orders": (Text("Ordres", "Orders"), Text("Jours demandés", "Days asked for")),
    "to_pay": (Text("À payer", "To pay"), Text("À donner", "To give")),
    "to_recover": (Text("À recouvrer", "To recover"), Text("À rendre", "To give back")),
    "proof": (
        Text("Numéro du paiement", "Number of the payment"),
        Text("Numéro du compte rendu", "Number of the report"),
    ),
    "executed_on": (
        Text("Jour du paiement", "Day of the payment"),
        Text("Dernier jour donné", "Last day given"),
    ),
    "execute": (
        Text("Enregistrer le paiement", "Record the payment"),
        Text("Enregistrer ces jours", "Record these days"),
    ),
    "paid_before": (
        Text("Il avait été payé avant : le dire", "It had been paid before: say so"),
        Text(
            "Ces jours étaient déjà donnés : le dire", "These days had been given already: say so"
        ),
    ),
    "paid_before_help": (
        Text(
            "Le paiement entre dans les comptes à son jour, au plus tard celui du rappel ; ce qui est à rendre"
            " se décide ensuite.",
            "The payment goes into the books with its day, at the latest that on which the order was taken back;"
            " what is to be paid back is decided then.",
        ),
        Text(
            "Ils entrent dans les comptes à leur jour, au plus tard celui du rappel.",
            "They go into the books with their day, at the latest that on which the order was taken back.",
        ),
    ),
    "order": (
        Text("Émettre les ordres de paiement", "Issue the payment orders"),
        Text("Demander les jours", "Ask for the days"),
    ),
    "give_up": (
        Text(
            "Ce qui n’est pas payé revient au fonds, et la liste d’attente est servie.",
            "What is not paid comes back to the fund, and the waiting list is served.",
        ),
        Text(
            "Les jours qui ne sont pas utilisés reviennent au stock, et la liste d’attente est servie.",
            "Days that are not used come back to the stock, and the waiting list is served.",
        ),
    ),
    "recover": (
        Text("Demander un remboursement", "Ask money back"),
        Text("Rendre des jours", "Give days back"),
    ),
    "recover_orders": (
        Text("Émettre les ordres de recouvrement", "Issue the recovery orders"),
        Text("Demander qu’ils soient rendus", "Ask for their return"),
    ),
    "return": (
        Text("Remettre une somme recouvrée", "Return a recovered sum"),
        Text("Remettre au stock des jours rendus", "Return given-back days to the stock"),
    ),
    "balanced": (
        Text("Les débits égalent les crédits, au centime.", "Debits equal credits, to the cent."),
        Text("Les débits égalent les crédits, au jour près.", "Debits equal credits, to the day."),
    ),
    "paid": (Text("Payé", "Paid"), Text("Utilisé", "Used")),
    "recovered": (Text("Recouvré", "Recovered"), Text("Rendu", "Given back")),
}
"""Words of the pages, for money and for days."""


def of_unit(name: str, unit: str) -> Text:
    """Return the word of a page for a unit."""
    return WORDS[name][unit == DAYS]


def label(code: str, words: str, unit: str) -> Text:
    """Return a state, a movement or an account in words: those of the model, but for days."""
    return OF_DAYS.get(code, Text(words, words)) if unit == DAYS else Text(words, words)
