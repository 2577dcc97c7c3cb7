"""One candidate's page: its contributions, facts by criterion, gaps and changes, as typed rows."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Contributions:
    """Bars from the mean score to this score."""

    rows: tuple[ContributionRow, ...]
    total: float
    mean: float


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


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule whose change would suffice."""

    title: Text
    before: float | None
    after: float | None


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
    """Return what would have brought the candidate in: criteria first, then rules."""
    criteria = {c.id: c.title for c in decision.criteria}
    rules = {rule.id: rule.title for rule in decision.rules}
    return (
        tuple(
            CriterionChange(_title(change, criteria), change.before, change.after)
            for change in candidate.changes
            if change.kind == "criterion" and change.before is not None and change.after is not None
        ),
        tuple(
            RuleChange(_title(change, rules), change.before, change.after)
            for change in candidate.changes
            if change.kind == "rule"
        ),
    )


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
