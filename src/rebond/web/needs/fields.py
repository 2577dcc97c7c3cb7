"""What an investor may ask of a site: each field with its unit, its limits and where its values come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rebond.texts import Text

Kind = Literal["number", "distance", "choice", "activity", "ready", "places"]

ON_SITE = "site"
"""Value of a distance that asks for the siding or the quay on the site itself."""
REGIMES = ("aucun", "declaration", "enregistrement", "autorisation")
"""Legal regimes in rising order; who accepts one accepts those before it."""
SEVESO = ("non", "bas", "haut")
YES, NO = "oui", "non"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that may be asked.

    Parameters
    ----------
    key : str
        Name in the address.
    kind : str
    group : str
    title, hint, source : Text
    unit : str
    least, most : float
        Limits of what may be typed.
    choices : mapping of value to Text
    """

    key: str
    kind: Kind
    group: str
    title: Text
    source: Text
    hint: Text | None = None
    unit: str = ""
    least: float = 0.0
    most: float = 0.0
    choices: tuple[tuple[str, Text], ...] = ()
    on_site: Text | None = None


GROUPS: dict[str, Text] = {
    "land": Text("Terrain", "Land"),
    "access": Text("Réseaux et accès", "Utilities and access"),
    "activity": Text("Activité", "Activity"),
    "time": Text("Délai", "Time"),
    "place": Text("Lieu et qualité", "Place and standing"),
}
BRANCHED = Text(
    "valeur du site quand il la donne ; sinon distance à vol d’oiseau calculée sur données ouvertes",
    "the site’s own value where it gives one; else a straight-line distance computed on open data",
)

FIELDS: dict[str, Field] = {
    one.key: one
    for one in (
        Field(
            "lot",
            "number",
            "land",
            Text("Plus grand terrain libre d’un seul tenant", "Largest free lot in one piece"),
            Text(
                "lots du site, ou déclaration de son gestionnaire",
                "lots of the site, or its manager’s statement",
            ),
            unit="ha",
            least=0.1,
            most=5_000,
        ),
        Field(
            "friche",
            "choice",
            "land",
            Text("Friche", "Brownfield"),
            Text("état des terrains du site", "state of the site’s lots"),
            choices=(
                (YES, Text("oui", "yes")),
                (NO, Text("non", "no")),
            ),
        ),
        Field(
            "puissance",
            "number",
            "access",
            Text("Puissance électrique disponible", "Power available"),
            Text("déclaration du site", "stated by the site"),
            unit="MVA",
            least=0.1,
            most=2_000,
        ),
        Field(
            "rail",
            "distance",
            "access",
            Text("Rail", "Rail"),
            BRANCHED,
            hint=Text(
                "Embranchement sur le site, sinon gare ouverte au fret.",
                "A siding on the site, else a freight station.",
            ),
            unit="km",
            least=0.1,
            most=200,
            on_site=Text("embranchement sur le site", "siding on the site"),
        ),
        Field(
            "eau",
            "distance",
            "access",
            Text("Quai ou port", "Quay or port"),
            BRANCHED,
            hint=Text(
                "Quai sur le site, sinon port. La liste ouverte des ports est incomplète : plus loin, "
                "la réponse est « à vérifier ».",
                "A quay on the site, else a port. The open list of ports is incomplete: further away, "
                "the answer is “to be checked”.",
            ),
            unit="km",
            least=0.1,
            most=500,
            on_site=Text("quai sur le site", "quay on the site"),
        ),
        Field(
            "autoroute",
            "distance",
            "access",
            Text("Échangeur autoroutier", "Motorway junction"),
            Text(
                "déclaration du site ; aucune donnée ouverte des échangeurs n’est embarquée",
                "stated by the site; no open data on junctions is shipped",
            ),
            unit="km",
            least=0.1,
            most=200,
        ),
        Field(
            "emplois",
            "number",
            "access",
            Text("Main-d’œuvre : emplois dans un rayon de 30 km", "Workforce: jobs within 30 km"),
            Text(
                "INSEE, recensement 2020 ; chaque emploi compté 1 − d/30, au centre de la commune",
                "INSEE, census 2020; each job counted 1 − d/30, at the centre of the commune",
            ),
            unit="",
            least=1,
            most=10_000_000,
        ),
        Field(
            "activite",
            "activity",
            "activity",
            Text("Activité acceptée (NAF, NACE)", "Activity accepted (NAF, NACE)"),
            Text(
                "sections que le site déclare accepter ; une division vaut pour sa section",
                "sections that the site states; a division counts for its section",
            ),
        ),
        Field(
            "icpe",
            "choice",
            "activity",
            Text("Régime ICPE accepté", "ICPE regime accepted"),
            Text(
                "déclaration du site ; qui accepte un régime accepte les plus légers",
                "stated by the site; who accepts a regime accepts lighter ones",
            ),
            hint=Text(
                "ICPE : installation classée pour la protection de l’environnement.",
                "ICPE: the French classification of plants by their environmental risk.",
            ),
            choices=(
                (REGIMES[0], Text("non classé", "none needed")),
                (REGIMES[1], Text("déclaration", "declaration")),
                (REGIMES[2], Text("enregistrement", "registration")),
                (REGIMES[3], Text("autorisation", "authorisation")),
            ),
        ),
        Field(
            "seveso",
            "choice",
            "activity",
            Text("Seveso accepté", "Seveso accepted"),
            Text("déclaration du site", "stated by the site"),
            choices=(
                (SEVESO[1], Text("seuil bas", "lower tier")),
                (SEVESO[2], Text("seuil haut", "upper tier")),
            ),
        ),
        Field(
            "pret",
            "ready",
            "time",
            Text("Prêt avant le", "Ready before"),
            Text(
                "plan de procédures du site, dates simulées ; sans plan, non établi",
                "the site’s plan of procedures, simulated dates; without a plan, not established",
            ),
        ),
        Field(
            "region",
            "places",
            "place",
            Text("Régions", "Régions"),
            Text("communes du site", "communes of the site"),
        ),
        Field(
            "departement",
            "places",
            "place",
            Text("Départements", "Départements"),
            Text("communes du site", "communes of the site"),
            hint=Text("Numéros séparés par des espaces.", "Numbers, separated by spaces."),
        ),
        Field(
            "label",
            "choice",
            "place",
            Text("Labellisé", "Labelled"),
            Text(
                "labels enregistrés ici et en vigueur ; la liste publique est incomplète",
                "labels recorded here and in force; the public list is incomplete",
            ),
            choices=((YES, Text("oui", "yes")),),
        ),
    )
}
IMPORTANCES: tuple[tuple[str, Text], ...] = (
    ("", Text("indispensable", "must have")),
    ("3", Text("très souhaité", "strongly wished")),
    ("2", Text("souhaité", "wished")),
    ("1", Text("un plus", "a plus")),
)
