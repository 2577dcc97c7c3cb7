"""One candidate's page: its contributions, facts by criterion, gaps and changes, as typed rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rebond.evidence import load_indicators
from rebond.texts import Text
from rebond.web.decisions.ranking import WHOLE, hundredths
from rebond.web.decisions.rows import Candidate, Change, Criterion, Decision, Fact, Indicator
from rebond.web.theme import figures


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """One criterion's part of the score beside the mean part."""

    title: Text
    value: float
    mean: float
    difference: float
    bar: figures.Bar
    mean_at: str
    is_bound: bool = False
    """Whether only an upper bound of what it weighs is known: neither a strength nor a weakness, whatever the gap."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """Bars from the mean score to this score."""

    rows: tuple[ContributionRow, ...]
    total: float
    mean: float

    @property
    def bounds(self) -> tuple[Text, ...]:
        """The criteria of which only an upper bound is known: `changes` leaves them out."""
        return tuple(row.title for row in self.rows if row.is_bound)


@dataclass(frozen=True, slots=True)
class FactRow:
    """One fact with the indicator it answers."""

    indicator: Indicator
    fact: Fact


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of one criterion."""

    criterion: Criterion
    rows: tuple[FactRow, ...]
    documented: float
    score: float


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A change of one criterion's score that would suffice."""

    title: Text
    before: float
    after: float

    @property
    def gain(self) -> float:
        """By how much of itself the score would have to be higher; infinite where it is zero."""
        return self.after / self.before - 1 if self.before else math.inf

    @property
    def digits(self) -> int:
        """Decimals at which the two scores are told apart, three at least."""
        return digits_apart(self.before, self.after, least=3)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule whose change would suffice."""

    title: Text
    before: float | None
    after: float | None


MOST_DIGITS = 9


def digits_apart(before: float, after: float, *, least: int) -> int:
    """Return the fewest decimals at which two numbers are not written alike.

    Examples
    --------
    >>> digits_apart(0.4912, 0.4939, least=2), digits_apart(0.4912, 0.6, least=2)
    (3, 2)
    """
    every = range(least, MOST_DIGITS)
    return next((n for n in every if f"{before:.{n}f}" != f"{after:.{n}f}"), MOST_DIGITS)


def rests_on_a_bound(criterion: Criterion, candidate: Candidate) -> bool:
    """Return whether all that is known of a criterion is the largest value that its indicators can have.

    The evaluation takes that value (or draws below it, where the indicator's computation says so), and that stays:
    no score moves. No page calls such a criterion a weakness, or its rise what would have sufficed. A decision file
    does not say what is a bound; the catalogue of indicators of this version does.
    """
    catalogue = load_indicators()
    known = [
        each.id
        for each in criterion.indicators
        if each.id in candidate.facts
        and candidate.facts[each.id].status == "known"
        and not candidate.facts[each.id].is_own
    ]
    return bool(known) and all(
        name in catalogue and catalogue[name].is_upper_bound for name in known
    )


def contributions(decision: Decision, candidate: Candidate) -> Contributions:
    """Return the signed parts that lead from the mean score to this score."""
    ids = [c.id for c in decision.criteria]
    gaps = figures.differences(candidate.contributions, decision.mean_contributions)
    mean = sum(decision.mean_contributions[key] for key in ids)
    total = sum(candidate.contributions[key] for key in ids)
    bars = figures.waterfall(mean, [gaps[key] for key in ids])
    origin = bars[0] if bars else figures.Bar("0", "0")
    mean_at = figures.bar_origin(origin)
    return Contributions(
        tuple(
            ContributionRow(
                title=criterion.title,
                value=candidate.contributions[criterion.id],
                mean=decision.mean_contributions[criterion.id],
                difference=gaps[criterion.id],
                bar=bar,
                mean_at=mean_at,
                is_bound=rests_on_a_bound(criterion, candidate),
            )
            for criterion, bar in zip(decision.criteria, bars, strict=True)
        ),
        total,
        mean,
    )


def fact_groups(decision: Decision, candidate: Candidate) -> tuple[FactGroup, ...]:
    """Return the facts of each criterion; a fact the file does not hold is missing, not skipped."""
    absent = Fact("missing", None, None, None, None)
    return tuple(
        FactGroup(
            criterion,
            tuple(FactRow(i, candidate.facts.get(i.id, absent)) for i in criterion.indicators),
            candidate.criteria[criterion.id].documented,
            candidate.criteria[criterion.id].mid,
        )
        for criterion in decision.criteria
    )


def gaps(decision: Decision, candidate: Candidate) -> tuple[FactRow, ...]:
    """Return the facts that are missing, with what would fill them."""
    return tuple(
        row
        for group in fact_groups(decision, candidate)
        for row in group.rows
        if row.fact.status == "missing"
    )


def changes(
    decision: Decision, candidate: Candidate
) -> tuple[tuple[CriterionChange, ...], tuple[RuleChange, ...]]:
    """Return what would have brought the candidate in: criteria first, then rules.

    Criteria stand by how much of itself their score would have to be higher, the smallest first. One of which only
    a bound is known is left out (`left_out` names it); the decision file holds it.
    """
    criteria = {c.id: c.title for c in decision.criteria}
    rules = {rule.id: rule.title for rule in decision.rules}
    bounds = _bounds(decision, candidate)
    found = [
        (CriterionChange(_title(change, criteria), change.before, change.after), change.subject)
        for change in candidate.changes
        if change.kind == "criterion"
        and change.before is not None
        and change.after is not None
        and change.subject not in bounds
    ]
    found.sort(key=lambda pair: (pair[0].gain, pair[0].after, pair[1]))
    return (
        tuple(change for change, _id in found),
        tuple(
            RuleChange(_title(change, rules), change.before, change.after)
            for change in candidate.changes
            if change.kind == "rule"
        ),
    )


def left_out(decision: Decision, candidate: Candidate) -> tuple[Text, ...]:
    """Return the criteria whose change the file holds and `changes` leaves out."""
    bounds = _bounds(decision, candidate)
    criteria = {c.id: c.title for c in decision.criteria}
    return tuple(
        _title(change, criteria)
        for change in candidate.changes
        if change.kind == "criterion" and change.subject in bounds
    )


def _bounds(decision: Decision, candidate: Candidate) -> frozenset[str]:
    return frozenset(one.id for one in decision.criteria if rests_on_a_bound(one, candidate))


def _title(change: Change, titles: dict[str, Text]) -> Text:
    return titles.get(change.subject) or Text(change.subject, change.subject)


def rule_of(decision: Decision, candidate: Candidate) -> Text | None:
    """Return the title of the rule that decided this candidate's place, if one did."""
    for rule in decision.rules:
        if rule.id == candidate.rule:
            return rule.title
    return None


def was_labelled_by_then(decision: Decision, candidate: Candidate) -> bool:
    """Return whether a site is known to be labelled there on the day of the decision at the latest."""
    day = decision.programme.decision_on
    return any(label.announced_on and label.announced_on <= day for label in candidate.labels)


def central_weights(decision: Decision, candidate: Candidate) -> tuple[tuple[Text, float], ...]:
    """Return the mean weighting under which the candidate is first; empty when it never is."""
    if candidate.central_weights is None:
        return ()
    shares = hundredths([candidate.central_weights[c.id] for c in decision.criteria])
    return tuple(
        (c.title, share / WHOLE) for c, share in zip(decision.criteria, shares, strict=True)
    )
