"""Acts of the registry of sites that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "sites.delivered": Text("fichier reçu au registre", "file received at the registry"),
    "sites.applied": Text("livraison appliquée", "delivery applied"),
    "sites.abandoned": Text("livraison abandonnée", "delivery abandoned"),
    "sites.created": Text("site saisi", "site entered"),
    "sites.edited": Text("site modifié", "site changed"),
    "sites.lot_edited": Text("lot modifié", "lot changed"),
    "sites.planned": Text("procédures du site décrites", "procedures of the site described"),
    "sites.consent_given": Text("accord de publication donné", "consent to publication given"),
    "sites.consent_withdrawn": Text(
        "accord de publication retiré", "consent to publication withdrawn"
    ),
    "sites.error_reported": Text("erreur signalée", "error reported"),
    "sites.report_answered": Text("signalement traité", "report answered"),
    "sites.entrusted": Text("gestionnaire du site nommé", "manager of the site named"),
    "sites.event_recorded": Text("fait noté dans l’histoire du site", "fact of a site recorded"),
    "sites.labelled_loaded": Text(
        "sites labellisés chargés des pages publiques",
        "labelled sites loaded from public pages",
    ),
}
