from __future__ import annotations

import datetime

import pytest

from rebond.procedure.errors import LawInvalid
from rebond.procedure.law_book import read_procedure
from rebond.procedure.law_model import Procedure
from rebond.procedure.legal_time import Span
from tests.procedure.world import UNKNOWN, law_text, version_text


def read(versions: str, **more: str) -> Procedure:
    return read_procedure(law_text(versions, **more), "essai.yaml")


def refusal(versions: str, **more: str) -> str:
    with pytest.raises(LawInvalid) as refused:
        read(versions, **more)
    return refused.value.message("en")


def test_a_law_is_read_with_its_delay_and_days() -> None:
    found = read(version_text("a", "2001-01-01"))
    version = found.versions[0]
    assert version.clocks[0].delay.span == Span(2)  # type: ignore[union-attr]
    assert version.first_sure_day == datetime.date(2001, 1, 1)
    assert version.last_sure_day == datetime.date.max
    assert found.version("a") is version
    assert found.version("b") is None


def test_years_and_weeks_become_months_and_days() -> None:
    found = read(version_text("a", "2001-01-01", delay="{years: 1, months: 2, weeks: 3, days: 4}"))
    assert found.versions[0].clocks[0].delay.span == Span(14, 25)  # type: ignore[union-attr]


def test_versions_that_overlap_are_refused_with_the_line() -> None:
    message = refusal(
        version_text("a", "2001-01-01", "2010-06-30") + version_text("b", "2010-06-30")
    )
    assert "they overlap" in message
    assert "essai.yaml:" in message
    assert "versions[1]" in message


def test_a_version_without_an_end_leaves_no_room_for_the_next() -> None:
    assert "overlap" in refusal(version_text("a", "2001-01-01") + version_text("b", "2010-06-30"))


def test_a_gap_is_refused_unless_it_is_explained() -> None:
    versions = version_text("a", "2001-01-01", "2010-06-30") + version_text("b", "2010-08-01")
    assert "no version from 2010-07-01 to 2010-07-31" in refusal(versions)
    gap = "gaps: [{first: 2010-07-01, last: 2010-07-31, why: {fr: Vide., en: Void.}}]"
    assert len(read(versions, gaps=gap).versions) == 2
    shorter = "gaps: [{first: 2010-07-01, last: 2010-07-30, why: {fr: Vide., en: Void.}}]"
    assert "nothing explains it" in refusal(versions, gaps=shorter)


def test_a_version_that_ends_before_it_starts_is_refused() -> None:
    assert "before it starts" in refusal(version_text("a", "2001-01-01", "2000-01-01"))


def test_negative_and_empty_delays_are_refused_with_what_is_allowed() -> None:
    message = refusal(version_text("a", "2001-01-01", delay="{months: -2}"))
    assert "at least 0" in message
    assert "versions[0].clocks[0].delay.months" in message
    assert "the delay is empty" in refusal(version_text("a", "2001-01-01", delay="{}"))


def test_increases_that_replace_each_other_are_refused() -> None:
    both = """\
        increases:
          - {id: un, title: {fr: U, en: U}, when: {fr: U, en: U}, delay: {months: 1}, article: A, absorbed_by: [deux]}
          - {id: deux, title: {fr: D, en: D}, when: {fr: D, en: D}, delay: {months: 2}, article: A, absorbed_by: [un]}
"""
    assert "replace each other" in refusal(version_text("a", "2001-01-01", clock=both))


def test_an_increase_that_replaces_nothing_known_is_refused() -> None:
    one = """\
        increases:
          - {id: un, title: {fr: U, en: U}, when: {fr: U, en: U}, delay: {months: 1}, article: A, absorbed_by: [trois]}
"""
    assert "“trois” is not declared" in refusal(version_text("a", "2001-01-01", clock=one))


def test_a_circumstance_has_one_name() -> None:
    twice = """\
        increases:
          - {id: un, title: {fr: U, en: U}, when: {fr: U, en: U}, delay: {months: 1}, article: A}
        variants:
          - {id: un, title: {fr: U, en: U}, when: {fr: U, en: U}, delay: {months: 1}, article: A}
"""
    assert "named twice" in refusal(version_text("a", "2001-01-01", clock=twice))


def test_an_unknown_event_or_key_is_refused_with_what_is_allowed() -> None:
    text = law_text(version_text("a", "2001-01-01")).replace(b"start: complete", b"start: compleet")
    with pytest.raises(LawInvalid) as refused:
        read_procedure(text, "essai.yaml")
    problem = refused.value.problems[0]
    assert problem.line is not None
    assert problem.allowed is not None
    assert "complete" in problem.allowed.en
    extra = law_text(version_text("a", "2001-01-01")).replace(b"nature:", b"nurture: x\nnature:")
    with pytest.raises(LawInvalid, match="nurture"):
        read_procedure(extra, "essai.yaml")


def test_an_unknown_value_says_what_was_looked_for() -> None:
    found = read(version_text("a", UNKNOWN, delay=UNKNOWN))
    assert found.versions[0].clocks[0].delay.looked_for.en == "Looked for."  # type: ignore[union-attr]
    bare = refusal(version_text("a", "unknown"))
    assert "looked_for" in bare


def test_a_clock_follows_only_a_clock_before_it() -> None:
    clock = "        after: plus_tard\n"
    assert "“plus_tard” is not declared" in refusal(version_text("a", "2001-01-01", clock=clock))


def test_bounds_that_are_not_known_keep_the_days_that_were_seen() -> None:
    seen = version_text("a", UNKNOWN, UNKNOWN, more="    seen: [2009-01-01, 2010-12-31]\n")
    version = read(seen).versions[0]
    assert version.first_sure_day == datetime.date(2009, 1, 1)
    assert version.last_sure_day == datetime.date(2010, 12, 31)
