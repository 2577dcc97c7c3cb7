"""Acts on applications for aids that the journal tells; a young person's own acts name nobody."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "aids.apply": Text("demande d’aide déposée", "aid applied for"),
    "aids.tell": Text("demande d’aide complétée", "aid application completed"),
    "aids.withdraw": Text("demande d’aide retirée", "aid application withdrawn"),
    "aids.ask": Text("fait demandé pour une aide", "fact asked for an aid"),
    "aids.wait": Text("aide mise en liste d’attente", "aid put on the waiting list"),
    "aids.grant": Text("aide accordée", "aid granted"),
    "aids.refuse": Text("aide refusée", "aid refused"),
    "aids.prove": Text("justificatif donné", "proof given"),
    "aids.decline_proof": Text("justificatif écarté", "proof declined"),
    "aids.pay": Text("paiement d’une aide ordonné", "payment of an aid ordered"),
    "aids.recover": Text("montant à rendre décidé", "amount to be paid back decided"),
    "aids.paid_before": Text(
        "paiement d’avant la rupture : montant à rendre à décider de nouveau",
        "payment from before the break: amount to be paid back to be decided again",
    ),
}
