"""The operations of version 1 as the page for people lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from rebond.texts import Text
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.v1.document import METHODS, document

TAGS: Mapping[str, Text] = {
    "Places": Text("Lieux", "Places"),
    "Datasets": Text("Jeux de données", "Datasets"),
    "Search": Text("Recherche de sites", "Search of sites"),
    "Programme": Text("Programme", "Programme"),
    "Aids": Text("Aides", "Aids"),
    "Procedures": Text("Procédures", "Procedures"),
    "Writing": Text("Écrire, avec un jeton", "Writing, with a token"),
}
SUMMARIES: Mapping[str, Text] = {
    "search-places": Text("Les lieux d’un nom ou d’un code", "Places by name or code"),
    "read-place": Text("Un lieu", "One place"),
    "read-standings": Text(
        "Où en est un lieu avec chaque mesure", "Where a place stands with each measure"
    ),
    "search-sites": Text(
        "Les sites qui répondent au besoin d’un investisseur",
        "Sites that answer an investor’s need",
    ),
    "list-datasets": Text("Les jeux de données", "Datasets"),
    "read-results": Text("Les résultats publiés d’un appel", "Published results of a call"),
    "list-aids": Text(
        "Les aides, et ce qu’une simulation demande", "Aids, and what a simulation asks"
    ),
    "simulate-aids": Text(
        "Simuler les aides ; rien n’est gardé", "Simulate the aids; nothing is kept"
    ),
    "list-procedures": Text("Les procédures", "Procedures"),
    "procedure-deadline": Text("L’échéance d’une procédure", "Deadline of a procedure"),
    "read-token": Text("Ce que permet votre jeton", "What your token allows"),
    "write-site": Text("Écrire un site de votre organisation", "Write a site of your organisation"),
    "report-error": Text("Signaler une erreur sur un site", "Report an error on a site"),
}
Line = tuple[str, str, Text, tuple[str, ...]]


@cache
def described() -> tuple[tuple[Text, tuple[Line, ...]], ...]:
    """Return, by subject, each method and path with its words and query parameters."""
    found: dict[str, list[Line]] = {tag: [] for tag in TAGS}
    for path, operations in document()["paths"].items():
        for method in METHODS:
            if method in operations:
                one = operations[method]
                names = tuple(p["name"] for p in one.get("parameters", []) if p["in"] == "query")
                line = (method.upper(), path, _words(one["operationId"]), names)
                found[one["tags"][0]].append(line)
    return tuple((TAGS[tag], tuple(lines)) for tag, lines in found.items() if lines)


def _words(operation: str) -> Text:
    if operation in SUMMARIES:
        return SUMMARIES[operation]
    kind, _, name = operation.partition("-")
    title = datasets()[name].title
    if kind == "list":
        return title
    return Text(f"{title.fr} : une ligne, par son code", f"{title.en}: one row, by its code")
