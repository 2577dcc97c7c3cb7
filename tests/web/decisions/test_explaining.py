"""One candidate's page: parts that add up, facts that are never skipped, changes in words."""

from __future__ import annotations

import pytest

from rebond.web.decisions import explaining
from rebond.web.decisions.rows import Decision


def test_contributions_lead_from_the_mean_to_the_score(decision: Decision) -> None:
    for one in decision.candidates:
        found = explaining.contributions(decision, one)
        assert found.mean + sum(row.difference for row in found.rows) == pytest.approx(found.total)
        assert found.total == pytest.approx(one.score.mid)


def test_every_indicator_has_a_row_even_without_a_value(decision: Decision) -> None:
    groups = explaining.fact_groups(decision, decision.candidates[0])
    shown = [row.indicator.id for group in groups for row in group.rows]
    assert shown == [i.id for c in decision.criteria for i in c.indicators]


def test_what_is_missing_names_what_would_fill_it(decision: Decision) -> None:
    (gap,) = explaining.gaps(decision, decision.candidates[0])
    assert gap.indicator.id == "lycees_professionnels"
    assert gap.indicator.filled_by is not None


def test_changes_come_with_the_titles_of_criteria_and_rules(decision: Decision) -> None:
    below = next(one for one in decision.candidates if one.status == "below_cut")
    criteria, rules = explaining.changes(decision, below)
    assert criteria[0].title.fr == "Accès et réseaux"
    assert rules[0].title.fr == "Au moins un par région"


def test_the_rule_that_kept_a_candidate_out_is_named(decision: Decision) -> None:
    rule = explaining.rule_of(decision, decision.candidates[7])
    assert rule is not None
    assert rule.en == "At least one per region"
    assert explaining.rule_of(decision, decision.candidates[0]) is None


def test_who_is_never_first_has_no_central_weighting(decision: Decision) -> None:
    never = next(one for one in decision.candidates if one.chance == 0)
    assert explaining.central_weights(decision, never) == ()
