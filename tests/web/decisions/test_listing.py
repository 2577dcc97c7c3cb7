"""The list: findings, orders, filters and the figure of all chances."""

from __future__ import annotations

import pytest

from rebond.web.decisions import listing
from rebond.web.decisions.asking import SORTS, asked
from rebond.web.decisions.rows import Decision


def test_findings_count_those_who_compete_once(decision: Decision) -> None:
    # Of sixty, one does not meet a condition of access and one proposed nothing.
    found = listing.findings(decision)
    assert found.nearly_always + found.hardly_ever + found.depends == found.count == 58
    assert found.references == 3


@pytest.mark.parametrize("sort", SORTS)
def test_each_order_holds_both_ways(decision: Decision, sort: str) -> None:
    up = listing.rows(decision, asked({"tri": sort}, decision))
    down = listing.rows(decision, asked({"tri": f"-{sort}"}, decision))
    assert len(up) == len(down) == 60
    if sort not in {"statut", "fiabilite", "rang"}:
        assert [r.candidate.id for r in up] != [r.candidate.id for r in down]


def test_chances_fall_when_asked_to(decision: Decision) -> None:
    chances = [
        r.candidate.chance for r in listing.rows(decision, asked({"tri": "-chance"}, decision))
    ]
    assert chances == sorted(chances, reverse=True)


def test_a_second_click_turns_the_order_round(decision: Decision) -> None:
    headers = listing.sort_headers(asked({"tri": "-chance"}, decision), SORTS)
    assert headers["chance"].aria == "descending"
    assert headers["chance"].next_value == "chance"
    assert headers["nom"].aria == "none"
    assert headers["nom"].next_value == "nom"
    assert headers["score"].next_value == "-score"


def test_filters_leave_only_what_was_asked(decision: Decision) -> None:
    found = listing.rows(decision, asked({"statut": "kept_out"}, decision))
    assert {row.candidate.status for row in found} == {"kept_out"}


def test_the_first_candidates_stand_at_once_and_a_short_list_is_whole(
    decision: Decision,
) -> None:
    kept = listing.rows(decision, asked({}, decision))
    assert listing.first(kept) == kept[: listing.FIRST]
    short = kept[: listing.FIRST + listing.FEW]
    assert listing.first(short) == short


def test_the_figure_shows_every_candidate_in_falling_order(decision: Decision) -> None:
    bars = listing.spread(decision)
    assert len(bars) == 60
    heights = [float(bar.height) for bar in bars]
    assert heights == sorted(heights, reverse=True)
    assert float(bars[-1].x) + float(bars[-1].width) <= 100


def test_only_regions_and_statuses_that_occur_are_offered(decision: Decision) -> None:
    assert len(listing.regions(decision)) == 6
    assert listing.statuses(decision)[0] == "retained"
    assert "reference" not in listing.statuses(decision)
