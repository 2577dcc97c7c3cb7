"""When data cannot support a claim, or only a fragile one: said in words, by rules written down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from rebond.texts import Text, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.impact.pairing import Pairing
    from rebond.impact.placebo import PreTrend

FEWEST_PAIRS = 10
FEW_PAIRS = 20
SMALL_IMBALANCE = 0.1
LARGE_IMBALANCE = 0.25
DIFFERENT_TRENDS = 0.05
DOUBTFUL_TRENDS = 0.2
MOST_MISSING = 0.2
MOST_UNPAIRED = 0.5
MOST_REUSES = 3


class Strength(StrEnum):
    """What may be said from a comparison."""

    NONE = "none"
    """Nothing: a caution forbids it."""
    FRAGILE = "fragile"
    """An estimate with its doubts."""
    CONDITIONAL = "conditional"
    """An estimate, under the assumptions in words."""


STRENGTH_TEXTS = {
    Strength.NONE: Text("aucune conclusion n’est permise", "no claim can be made"),
    Strength.FRAGILE: Text("estimation fragile", "fragile estimate"),
    Strength.CONDITIONAL: Text("estimation sous hypothèses", "estimate under assumptions"),
}


@dataclass(frozen=True, slots=True)
class Caution:
    """A reason to doubt.

    Parameters
    ----------
    code : str
        Stable.
    forbids : bool
        Whether it forbids any claim.
    words : Text
        What was seen, and why it matters.
    """

    code: str
    forbids: bool
    words: Text


def strength_of(cautions: Sequence[Caution]) -> Strength:
    """Return what may be said in spite of the cautions."""
    if any(one.forbids for one in cautions):
        return Strength.NONE
    return Strength.FRAGILE if cautions else Strength.CONDITIONAL


def cautions_of(
    *,
    retained: int,
    others: int,
    observed: int,
    pairing: Pairing,
    complete: int,
    incomplete: int,
    trend: PreTrend,
    reuses: int,
) -> tuple[Caution, ...]:
    """Return every reason to doubt, those that forbid a claim first.

    Parameters
    ----------
    retained, others : int
        Candidates in each group.
    observed : int
        Observations that are not missing.
    pairing : Pairing
    complete, incomplete : int
        Pairs observed in every year, and the others.
    trend : PreTrend
    reuses : int
        Most pairs that share one candidate.

    Returns
    -------
    tuple of Caution

    Notes
    -----
    Standardised differences above 0.1 weaken and above 0.25 forbid; fewer than 10 complete pairs forbid and fewer
    than 20 weaken; trends before the decision that differ at the 5 % level forbid; more than a fifth of the pairs
    without full observation forbid. These are conventions, written here so that they can be disputed.

    References
    ----------
    Austin (2009) for 0.1; Rubin, D. B. (2001). Using propensity scores to help design observational studies.
    *Health Services and Outcomes Research Methodology* 2, for 0.25.
    """
    found: list[Caution] = []
    if observed == 0:
        found.append(_forbid("no_outcomes", NO_OUTCOMES))
    if not retained or not others:
        found.append(_forbid("one_group", ONE_GROUP.filled(retained=retained, others=others)))
    elif not pairing.pairs:
        found.append(_forbid("no_overlap", NO_OVERLAP))
    else:
        found += _of_pairs(retained, pairing, reuses)
        found += _of_outcomes(complete, incomplete)
        found += _of_trend(trend, complete)
    if pairing.missing_facts:
        found.append(
            Caution(
                "missing_facts",
                forbids=False,
                words=MISSING_FACTS.filled(n=len(pairing.missing_facts), total=retained + others),
            )
        )
    return tuple(sorted(found, key=lambda one: not one.forbids))


def _forbid(code: str, words: Text) -> Caution:
    return Caution(code, forbids=True, words=words)


def _of_pairs(retained: int, pairing: Pairing, reuses: int) -> list[Caution]:
    found = []
    alone = len(pairing.without_neighbour)
    if alone:
        found.append(
            Caution(
                "outside_overlap",
                forbids=alone > MOST_UNPAIRED * retained,
                words=OUTSIDE_OVERLAP.filled(n=alone, total=retained),
            )
        )
    known = [one for one in pairing.balance if one.after is not None]
    worst = max((abs(one.after or 0.0) for one in known), default=0.0)
    if worst > SMALL_IMBALANCE:
        name = max(known, key=lambda one: abs(one.after or 0.0)).fact
        found.append(
            Caution(
                "imbalance",
                forbids=worst > LARGE_IMBALANCE,
                words=IMBALANCE.filled(fact=name, gap=_number(worst)),
            )
        )
    if any(one.after is None for one in pairing.balance):
        found.append(_forbid("imbalance_unknown", IMBALANCE_UNKNOWN))
    if not pairing.balance:
        found.append(Caution("no_facts", forbids=False, words=NO_FACTS))
    if reuses > MOST_REUSES:
        found.append(Caution("reused", forbids=False, words=REUSED.filled(n=reuses)))
    return found


def _of_outcomes(complete: int, incomplete: int) -> list[Caution]:
    found = []
    if incomplete:
        share = incomplete / (complete + incomplete)
        found.append(
            Caution(
                "missing_outcomes",
                forbids=share > MOST_MISSING,
                words=MISSING_OUTCOMES.filled(n=incomplete, total=complete + incomplete),
            )
        )
    if complete < FEW_PAIRS:
        found.append(
            Caution(
                "few_pairs",
                forbids=complete < FEWEST_PAIRS,
                words=FEW.filled(n=complete, fewest=FEWEST_PAIRS, few=FEW_PAIRS),
            )
        )
    return found


def _of_trend(trend: PreTrend, complete: int) -> list[Caution]:
    if trend.p_value is None:
        if not complete:
            return []
        return [Caution("trends_untested", forbids=False, words=TRENDS_UNTESTED)]
    if trend.p_value >= DOUBTFUL_TRENDS:
        return []
    return [
        Caution(
            "trends_differ",
            forbids=trend.p_value < DIFFERENT_TRENDS,
            words=TRENDS_DIFFER.filled(p=_number(trend.p_value)),
        )
    ]


def _number(value: float) -> Text:
    return Text(number(value, "fr", digits=2), number(value, "en", digits=2))


NO_OUTCOMES = Text(
    "Aucune observation des résultats n’est sous la main.", "No observation of outcomes is at hand."
)
ONE_GROUP = Text(
    "Il faut des candidats des deux côtés : {retained} retenus, {others} non retenus.",
    "Candidates are needed on both sides: {retained} retained, {others} not retained.",
)
NO_OVERLAP = Text(
    "Aucun candidat non retenu ne ressemble assez à un retenu pour lui être comparé.",
    "No candidate that was not retained is enough like a retained one to be compared with it.",
)
OUTSIDE_OVERLAP = Text(
    "{n} retenus sur {total} n’ont pas de candidat comparable : le résultat ne dit rien d’eux.",
    "{n} retained out of {total} have no comparable candidate: the result says nothing of them.",
)
IMBALANCE = Text(
    "Les deux groupes diffèrent encore après appariement : {gap} écart type sur « {fact} » (0,1 est petit, 0,25 est trop).",
    "Both groups still differ after pairing: {gap} standard deviation on “{fact}” (0.1 is small, 0.25 too much).",
)
IMBALANCE_UNKNOWN = Text(
    "Sur un fait, les groupes diffèrent sans recouvrement : l’équilibre ne peut pas être mesuré.",
    "On one fact the groups differ without any spread: balance cannot be measured.",
)
NO_FACTS = Text(
    "Aucun fait n’est comparé : les paires sont formées sans ressemblance.",
    "No fact is compared: pairs are formed without likeness.",
)
REUSED = Text(
    "Un même candidat sert à {n} comparaisons : le résultat tient beaucoup à lui.",
    "One candidate serves in {n} comparisons: the result rests much on it.",
)
MISSING_OUTCOMES = Text(
    "{n} paires sur {total} n’ont pas toutes leurs observations ; elles sont écartées, non complétées.",
    "{n} pairs out of {total} lack some observation; they are left out, not completed.",
)
FEW = Text(
    "{n} paires complètes : sous {fewest} aucune conclusion n’est permise, sous {few} elle est fragile.",
    "{n} complete pairs: under {fewest} no claim can be made, under {few} it is fragile.",
)
TRENDS_UNTESTED = Text(
    "Les évolutions d’avant la décision n’ont pas pu être comparées : il faut deux années d’avant et assez de paires.",
    "The trends before the decision could not be compared: two years before and enough pairs are needed.",
)
TRENDS_DIFFER = Text(
    "Avant la décision déjà, les deux groupes n’évoluaient pas ensemble (p = {p}).",
    "Before the decision already, both groups did not change together (p = {p}).",
)
MISSING_FACTS = Text(
    "{n} candidats sur {total} sont écartés : un fait du jour de la décision leur manque, et rien n’est inventé.",
    "{n} candidates out of {total} are left out: a fact of the day of the decision is missing, and nothing is made up.",
)
