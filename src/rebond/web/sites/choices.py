"""What the standards' lists say, in English: values stay in French in data and files."""

from __future__ import annotations

from rebond.web.theme import writing

ENGLISH = {
    "oui": "yes",
    "non": "no",
    "aucun": "none",
    "aucune": "none",
    "autre": "other",
    # kinds of site
    "zone d'activité économique": "business park",
    "site économique historique hors ZAE": "older business site outside a business park",
    "établissement économique isolé": "isolated establishment",
    "zone AU à vocation économique": "land zoned for future business use",
    "parc d'activités": "business park",
    "parc industriel": "industrial park",
    "zone industrielle": "industrial zone",
    "zone industrialo-portuaire": "port industrial zone",
    "zone portuaire": "port zone",
    "zone logistique portuaire": "port logistics zone",
    "zone aéroportuaire": "airport zone",
    "friche": "brownfield",
    "friche industrialo-portuaire": "port and industrial brownfield",
    "plateforme chimique": "chemical platform",
    "plateforme industrielle": "industrial platform",
    "terminal portuaire": "port terminal",
    "anciens laboratoires": "former laboratories",
    "base logistique fermée": "closed logistics base",
    "reconversion": "site under conversion",
    "requalification": "site under redevelopment",
    "ZAC": "planned development zone (ZAC)",
    # vocations
    "industrielle": "industry",
    "commerciale": "retail",
    "tertiaire": "offices",
    "artisanale": "crafts",
    "touristique": "tourism",
    "portuaire": "port",
    "aéroportuaire, aéronautique": "airport, aeronautics",
    "entrepôts, logistique": "warehouses, logistics",
    "logistique agricole": "farm logistics",
    "mixte": "mixed",
    # states and kinds of development
    "en projet": "planned",
    "création": "being created",
    "existant et actif": "existing and active",
    "projet de déclassement": "to be closed",
    "déclassé": "closed",
    "extension urbaine": "urban extension",
    "renouvellement urbain": "urban renewal",
    # owners and developers
    "commune": "commune",
    "epci": "inter-municipal body (EPCI)",
    "société d'économie mixte": "semi-public company",
    "chambre de commerce et industrie": "chamber of commerce and industry",
    "Etat": "State",
    "privé": "private",
    "région": "région",
    "département": "département",
    "structure intercommunale": "inter-municipal body",
    "autre collectivité territoriale": "other local authority",
    "établissement public foncier": "public land agency",
    "SEM ou SPLA": "semi-public or local public company",
    "aménageur": "land developer",
    "investisseur professionnel": "professional investor",
    "établissement industriel et commercial": "industrial and commercial body",
    "personne physique": "natural person",
    # stages and uses of lots
    "non aménageable": "cannot be developed",
    "non aménagé, non viabilisé": "neither developed nor serviced",
    "viabilisation en cours": "being serviced",
    "viabilisé non aménagé": "serviced, not developed",
    "viabilisé et aménagé": "serviced and developed",
    "non commercialisé": "not for sale yet",
    "non commercialisable": "cannot be sold",
    "en vente": "for sale",
    "en vente avec contraintes": "for sale with constraints",
    "vendu, commercialisation achevée": "sold",
    "réservé par option de réservation": "reserved by option",
    "réservé par une délibération de l'EPCI": "reserved by a decision of the EPCI",
    "inoccupé": "unoccupied",
    "occupation transitoire": "temporary occupation",
    "occupé": "occupied",
    "vacant": "vacant",
    # regimes
    "déclaration": "declaration",
    "enregistrement": "registration",
    "autorisation": "authorisation",
    "seuil bas": "lower tier",
    "seuil haut": "upper tier",
}
LISTS = frozenset({"icpe_regimes", "constraints", "naf_sections"})
"""Fields that hold several values, joined by a vertical bar."""


def said(value: str) -> str:
    """Write a value of a list in the language of the page; a free text stays as it was written."""
    return ENGLISH.get(value, value) if writing.lang() == "en" else value


def several(value: str) -> str:
    """Write several values joined by a vertical bar."""
    return ", ".join(said(one.strip()) for one in value.split("|") if one.strip())
