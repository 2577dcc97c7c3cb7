"""States and sides in both languages, for errors and notices."""

from __future__ import annotations

from collections.abc import Mapping

from rebond.texts import Text
from rebond.web.aids.models import Offer, Recruitment

OFFER_STATES: Mapping[str, Text] = {
    Offer.State.DRAFT: Text("brouillon", "draft"),
    Offer.State.OPEN: Text("ouverte", "open"),
    Offer.State.FILLED: Text("pourvue", "filled"),
    Offer.State.CLOSED: Text("fermée", "closed"),
}
RECRUITMENT_STATES: Mapping[str, Text] = {
    Recruitment.State.PROPOSED: Text("proposé", "proposed"),
    Recruitment.State.SIGNED: Text("charte signée par les deux", "charter signed by both"),
    Recruitment.State.LABELLED: Text("labellisé", "labelled"),
    Recruitment.State.BROKEN: Text("contrat rompu", "contract broken"),
    Recruitment.State.ENDED: Text("contrat achevé", "contract ended"),
    Recruitment.State.DECLINED: Text("refusé", "declined"),
}
SIDES: Mapping[str, Text] = {
    Recruitment.Side.FIRM: Text("l’entreprise", "the firm"),
    Recruitment.Side.PERSON: Text("le jeune", "the young person"),
    Recruitment.Side.OPERATOR: Text("l’opérateur", "the operator"),
    Recruitment.Side.RULE: Text(
        "la règle\u00a0: l’offre n’est plus ouverte", "the rule: the offer is no longer open"
    ),
}
BREAKS: Mapping[str, Text] = {
    Recruitment.Break.TRIAL: Text("fin de la période d’essai", "end of the trial period"),
    Recruitment.Break.PERSON: Text("départ du jeune", "the young person left"),
    Recruitment.Break.FIRM: Text("décision de l’entreprise", "decision of the firm"),
    Recruitment.Break.BOTH: Text("d’un commun accord", "by mutual agreement"),
    Recruitment.Break.OTHER: Text("autre cause", "other cause"),
}
