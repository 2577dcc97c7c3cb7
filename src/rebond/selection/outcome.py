"""Exactly one outcome for each candidate, with the rule or the gate that decided and one sentence."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from rebond.selection.errors import OutcomeContradicts
from rebond.selection.flips import Exchanges
from rebond.selection.portfolio import Portfolio
from rebond.selection.problem import BoolArray, IntArray
from rebond.selection.rules import ExactlyK, FixedOut
from rebond.texts import Text, number

Status = Literal["never_proposed", "ineligible", "below_cut", "kept_out", "deferred", "retained"]

STATUSES: dict[Status, Text] = {
    "never_proposed": Text("jamais proposé", "never proposed"),
    "ineligible": Text("non éligible", "ineligible"),
    "below_cut": Text("sous la coupure", "below the cut"),
    "kept_out": Text("écarté par une règle", "kept out by a rule"),
    "deferred": Text("différé", "deferred"),
    "retained": Text("retenu", "retained"),
}

SCORE_DIGITS = 4

_NEVER_PROPOSED = Text(
    fr="« {name} » n’a jamais été proposé ; il n’entre donc pas dans le choix.",
    en='"{name}" was never proposed, so it does not enter the choice.',
)
_INELIGIBLE = Text(
    fr="« {name} » n’est pas éligible ; condition non remplie : {gate}.",
    en='"{name}" is not eligible; condition not met: {gate}.',
)
_DEFERRED = Text(
    fr="« {name} » est différé : {reason}.",
    en='"{name}" is deferred: {reason}.',
)
_RETAINED = Text(
    fr="« {name} » est retenu : score {score}, rang {rank} sur {of} par le score, {best}.",
    en='"{name}" is retained: score {score}, rank {rank} of {of} by score, {best}.',
)
_FIRST = Text("le meilleur", "the best")
_AMONG_FIRST = Text("parmi les {k} meilleurs", "among the best {k}")
_RETAINED_BY_RULES = Text(
    fr="« {name} » est retenu bien que son score de {score} ne soit qu’au rang {rank} sur {of} : avec les règles, "
    "c’est avec lui que la somme des scores est la plus grande.",
    en='"{name}" is retained although its score of {score} is only rank {rank} of {of}: under the rules, '
    "the sum of scores is largest with it.",
)
_BELOW = Text(
    fr="« {name} » n’est écarté par aucune condition établie, mais son score de {score} (rang {rank} sur {of}) est inférieur à celui de tous "
    "les retenus ; le plus bas est « {last} », à {cut}.",
    en='No established condition rules "{name}" out, but its score of {score} (rank {rank} of {of}) is below that of every one retained; '
    'the lowest is "{last}", at {cut}.',
)
_TIED = Text(
    fr="« {name} » n’est écarté par aucune condition établie et son score de {score} (rang {rank} sur {of}) égale celui du dernier retenu, "
    "« {last} » ; à somme égale, l’ordre de la liste des candidats décide.",
    en='No established condition rules "{name}" out and its score of {score} (rank {rank} of {of}) equals that of the last one retained, '
    '"{last}"; between equal sums, the order of the list of candidates decides.',
)
_KEPT_OUT = Text(
    fr="« {name} » n’est écarté par aucune condition établie et son score de {score} (rang {rank} sur {of}) n’est pas inférieur à celui de "
    "« {last} », retenu à {cut}, mais la règle « {rule} » l’écarte.",
    en='No established condition rules "{name}" out and its score of {score} (rank {rank} of {of}) is not below that of "{last}", '
    'retained at {cut}, but the rule "{rule}" keeps it out.',
)
_FIXED_OUT = Text(
    fr="« {name} » est écarté par la règle « {rule} », quel que soit son score.",
    en='"{name}" is kept out by the rule "{rule}", whatever its score.',
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one candidate.

    Parameters
    ----------
    id : str
    status : Status
        Exactly one.
    rule_id : str or None
        The rule that kept it out.
    reason : Text
        One plain sentence.
    score_rank : int or None
        Rank by score among those who may be retained; equal scores share the better rank.
    """

    id: str
    status: Status
    rule_id: str | None
    reason: Text
    score_rank: int | None


def decide_outcomes(
    portfolio: Portfolio,
    *,
    never_proposed: Collection[str] = (),
    failed_gates: Mapping[str, Text] | None = None,
    deferred: Mapping[str, Text] | None = None,
) -> tuple[Outcome, ...]:
    """Give each candidate exactly one outcome.

    Parameters
    ----------
    portfolio : Portfolio
        Chosen with ``selectable`` false for those set aside below, and for nobody else.
    never_proposed : ids
        Established never to have been proposed; where that is unknown, the candidate stays in the choice.
    failed_gates : mapping of id to Text, optional
        The gate that is not met. A gate whose answer is unknown is not failed.
    deferred : mapping of id to Text, optional
        Set aside for a later wave, with the reason.

    Returns
    -------
    tuple of Outcome, in the order of the candidates

    Raises
    ------
    OutcomeContradicts
        When one is set aside twice, or set aside here and not in the choice, or the reverse.
    UnknownCandidate

    Notes
    -----
    A candidate that is not retained is *kept out* when someone retained does not have a higher score
    and a rule forbids the exchange of the two. The rule named is the first one whose removal alone
    would retain it; failing that, the one that forbids the exchange with the most of those below it.
    """
    gates, later = failed_gates or {}, deferred or {}
    aside = _set_aside(portfolio, {*never_proposed}, gates, later)
    ranks = _ranks(portfolio)
    exchanges = Exchanges(portfolio.model(), portfolio.chosen)
    outcomes = []
    for i, candidate in enumerate(portfolio.problem.ids):
        name = portfolio.problem.names[i]
        if aside[i]:
            outcomes.append(_aside(candidate, name, gates, later))
        elif portfolio.chosen[i]:
            rank = int(ranks[i])
            words = _RETAINED if rank <= portfolio.k else _RETAINED_BY_RULES
            reason = words.filled(**_facts(portfolio, i, rank))
            outcomes.append(Outcome(candidate, "retained", None, reason, rank))
        else:
            outcomes.append(_left_out(portfolio, exchanges, i, int(ranks[i])))
    return tuple(outcomes)


