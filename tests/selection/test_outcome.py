"""Every candidate has exactly one outcome, with the rule that decided and one sentence."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings

from rebond.selection import (
    STATUSES,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedOut,
    GroupCeiling,
    Outcome,
    choose,
    choose_portfolio,
    decide_outcomes,
)
from rebond.selection.errors import OutcomeContradicts, UnknownCandidate
from rebond.selection.outcome import Status
from rebond.texts import Text

from .exhaustive import Small, best, holds, smalls

NAMES = ["Lisieux Industrie", "Vallée de l’Arve", "Le Creusot", "Dunkerque", "Ozans"]
REGIONS = {"region": ["A", "A", "A", "B", "C"]}
SCORES = [0.9, 0.8, 0.7, 0.3, 0.2]
GATE = Text("la surface est inférieure au minimum", "the area is below the minimum")


def outcomes_of(rules: list[object], **columns: object) -> list[Outcome]:
    """Return the outcomes of the five candidates under some rules."""
    portfolio = choose_portfolio(SCORES, REGIONS, rules, names=NAMES, **columns)  # type: ignore[arg-type]
    return list(decide_outcomes(portfolio))


def test_the_statuses_are_the_six_of_the_programme() -> None:
    assert set(STATUSES) == set(get_args(Status))
    assert all(text.fr and text.en and text.fr != text.en for text in STATUSES.values())


def test_without_other_rules_the_best_are_retained_and_the_others_below_the_cut() -> None:
    found = outcomes_of([ExactlyK(2)])
    assert [o.status for o in found] == ["retained"] * 2 + ["below_cut"] * 3
    assert found[0].reason.en == (
        '"Lisieux Industrie" is retained: score 0.9000, rank 1 of 5 by score, among the best 2.'
    )
    assert found[2].reason.en == (
        'No established condition rules "Le Creusot" out, but its score of 0.7000 (rank 3 of 5) is below that of every one retained; '
        'the lowest is "Vallée de l’Arve", at 0.8000.'
    )
    assert "0,7000" in found[2].reason.fr
    assert [o.score_rank for o in found] == [1, 2, 3, 4, 5]


def test_the_rule_that_kept_a_better_score_out_is_named() -> None:
    found = outcomes_of([ExactlyK(3), CoveredGroupsMinimum("region", 3)])
    assert [o.status for o in found] == ["retained", "kept_out", "kept_out", "retained", "retained"]
    assert found[1].rule_id == "covered:region"
    assert found[1].reason.en == (
        'No established condition rules "Vallée de l’Arve" out and its score of 0.8000 (rank 2 of 5) is not below that of "Ozans", '
        'retained at 0.2000, but the rule "at least one retained for 3 distinct values of region" keeps it out.'
    )
    assert "n’est pas inférieur" in found[1].reason.fr
    assert "although its score of 0.3000 is only rank 4 of 5" in found[3].reason.en


def test_of_two_rules_the_one_whose_removal_retains_it_is_named() -> None:
    rules = [ExactlyK(3), CoveredGroupsMinimum("region", 2), GroupCeiling("region", 1, "A")]
    found = outcomes_of(rules)
    assert found[1].status == "kept_out"
    assert found[1].rule_id == "ceiling:region:A"


def test_one_fixed_out_is_kept_out_by_that_rule_whatever_its_score() -> None:
    found = outcomes_of([ExactlyK(2), FixedOut("4", Text("site vendu", "site sold"))])
    assert (found[4].status, found[4].rule_id) == ("kept_out", "fixed_out:4")
    assert "site vendu" in found[4].reason.fr
    assert "site sold" in found[4].reason.en


def test_between_equal_scores_the_order_decides_and_the_sentence_says_so() -> None:
    portfolio = choose_portfolio([0.5, 0.5, 0.2], {}, [ExactlyK(1)], names=NAMES[:3])
    found = decide_outcomes(portfolio)
    assert [o.status for o in found] == ["retained", "below_cut", "below_cut"]
    assert found[1].score_rank == 1
    assert "the order of the list of candidates decides" in found[1].reason.en


def test_whoever_is_set_aside_has_its_own_outcome() -> None:
    portfolio = choose_portfolio(
        SCORES, REGIONS, [ExactlyK(1)], names=NAMES, selectable=[True, False, False, False, True]
    )
    found = decide_outcomes(
        portfolio,
        never_proposed=["1"],
        failed_gates={"2": GATE},
        deferred={"3": Text("dossier à compléter", "file to complete")},
    )
    statuses = [o.status for o in found]
    assert statuses == ["retained", "never_proposed", "ineligible", "deferred", "below_cut"]
    assert (
        found[2].reason.en
        == '"Le Creusot" is not eligible; condition not met: the area is below the minimum.'
    )
    assert "dossier à compléter" in found[3].reason.fr
    assert [o.score_rank for o in found] == [1, None, None, None, 2]


@pytest.mark.parametrize(
    ("selectable", "arguments", "match"),
    [
        ([True] * 5, {"failed_gates": {"2": GATE}}, "the choice could retain it"),
        ([True, True, False, True, True], {}, "no reason is given"),
        (
            [True, True, False, True, True],
            {"failed_gates": {"2": GATE}, "never_proposed": ["2"]},
            "two reasons at once",
        ),
    ],
)
def test_an_outcome_that_contradicts_the_choice_is_refused(
    selectable: list[bool], arguments: dict[str, object], match: str
) -> None:
    portfolio = choose_portfolio(SCORES, REGIONS, [ExactlyK(1)], selectable=selectable)
    with pytest.raises(OutcomeContradicts, match=match):
        decide_outcomes(portfolio, **arguments)  # type: ignore[arg-type]


def test_an_unknown_candidate_is_named_with_those_close_to_it() -> None:
    portfolio = choose_portfolio([0.9, 0.1], {}, [ExactlyK(1)], ids=["lisieux", "ozans"])
    with pytest.raises(UnknownCandidate, match="lisieux"):
        decide_outcomes(portfolio, never_proposed=["lisieu"])


def test_one_tied_above_a_lower_score_is_kept_out_by_the_rule_that_let_the_lower_one_in() -> None:
    groups = {"region": ["A", "A", "B"]}
    rules = [ExactlyK(2), CoveredGroupsMinimum("region", 2)]
    portfolio = choose_portfolio([0.5, 0.5, 0.1], groups, rules)
    found = decide_outcomes(portfolio)
    assert [o.status for o in found] == ["retained", "kept_out", "retained"]
    assert found[1].rule_id == "covered:region"


@settings(max_examples=80, deadline=None)
@given(small=smalls(largest=7))
def test_kept_out_means_a_rule_and_below_the_cut_means_a_lower_score(small: Small) -> None:
    chosen = best(small)
    if chosen is None:
        return
    portfolio = choose(small.problem(), small.rules)
    aside = [str(i) for i, may in enumerate(small.selectable) if not may]
    found = decide_outcomes(portfolio, never_proposed=aside)
    lowest = min(small.units[i] for i in chosen)
    rules = {rule.id: rule for rule in small.rules}
    for i, outcome in enumerate(found):
        assert (outcome.status == "retained") == (i in chosen)
        assert (outcome.status == "never_proposed") == (not small.selectable[i])
        if outcome.status == "below_cut" and small.units[i] > lowest:
            pytest.fail("a higher score is below the cut without a rule")
        if outcome.status == "kept_out":
            assert outcome.rule_id is not None
            rule = rules[outcome.rule_id]
            if isinstance(rule, FixedOut):
                assert rule.candidate == str(i)
                continue
            assert small.units[i] >= lowest
            without = portfolio.report(rule.id).chosen_without
            exchanged = [
                tuple(sorted({*chosen} - {j} | {i}))
                for j in chosen
                if small.units[j] <= small.units[i]
            ]
            breaks = any(not holds(small, rule, c, small.k) for c in exchanged)
            assert breaks or (without is not None and without[i])
