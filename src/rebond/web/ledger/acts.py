"""Acts of funds and the ledger that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "ledger.open": Text("ouvre un fonds", "opens a fund"),
    "ledger.raise": Text("relève un fonds", "raises a fund"),
    "ledger.reduce": Text("réduit un fonds", "reduces a fund"),
    "ledger.move": Text("déplace une somme d’un fonds à un autre", "moves a sum between funds"),
    "ledger.close": Text("clôt un fonds", "closes a fund"),
    "ledger.award": Text("réserve ce qu’une décision attribue", "reserves what a decision awards"),
    "ledger.commit": Text("engage une réservation", "commits a reservation"),
    "ledger.cancel": Text("annule une réservation", "cancels a reservation"),
    "ledger.order": Text("émet les ordres de paiement", "issues the payment orders"),
    "ledger.execute": Text("enregistre un paiement", "records a payment"),
    "ledger.reject": Text("rejette un ordre de paiement", "rejects a payment order"),
    "ledger.payments": Text("enregistre un fichier de paiements", "records a file of payments"),
    "ledger.recover": Text("demande un remboursement", "asks money back"),
    "ledger.return": Text(
        "remet au fonds une somme recouvrée", "returns recovered money to the fund"
    ),
}
