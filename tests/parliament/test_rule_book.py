from __future__ import annotations

from datetime import date

from rebond.parliament.question import Chamber
from rebond.parliament.rule_book import shipped_rules


def test_each_chamber_has_a_sourced_rule_and_none_before_it_is_shown():
    rules = shipped_rules()
    assert {one.chamber for one in rules.rules} == set(Chamber)
    for one in rules.rules:
        assert one.sources
        assert rules.held_on(Chamber(one.chamber), one.valid_from) == one
    assert rules.held_on(Chamber.ASSEMBLEE, date(2017, 6, 20)) is None
    assert rules.held_on(Chamber.SENAT, date(2019, 12, 31)) is None


def test_the_rules_are_those_of_the_two_assemblies():
    held = shipped_rules().held_on(Chamber.ASSEMBLEE, date(2020, 8, 11))
    assert held is not None
    assert (held.reply.span.months, held.flagged.days if held.flagged else None) == (2, 10)
    assert {one.id for one in held.sources} == {"N14", "N15"}
    senate = shipped_rules().held_on(Chamber.SENAT, date(2024, 1, 1))
    assert senate is not None
    assert (senate.reply.months, senate.flagged) == (2, None)
