"""The site map: every page that anyone may open and that needs no choice of an object."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from rebond.texts import Text
from rebond.web.decisions import queries as decisions
from rebond.web.programmes import queries as programmes


@dataclass(frozen=True, slots=True)
class Entry:
    """One page."""

    page: str
    title: Text
    address: str


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together."""

    title: Text
    entries: tuple[Entry, ...]


PARTS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (
        Text("Le programme", "The programme"),
        (
            ("home", Text("Accueil", "Home")),
            ("programme", Text("Le programme et ses mesures", "The programme and its measures")),
            ("evaluation", Text("Évaluation des territoires", "Evaluation of territories")),
            ("method", Text("Méthode de l’évaluation", "Method of the evaluation")),
            ("decisions", Text("Fichiers de décision", "Decision files")),
            ("journal", Text("Journal des actes", "Journal of acts")),
            ("search", Text("Trouver un territoire", "Find a territory")),
            ("place-compare", Text("Comparer des territoires", "Compare territories")),
        ),
    ),
    (
        Text("Candidater et suivre", "Apply and follow"),
        (
            ("calls", Text("Appels", "Calls")),
            ("procedures", Text("Procédures et délais", "Procedures and delays")),
            ("sites", Text("Exemples de plans de sites", "Examples of site plans")),
        ),
    ),
    (
        Text("Sites", "Sites"),
        (
            ("site-search", Text("Chercher un site", "Search for a site")),
            ("site-map", Text("Carte des sites", "Map of sites")),
            ("labelled-sites", Text("Sites labellisés", "Labelled sites")),
        ),
    ),
    (
        Text("Aides et formation", "Aids and training"),
        (
            ("aids", Text("Aides", "Aids")),
            ("aid-simulator", Text("Simulateur d’aides", "Simulator of aids")),
            ("aid-cost", Text("Ce que coûteraient les aides", "What the aids would cost")),
            ("offers", Text("Offres de VTE", "VTE offers")),
            (
                "training",
                Text("Formation : ce qu’un territoire demande", "Training: what a territory needs"),
            ),
            (
                "laureates",
                Text("Lauréats des appels de formation", "Laureates of the calls for training"),
            ),
        ),
    ),
    (
        Text("Résultats", "Results"),
        (
            ("results", Text("Objectifs et indicateurs", "Objectives and indicators")),
            ("results-comparison", Text("Retenus et non retenus", "Retained and not retained")),
            ("stats", Text("Usage du service", "Use of the service")),
        ),
    ),
    (
        Text("Réponses et données", "Answers and data"),
        (
            (
                "questions",
                Text("Questions écrites des parlementaires", "Written questions of Parliament"),
            ),
            ("open-data", Text("Données ouvertes", "Open data")),
            ("api", Text("API", "API")),
        ),
    ),
    (
        Text("Ce que la loi demande", "What the law asks"),
        (
            ("accessibility", Text("Accessibilité", "Accessibility")),
            ("legal-notices", Text("Mentions légales", "Legal notices")),
            ("privacy", Text("Données personnelles", "Personal data")),
            ("algorithms", Text("Algorithmes", "Algorithms")),
            ("contact", Text("Contact", "Contact")),
            ("site-map-of-pages", Text("Plan du site", "Site map")),
        ),
    ),
)
"""Name of each address and its title; a test holds the list to every page that a visitor may open."""


def parts() -> tuple[Part, ...]:
    """Return the pages that exist on this installation."""
    choices = _choices()
    told = (
        Part(
            title,
            tuple(
                Entry(page, words, reverse(page, args=choices.get(page, ())))
                for page, words in pages
                if choices.get(page) != (None,)
            ),
        )
        for title, pages in PARTS
    )
    return tuple(part for part in told if part.entries)


def _choices() -> dict[str, tuple[str | None, ...]]:
    """Return what the pages of a programme or decision are of; None where this installation has none."""
    programme, decision = programmes.main_programme(), decisions.current()
    of_programme = (programme.id if programme else None,)
    return {
        "programme": of_programme,
        "method": of_programme,
        "evaluation": (decision.code if decision else None,),
    }
