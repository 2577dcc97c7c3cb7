"""What is established of the first and last days of perimeters, in words.

The tables hold the French; the English stands here beside it, so that a page in English says the same caution.
"""

from __future__ import annotations

from collections.abc import Mapping

from rebond.texts import Text

LISIEUX = Text(
    "Annoncé en novembre 2018 avec les territoires normands (préfecture de la Seine-Maritime)\u202f; le jour "
    "n’est pas établi, le dernier du mois est écrit.",
    "Announced in November 2018 with the territories of Normandie (prefecture of Seine-Maritime); the day is "
    "not established, the last one of the month is written.",
)
PHASE_2 = Text(
    "Liste de 183 territoires annoncée le 9 novembre 2023\u202f; fin non établie.",
    "List of 183 territories announced on 9 November 2023; end not established.",
)
PHASE_1_LISTED = Text(
    "Dans la liste en vigueur en 2020\u202f; jour d’entrée non établi (124 territoires en novembre 2018, "
    "148 fin 2020, 149 en 2022)\u202f; fin non établie.",
    "In the list in force in 2020; day of entry not established (124 territories in November 2018, 148 at the "
    "end of 2020, 149 in 2022); end not established.",
)
PHASE_1_LATER = Text(
    "Absent de la liste en vigueur en 2020\u202f; jour d’entrée non établi (148 territoires fin 2020, 149 en "
    "2022)\u202f; fin non établie.",
    "Not in the list in force in 2020; day of entry not established (148 territories at the end of 2020, 149 in "
    "2022); end not established.",
)
ACV = Text(
    "Liste d’avril 2025\u202f; jour d’entrée non établi (222 villes en 2018).",
    "List of April 2025; day of entry not established (222 towns in 2018).",
)
_KNOWN: Mapping[str, Text] = {
    one.fr: one for one in (LISIEUX, PHASE_2, PHASE_1_LISTED, PHASE_1_LATER, ACV)
}


def in_both(note: str) -> Text | None:
    """Return a note of the tables in both languages; one of other tables stays in its own; None without one.

    Examples
    --------
    >>> in_both("Liste d’avril 2025\u202f; jour d’entrée non établi (222 villes en 2018).").en
    'List of April 2025; day of entry not established (222 towns in 2018).'
    >>> in_both("") is None
    True
    """
    if not note:
        return None
    return _KNOWN.get(note, Text(note, note))
