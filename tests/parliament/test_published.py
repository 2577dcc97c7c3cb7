"""The published questions that the snapshot holds: what the public text establishes, and no more."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.parliament.clock import State, clock
from rebond.parliament.published import published
from rebond.parliament.question import missing
from rebond.parliament.reading import read
from tests.parliament.given import SEED


def test_the_question_that_gave_the_programme_its_reasons_is_shipped_with_its_page():
    (one,) = published()
    question = one.question
    assert (question.key, question.author) == ("an-15-31804", "Mme Nathalie Porte")
    assert (question.group, question.rubric) == ("Les Républicains", "Industrie")
    days = (question.published_on, question.flagged_on, question.replied_on)
    assert days == (date(2020, 8, 11), date(2020, 11, 2), date(2020, 12, 8))
    assert (question.published_page, question.replied_page) == ("5370", "8965")
    assert one.source_url.startswith("https://questions.assemblee-nationale.fr/q15/")
    assert not question.author_reference, "its identifier is not established"


def test_its_clock_is_that_of_the_rule():
    (one,) = published()
    told = clock(one.question, date(2026, 1, 1))
    assert (told.state, told.days_taken) == (State.ANSWERED_LATE, 119)
    assert (told.first_due_on, told.flagged_due_on) == (date(2020, 10, 11), date(2020, 11, 12))


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_nothing_is_said_beyond_the_published_text():
    (one,) = published()
    (seed,) = read(SEED.read_bytes()).questions
    assert one.question == seed
    assert missing(one.question) == missing(seed)
