"""What a question asks: each request apart, with its place in the text and its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rebond.parliament.tokens import Span, Word, sentences, words
from rebond.texts import Text

MOST_ASKS: Final = 40


class Kind(StrEnum):
    """What a request is about."""

    WHY_CHOSEN = "why_chosen"
    PROPOSALS = "proposals"
    FIGURES = "figures"
    CALENDAR = "calendar"
    MONEY = "money"
    OPINION = "opinion"
    OTHER = "other"

    @property
    def text(self) -> Text:
        """Return the kind in words."""
        return KIND_TEXTS[self]


KIND_TEXTS: Final = {
    Kind.WHY_CHOSEN: Text(
        "pourquoi ces choix, selon quels critères", "why these choices, by which criteria"
    ),
    Kind.PROPOSALS: Text("sur quelles propositions", "on whose proposals"),
    Kind.FIGURES: Text("combien : chiffres, bilan", "how many: figures, results"),
    Kind.CALENDAR: Text("quand : calendrier, délais", "when: calendar, delays"),
    Kind.MONEY: Text("quel argent : montants, crédits", "what money: amounts, credits"),
    Kind.OPINION: Text("un avis du ministre", "an opinion of the minister"),
    Kind.OTHER: Text("autre demande", "another request"),
}
STEMS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.PROPOSALS: ("propos", "candidatur", "remont", "concert", "associ"),
    Kind.MONEY: ("montant", "budget", "credit", "euro", "financ", "envelopp", "cout", "subvention"),
    Kind.CALENDAR: ("calendrier", "date", "delai", "echeanc", "quand", "prochain", "horizon"),
    Kind.FIGURES: ("combien", "nombre", "chiffr", "bilan", "statisti", "proportion", "donnee"),
    Kind.WHY_CHOSEN: (
        "raison",
        "motif",
        "pourquoi",
        "criter",
        "prioris",
        "choi",
        "select",
        "reten",
        "exclu",
        "ecart",
        "classement",
        "cahier",
    ),
    Kind.OPINION: ("avi", "position", "sentiment", "opinion", "point"),
}
"""Beginnings of the words that tell a kind, compared without accents and plurals."""
_OPENING: Final = re.compile(
    r"\b(?:elle|il|ils|elles|je|nous|(?:m\.|mme|le député|la députée|le sénateur|la sénatrice)[^.\n]{0,60}?)\s+"
    r"(?:lui\s+|l[’']|vous\s+|leur\s+|se\s+)?(?:voudrai\w*|souhait\w*|aimerai\w*|désir\w*|demand\w*|interrog\w*|"
    r"sollicit\w*|pri[ea]\w*|remercie\w*\s+de|invit\w*|attend\w*)",
    re.IGNORECASE,
)
_NEXT: Final = re.compile(
    r"(?:,?\s+(?:et|ou|ainsi que|mais aussi|puis)\s+|\s*;\s+|,\s+)"
    r"(?=(?:(?:de\s+)?(?:savoir|connaître|préciser|lui\s+indiquer|indiquer)\b|si\s|s[’'](?:il|elle|ils)\b|quel(?:le)?s?\s|"
    r"comment\s|pourquoi\s|combien\s|dans\s+quel|à\s+quel|selon\s+quel|sur\s+quel|quand\s))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a question.

    Parameters
    ----------
    number : int
        From 1, in the order of the text.
    span : Span
        Where it stands.
    text : str
        Its words.
    kind : Kind
    """

    number: int
    span: Span
    text: str
    kind: Kind


def asks(text: str) -> tuple[Ask, ...]:
    """Return what a text asks.

    Parameters
    ----------
    text : str
        Text of the question alone.

    Returns
    -------
    tuple of Ask
        Sentences that ask («elle voudrait connaître…», «il lui demande si…», a question mark), cut where
        a second request begins («et savoir si…»); at most `MOST_ASKS`.

    Examples
    --------
    >>> found = asks("Le site est vide. Elle voudrait connaître les raisons du choix et savoir combien de sites restent.")
    >>> [(one.kind.value, one.text) for one in found]
    [('why_chosen', 'Elle voudrait connaître les raisons du choix'), ('figures', 'savoir combien de sites restent.')]
    """
    spans: list[Span] = []
    for sentence in sentences(text):
        said = sentence.of(text)
        if _OPENING.search(said) or said.rstrip("»” ").endswith("?"):
            spans += _parted(said, sentence.start)
    return tuple(
        Ask(number, span, span.of(text), kind_of(span.of(text)))
        for number, span in enumerate(spans[:MOST_ASKS], start=1)
    )


def _parted(said: str, offset: int) -> list[Span]:
    opening = _OPENING.search(said)
    first = opening.end() if opening else 0
    cuts = [(0, 0)]
    cuts += [(match.start(), match.end()) for match in _NEXT.finditer(said, first)]
    # What stands right after the opening verb («demande, si…») is the first request, not a second one.
    cuts = [cuts[0], *(cut for cut in cuts[1:] if len(words(said[first : cut[0]])) > 1)]
    ends = [start for start, _ in cuts[1:]] + [len(said)]
    return [
        Span(offset + begin, offset + end)
        for (_, begin), end in zip(cuts, ends, strict=True)
        if end > begin
    ]


def kind_of(request: str) -> Kind:
    """Return what a request is about: the kind of which it holds the most words; `Kind.OTHER` when none.

    Examples
    --------
    >>> kind_of("si le choix s’est opéré sur les propositions qui remontaient des EPCI").value
    'proposals'
    """
    counts = {kind: touching(words(request), kind) for kind in STEMS}
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else Kind.OTHER


def touching(said: tuple[Word, ...], kind: Kind) -> int:
    """Return how many words of a text tell a kind."""
    stems = STEMS.get(kind, ())
    return sum(any(word.form.startswith(stem) for stem in stems) for word in said)
