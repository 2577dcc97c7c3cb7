"""What the simulator asks: the questions of the aids themselves, and the few that stand for several facts.

A new aid brings its questions by itself; here stand their order, their short names in addresses, and the hints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rebond.aid import Aid, FactSpec, shipped_aids
from rebond.aid.loading import IN_PERIMETER
from rebond.texts import Text

Kind = Literal["yes_no", "choice", "number", "money", "commune", "siren", "day"]
YES, NO = "oui", "non"
DAY, SIREN, PLACE, CONTRACT, SIZE = "jour", "siren", "commune", "contrat", "taille"
FIGURES: Mapping[str, str] = {"effectif": "headcount", "ca": "turnover", "bilan": "balance"}
"""Keys of the figures that tell the size of a firm, and what `rebond.aid.firm_size` calls them."""
SIZE_FACT = "taille_entreprise"
CONTRACT_FACTS: Mapping[str, Mapping[str, str | None]] = {
    "cdi": {"contrat": "cdi", "contrat_logement": "cdi"},
    "cdd_long": {"contrat": "cdd_douze_mois", "contrat_logement": "cdd"},
    "cdd_court": {"contrat": "autre", "contrat_logement": "cdd"},
    "cdd": {"contrat": None, "contrat_logement": "cdd"},
    "alternance_longue": {"contrat": "alternance_dix_mois", "contrat_logement": "alternance"},
    "alternance_courte": {"contrat": "autre", "contrat_logement": "alternance"},
    "alternance": {"contrat": None, "contrat_logement": "alternance"},
    "autre": {"contrat": "autre", "contrat_logement": "autre"},
}
"""One question on the contract answers both aids; None is not known."""


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    Parameters
    ----------
    key : str
        Its name in the form and in addresses.
    kind : str
    section : str
    question, hint : Text
    facts : tuple of str
        Facts of aids that the answer makes.
    options : tuple of (str, Text)
    unit : Text, optional
    spec : FactSpec, optional
        What the rules read, for a question that is one of their facts.
    is_personal : bool
    """

    key: str
    kind: Kind
    section: str
    question: Text
    hint: Text | None = None
    facts: tuple[str, ...] = ()
    options: tuple[tuple[str, Text], ...] = ()
    unit: Text | None = None
    spec: FactSpec | None = None
    is_personal: bool = False


SECTIONS: Mapping[str, Text] = {
    "post": Text("Le poste", "The post"),
    "firm": Text("L’entreprise", "The firm"),
    "young": Text("Le jeune", "The young person"),
    "home": Text("Le logement", "Housing"),
    "other": Text("Autres questions", "Other questions"),
    "day": Text("Le jour du dépôt", "The filing day"),
}
EURO = Text("€", "€")
_ORDER: Mapping[str, tuple[str, ...]] = {
    "post": (
        PLACE,
        CONTRACT,
        "mission_de_transformation",
        "mission_de_transition",
        "salaire_brut_mensuel",
        "charte_signee",
    ),
    "firm": (SIREN, SIZE_FACT, *FIGURES, "siege_en_france", "employeur_prive_non_agricole"),
    "young": ("situation_jeune", "niveau_jeune", "est_vte"),
    "home": ("loyer_mensuel", "logement_mois", "autre_dossier_ouvert"),
    "day": (DAY,),
}
_SHORT: Mapping[str, str] = {
    SIZE_FACT: SIZE,
    "mission_de_transformation": "mission",
    "mission_de_transition": "transition",
    "salaire_brut_mensuel": "salaire",
    "charte_signee": "charte",
    "siege_en_france": "siege",
    "employeur_prive_non_agricole": "prive",
    "situation_jeune": "situation",
    "niveau_jeune": "niveau",
    "est_vte": "vte",
    "loyer_mensuel": "loyer",
    "logement_mois": "mois",
    "autre_dossier_ouvert": "autre_dossier",
}
_WORDS: Mapping[str, Text] = {
    "situation_jeune": Text("Situation du jeune", "Situation of the young person"),
}
"""Questions whose words lean on what stands around them in the form of the measure."""
HINTS: Mapping[str, Text] = {
    "mission_de_transformation": Text(
        "Le jeune travaille avec le chef d’entreprise, sur un projet qui la transforme.",
        "The young person works with the head of the firm, on a project that transforms it.",
    ),
    "mission_de_transition": Text(
        "Énergie, déchets, transports, matières… : pour le VTE Vert.",
        "Energy, waste, transport, materials…: for the VTE Vert.",
    ),
    "charte_signee": Text(
        "La charte du volontariat territorial en entreprise (VTE).",
        "The charter of territorial volunteering in firms (VTE).",
    ),
    SIZE_FACT: Text(
        "Au sens européen, pour tout le groupe. Si vous l’ignorez, donnez vos chiffres.",
        "In the European sense, for the whole group. If you do not know it, give your figures.",
    ),
    "est_vte": Text(
        "VTE : volontariat territorial en entreprise.", "VTE: territorial volunteering in firms."
    ),
    "loyer_mensuel": Text(
        "Ce qui reste à payer chaque mois, les autres aides ôtées.",
        "What is left to pay each month, other aids taken off.",
    ),
    "autre_dossier_ouvert": Text(
        "Une demande de MOBILI-JEUNE déjà en cours pour la même personne.",
        "A MOBILI-JEUNE application already under way for the same person.",
    ),
}


