"""What nobody has established of a measure, and how to ask for it."""

from __future__ import annotations

from rebond.programme import Measure, Programme
from rebond.programme.policy_model import Unknown
from rebond.texts import Text
from rebond.web.territories.standing_rows import Proof
from rebond.web.territories.why_rows import Part, Sentence

DOCUMENTS_PAGE = "https://www.service-public.fr/particuliers/actualites/A11502"


def unknown_part(programme: Programme | None, measure: Measure | None) -> list[Part]:
    """Return what the policy says was looked for without being found."""
    if programme is None or measure is None:
        return []
    unknown = list(measure.not_established)
    if measure.grid is not None and isinstance(measure.grid.weights, Unknown):
        unknown.insert(0, measure.grid.weights)
    rules = measure.selection
    if rules is not None and isinstance(rules.other_rules, Unknown):
        unknown.append(rules.other_rules)
    sentences = tuple(
        Sentence(
            Text("{what} : non établi.", "{what}: not established.").filled(
                what=Text(one.looked_for.fr.rstrip("."), one.looked_for.en.rstrip("."))
            ),
            tuple(
                Proof(
                    id=f"unknown:{measure.id}/{place}/{source}",
                    words=Text("Cherché sans être trouvé", "Looked for, not found"),
                    source=source,
                )
                for source in one.sources
            ),
        )
        for place, one in enumerate(unknown, start=1)
    )
    title = Text("Ce qui a été cherché sans être trouvé", "What was looked for without being found")
    return [Part("unknown", title, sentences)]


def asking_part() -> Part:
    """Return how the documents of the selection are asked for."""
    return Part(
        "asking",
        Text("Comment demander ce qui manque", "How to ask for what is missing"),
        (
            Sentence(
                Text(
                    "Les documents de la sélection se demandent à l’administration qui a choisi ; un mois de silence vaut "
                    "refus, et la Commission d’accès aux documents administratifs se saisit dans les deux mois qui suivent.",
                    "The documents of the selection are asked of the administration that chose; one month of silence is a "
                    "refusal, and the commission on access to administrative documents may be asked within the two months that follow.",
                ),
                (
                    Proof(
                        id="law:documents",
                        words=Text(
                            "Accès aux documents administratifs",
                            "Access to administrative documents",
                        ),
                        source=DOCUMENTS_PAGE,
                    ),
                ),
            ),
        ),
    )
