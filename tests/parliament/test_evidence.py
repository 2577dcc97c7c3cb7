from __future__ import annotations

from datetime import date

from rebond.parliament.evidence import TOPIC_TEXTS, Evidence, Topic, distinct, evidence_digest
from rebond.texts import Text

ROW = Evidence("a", Topic.FIGURE, Text("un", "one"), ("Q",), date(2020, 7, 20), "/x/", measure="m")
OTHER = Evidence("b", Topic.UNKNOWN, Text("deux", "two"), is_established=False)


def test_a_row_comes_back_as_it_was_kept():
    for row in (ROW, OTHER):
        assert Evidence.from_json(row.as_json()) == row
    assert set(TOPIC_TEXTS) == set(Topic)


def test_the_digest_does_not_depend_on_the_order_but_on_every_word():
    assert evidence_digest([ROW, OTHER]) == evidence_digest([OTHER, ROW])
    assert evidence_digest([ROW]) != evidence_digest([ROW, OTHER])
    assert distinct([ROW, OTHER, ROW]) == (ROW, OTHER)