def _own() -> tuple[Field, ...]:
    contract = CONTRACT_FACTS["cdi"]
    return (
        Field(
            PLACE,
            "commune",
            "post",
            Text("Commune du poste", "Commune of the post"),
            Text(
                "Nom ou code INSEE : « Lisieux », « 14366 ». Elle dit si le poste est dans un Territoire d’industrie.",
                "Name or INSEE code: “Lisieux”, “14366”. It tells whether the post stands in a Territoire d’industrie.",
            ),
            tuple(fact for fact in _specs() if fact.startswith(IN_PERIMETER)),
        ),
        Field(
            CONTRACT,
            "choice",
            "post",
            Text("Contrat", "Contract"),
            None,
            tuple(contract),
            (
                ("cdi", Text("CDI", "Permanent (CDI)")),
                ("cdd_long", Text("CDD, douze mois ou plus", "Fixed-term, twelve months or more")),
                ("cdd_court", Text("CDD, moins de douze mois", "Fixed-term, under twelve months")),
                ("cdd", Text("CDD, durée inconnue", "Fixed-term, length unknown")),
                (
                    "alternance_longue",
                    Text("Alternance, dix mois ou plus", "Alternance, ten months or more"),
                ),
                (
                    "alternance_courte",
                    Text("Alternance, moins de dix mois", "Alternance, under ten months"),
                ),
                ("alternance", Text("Alternance, durée inconnue", "Alternance, length unknown")),
                ("autre", Text("Stage ou autre contrat", "Internship or other contract")),
            ),
        ),
        Field(
            SIREN,
            "siren",
            "firm",
            Text("Numéro SIREN", "SIREN number"),
            Text(
                "Facultatif : sa clé seule est vérifiée. Il n’est ni gardé, ni mis dans un lien.",
                "Optional: only its key is checked. It is neither kept nor put in a link.",
            ),
            is_personal=True,
        ),
        *(
            Field(key, kind, "firm", question, None, (SIZE_FACT,), (), unit, spec)
            for key, kind, question, unit, spec in _figures()
        ),
        Field(
            DAY,
            "day",
            "day",
            Text("Jour du dépôt de la demande", "Day the application is filed"),
            Text(
                "Les règles de ce jour s’appliquent. Vide : aujourd’hui.",
                "The rules of that day apply. Empty: today.",
            ),
        ),
    )


def _figures() -> tuple[tuple[str, Kind, Text, Text, FactSpec], ...]:
    asked: tuple[tuple[str, Kind, Text, Text], ...] = (
        (
            "effectif",
            "number",
            Text("Effectif du groupe", "Headcount of the group"),
            Text("personnes", "people"),
        ),
        (
            "ca",
            "money",
            Text("Chiffre d’affaires annuel du groupe", "Annual turnover of the group"),
            EURO,
        ),
        (
            "bilan",
            "money",
            Text("Total du bilan du groupe", "Balance-sheet total of the group"),
            EURO,
        ),
    )
    return tuple(
        (key, kind, question, unit, FactSpec(id=key, kind=kind, question=question))  # type: ignore[arg-type]
        for key, kind, question, unit in asked
    )


def _specs() -> Mapping[str, FactSpec]:
    """Return every fact of the shipped aids, each once."""
    return {fact.id: fact for aid in aids() for fact in aid.facts}


@cache
def aids() -> tuple[Aid, ...]:
    """Return the aids to answer, those of the firm first."""
    order = ("firm", "person", "territory")
    return tuple(sorted(shipped_aids(), key=lambda aid: (order.index(aid.beneficiary), aid.id)))


@cache
def fields() -> Mapping[str, Field]:
    """Return the questions by key, in the order of the form."""
    own = {one.key: one for one in _own()}
    covered = {fact for one in own.values() for fact in one.facts} - {SIZE_FACT}
    sections = {name: section for section, names in _ORDER.items() for name in names}
    made = dict(own)
    for name, spec in _specs().items():
        if name not in covered:
            one = of_fact(spec, sections.get(name, "other"))
            made[one.key] = one
    places = {
        _SHORT.get(name, name): place
        for place, name in enumerate(name for names in _ORDER.values() for name in names)
    }
    order = list(SECTIONS)
    listed = sorted(
        made.values(), key=lambda one: (order.index(one.section), places.get(one.key, len(places)))
    )
    return {one.key: one for one in listed}


def of_fact(spec: FactSpec, section: str = "other") -> Field:
    """Return the question that asks for one fact."""
    return Field(
        key=_SHORT.get(spec.id, spec.id),
        kind=spec.kind,
        section=section,
        question=_WORDS.get(spec.id, spec.question),
        hint=HINTS.get(spec.id),
        facts=(spec.id,),
        options=tuple((option.id, option.label) for option in spec.options),
        unit=EURO if spec.kind == "money" else spec.unit,
        spec=spec,
        is_personal=spec.is_personal,
    )


@cache
def asked_by(fact: str) -> Field:
    """Return the question that makes a fact."""
    return next(one for one in fields().values() if fact in one.facts)
