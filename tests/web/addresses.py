"""One address for each named pattern, so that no page goes unvisited."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils import translation

from rebond.programme import shipped_programmes
from rebond.web.decisions.rows import Decision

NOWHERE = UUID("00000000-0000-4000-8000-000000000000")

# Pages that a person reads; the others are files, answers for programs, or lead elsewhere.
PAGES = (
    "home",
    "programme",
    "method",
    "decisions",
    "evaluation",
    "candidates",
    "candidate",
    "recalculate",
    "job",
    "search",
    "components",
    "procedures",
    "procedure",
    "procedure-version",
    "sites",
    "site-plan",
)
OTHERS = (
    "healthz",
    "robots",
    "security-txt",
    "sitemap",
    "places",
    "latest",
    "list-csv",
    "list-json",
    "decision-file",
    "map-file",
    "map-outline",
    "job-state",
    "suggestions",
    "map-layer",
    "site-answer",
    "site-document",
    "site-steps",
    "site-json",
)


def address(name: str, decision: Decision, *, job: UUID = NOWHERE) -> str:
    """Return the address of a named pattern on the fictitious decision."""
    arguments: dict[str, list[object]] = {
        "programme": [shipped_programmes()[0]],
        "method": [shipped_programmes()[0]],
        "latest": [decision.programme.id],
        "candidate": [decision.code, decision.candidates[7].id],
        "job": [job],
        "job-state": [job],
        "map-layer": ["departements"],
        "procedure": ["permis_de_construire"],
        "procedure-version": ["autorisation_environnementale", "2017-03"],
    }
    of_decision = {
        "evaluation",
        "candidates",
        "recalculate",
        "list-csv",
        "list-json",
        "decision-file",
        "map-file",
    }
    given = [decision.code] if name in of_decision else arguments.get(name, [])
    queries = {"search": "?q=exemple", "suggestions": "?q=exemple"}
    example = "?exemple=friche_fictive&au=2026-11-21"
    queries |= dict.fromkeys(
        ("site-plan", "site-answer", "site-document", "site-steps", "site-json"), example
    )
    query = queries.get(name, "")
    with translation.override("fr"):
        return reverse(name, args=given) + query
