"""Acts of aids that the journal tells; a young person's own acts name nobody."""

from __future__ import annotations

from rebond.texts import Text
from rebond.web.aids import application_acts

ACTS: dict[str, Text] = {
    "aids.offer_drafted": Text("offre écrite", "offer written"),
    "aids.offer_edited": Text("offre modifiée", "offer edited"),
    "aids.offer_opened": Text("offre ouverte", "offer opened"),
    "aids.offer_closed": Text("offre fermée", "offer closed"),
    "aids.profile_saved": Text("profil enregistré", "profile saved"),
    "aids.profile_consented": Text("profil montré avec accord", "profile shown by consent"),
    "aids.profile_withdrawn": Text("accord sur un profil retiré", "consent on a profile withdrawn"),
    "aids.profile_erased": Text("profil effacé", "profile erased"),
    "aids.proposed": Text("recrutement proposé", "recruitment proposed"),
    "aids.answered": Text(
        "proposition acceptée par le jeune", "proposal accepted by the young person"
    ),
    "aids.refused": Text("proposition refusée", "proposal refused"),
    "aids.dates_set": Text("dates du contrat fixées", "days of the contract set"),
    "aids.signed": Text("charte signée", "charter signed"),
    "aids.labelled": Text("recrutement labellisé", "recruitment labelled"),
    "aids.declined": Text("label refusé", "label declined"),
    "aids.broken": Text("contrat rompu", "contract broken"),
    "aids.ended": Text("contrat achevé", "contract ended"),
}
ACTS |= application_acts.ACTS
