"""The published questions that the snapshot holds: what the public text establishes, and no more."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rebond.opendata import Snapshot
from rebond.opendata.errors import DigestMismatch
from rebond.opendata.store import packaged_folder
from rebond.parliament.clock import State, clock
from rebond.parliament.published import DOCUMENT, is_shipped, published, says_what_is_shipped
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


def test_a_snapshot_of_ones_own_is_read_and_the_package_s_opened_once(tmp_path: Path):
    assert published() is published(Snapshot.shared())
    folder = tmp_path / "own"
    shutil.copytree(packaged_folder(), folder, ignore=shutil.ignore_patterns("*.parquet"))
    own = Snapshot.open(folder)
    assert published(own) == published()
    (folder / own.catalogue.documents[DOCUMENT].file).write_bytes(b"{}")
    with pytest.raises(DigestMismatch):
        published(Snapshot.open(folder))


def test_the_shipped_words_are_known_and_others_are_not_vouched_for():
    (one,) = published()
    question = one.question
    more = replace(question, author_reference="PA1")
    less = replace(question, reply="")
    other = replace(question, reply="Réponse inventée.")
    elsewhere = replace(question, number=1)
    both = [(is_shipped(each), says_what_is_shipped(each)) for each in
            (question, more, less, other, elsewhere)]  # fmt: skip
    assert both == [(True, True), (False, True), (False, False), (False, False), (False, False)]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_nothing_is_said_beyond_the_published_text():
    (one,) = published()
    (seed,) = read(SEED.read_bytes()).questions
    assert one.question == seed
    assert missing(one.question) == missing(seed)
