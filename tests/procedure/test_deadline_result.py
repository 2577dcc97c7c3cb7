from __future__ import annotations

import datetime
from typing import get_args

from rebond.canonical import canonical_bytes
from rebond.procedure.deadline_result import STATE_TEXTS, State, day_json
from rebond.procedure.deadlines import deadline


def test_every_state_has_a_text_in_both_languages() -> None:
    assert set(STATE_TEXTS) == set(get_args(State))
    assert all(text.fr and text.en for text in STATE_TEXTS.values())


def test_days_are_written_as_iso_or_null() -> None:
    assert day_json(datetime.date(2020, 3, 1)) == "2020-03-01"
    assert day_json(None) is None


def test_an_answer_is_canonical_json_whatever_its_state() -> None:
    day = datetime.date(2015, 6, 10)
    for procedure, events in (
        ("permis_de_construire", {"complete": day}),
        ("archeologie_diagnostic", {"complete": day}),
        ("seveso", {"complete": day}),
        ("icpe_declaration", {"filed": day}),
    ):
        answer = deadline(procedure, events)
        written = answer.as_json()
        assert canonical_bytes(written)
        assert written["state_text"] == answer.state_text.as_json()
        assert len(written["trace"]) == len(answer.trace)