def _left_out(portfolio: Portfolio, exchanges: Exchanges, i: int, rank: int) -> Outcome:
    problem, candidate = portfolio.problem, portfolio.problem.ids[i]
    facts = _facts(portfolio, i, rank)
    outright = next(
        (r for r in portfolio.rules if isinstance(r, FixedOut) and r.candidate == candidate), None
    )
    if outright is not None:
        reason = _FIXED_OUT.filled(name=problem.names[i], rule=outright.title)
        return Outcome(candidate, "kept_out", outright.id, reason, rank)
    retained = exchanges.retained
    below = problem.units[retained] < problem.units[i]
    if not below.any():
        # Nobody retained is below it: those with the same score, if any, are the ones to compare with.
        below = problem.units[retained] == problem.units[i]
    if not below.any():
        return Outcome(candidate, "below_cut", None, _BELOW.filled(**facts), rank)
    rule = _rule_in_the_way(portfolio, exchanges, i, below)
    if rule is None:
        return Outcome(candidate, "below_cut", None, _TIED.filled(**facts), rank)
    reason = _KEPT_OUT.filled(**facts, rule=portfolio.report(rule).title)
    return Outcome(candidate, "kept_out", rule, reason, rank)


def _rule_in_the_way(
    portfolio: Portfolio, exchanges: Exchanges, i: int, below: BoolArray
) -> str | None:
    """Name the rule that keeps a candidate out; None when an exchange between equals breaks none."""
    # With a lower score, every exchange breaks a rule: the portfolio would not be the best otherwise.
    forbidden = exchanges.forbidden(i)[:, below]
    if (~forbidden.any(axis=0)).any():
        return None
    for report in portfolio.reports:
        if report.chosen_without is not None and report.chosen_without[i]:
            return report.id
    counts = forbidden.sum(axis=1)
    for position, rule in enumerate(portfolio.rules):
        # Every exchange keeps K: the rule on K forbids none and is never the one named.
        if isinstance(rule, ExactlyK):
            counts[position] = -1
    return portfolio.rules[int(counts.argmax())].id


def _facts(portfolio: Portfolio, i: int, rank: int) -> dict[str, object]:
    problem = portfolio.problem
    retained = np.flatnonzero(portfolio.chosen)
    last = int(retained[problem.units[retained].argmin()])
    return {
        "name": problem.names[i],
        "score": _score(portfolio, i),
        "rank": rank,
        "of": int(problem.selectable.sum()),
        "best": _FIRST if portfolio.k == 1 else _AMONG_FIRST.filled(k=portfolio.k),
        "last": problem.names[last],
        "cut": _score(portfolio, last),
    }


def _score(portfolio: Portfolio, i: int) -> Text:
    score = portfolio.problem.score(int(portfolio.problem.units[i]))
    return Text(number(score, "fr", digits=SCORE_DIGITS), number(score, "en", digits=SCORE_DIGITS))


def _ranks(portfolio: Portfolio) -> IntArray:
    problem = portfolio.problem
    inside = np.sort(problem.units[problem.selectable])
    above = len(inside) - np.searchsorted(inside, problem.units, side="right")
    return above.astype(np.int64) + 1


def _set_aside(
    portfolio: Portfolio,
    never_proposed: set[str],
    gates: Mapping[str, Text],
    later: Mapping[str, Text],
) -> BoolArray:
    problem = portfolio.problem
    aside = np.zeros(problem.size, dtype=np.bool_)
    for group, where in ((never_proposed, "never_proposed"), (gates, "gates"), (later, "deferred")):
        for candidate in sorted(group):
            i = problem.index(candidate, where)
            if aside[i]:
                what = Text(
                    fr="{name} est écarté pour deux motifs à la fois.",
                    en="{name} is set aside for two reasons at once.",
                ).filled(name=problem.names[i])
                raise OutcomeContradicts(candidate, what)
            aside[i] = True
    for i in np.flatnonzero(aside == problem.selectable).tolist():
        words = (
            Text(
                fr="{name} est écarté, mais le choix pouvait le retenir.",
                en="{name} is set aside, but the choice could retain it.",
            )
            if aside[i]
            else Text(
                fr="{name} ne pouvait pas être retenu, et aucun motif n’est donné.",
                en="{name} could not be retained, and no reason is given.",
            )
        )
        raise OutcomeContradicts(problem.ids[i], words.filled(name=problem.names[i]))
    return aside


def _aside(
    candidate: str, name: str, gates: Mapping[str, Text], later: Mapping[str, Text]
) -> Outcome:
    if candidate in gates:
        reason = _INELIGIBLE.filled(name=name, gate=_inside(gates[candidate]))
        return Outcome(candidate, "ineligible", None, reason, None)
    if candidate in later:
        reason = _DEFERRED.filled(name=name, reason=_inside(later[candidate]))
        return Outcome(candidate, "deferred", None, reason, None)
    return Outcome(candidate, "never_proposed", None, _NEVER_PROPOSED.filled(name=name), None)


def _inside(sentence: Text) -> Text:
    """Return a sentence without its full stop, to stand inside another one."""
    return Text(sentence.fr.rstrip(" ."), sentence.en.rstrip(" ."))
