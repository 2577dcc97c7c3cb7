"""The caution on the days of perimeters is said in both languages."""

from __future__ import annotations

import re

from rebond.opendata import Snapshot
from rebond.opendata.tables import period_notes


def test_every_note_of_the_shipped_tables_has_its_english() -> None:
    notes = set(Snapshot.open().table("perimeters")["source_note"].to_pylist()) - {"", None}
    assert len(notes) > 3
    for note in notes:
        said = period_notes.in_both(note)
        assert said is not None
        assert said.fr == note
        assert said.en != note
        # The same figures, and no French left.
        assert re.findall(r"\d+", said.en) == re.findall(r"\d+", note)
        assert not re.search(r"[éèà’]", said.en), said.en


def test_a_note_of_other_tables_stays_in_its_own_words() -> None:
    said = period_notes.in_both("Selon la délibération du 3 mai.")
    assert said is not None
    assert said.en == said.fr == "Selon la délibération du 3 mai."
    assert period_notes.in_both("") is None
