"""Decision files become typed rows, or are refused with the place of the fault."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rebond.record import seal
from rebond.web.decisions import queries
from rebond.web.decisions.reading import UnreadableDecision, read_decision
from tests.web.fictitious import PRODUCED_AT, fictitious_body


@pytest.fixture
def record() -> dict[str, Any]:
    return {
        "body": copy.deepcopy(fictitious_body(12)),
        "digest": "sha256:" + "ab" * 32,
        "produced_at": "2026-01-15T09:30:00Z",
        "environment": {},
    }


def test_candidates_and_references_are_kept_apart(record: dict[str, Any]) -> None:
    decision = read_decision(record, "d.json")
    assert len(decision.candidates) == 12
    assert len(decision.references) == 3
    assert decision.k == 6
    assert decision.code == "ab" * 6


def test_a_missing_fact_has_no_value_and_is_not_zero(record: dict[str, Any]) -> None:
    fact = read_decision(record, "d.json").candidates[0].facts["lycees_professionnels"]
    assert fact.status == "missing"
    assert fact.value is None


def test_a_place_without_population_is_not_empty(record: dict[str, Any]) -> None:
    decision = read_decision(record, "d.json")
    assert decision.candidates[5].population is None


def test_an_unknown_history_makes_the_exercise_retrospective(record: dict[str, Any]) -> None:
    assert read_decision(record, "d.json").is_retrospective
    for row in record["body"]["candidates"]:
        row["history"]["proposed"] = "yes"
    assert not read_decision(record, "d.json").is_retrospective


def test_an_absent_part_is_named(record: dict[str, Any]) -> None:
    del record["body"]["candidates"][3]["rank"]
    with pytest.raises(UnreadableDecision) as caught:
        read_decision(record, "d.json")
    assert "rank" in caught.value.message("fr")
    assert "d.json" in caught.value.message("en")
    assert "rebond evaluate" in caught.value.message("en")


@pytest.mark.parametrize("value", ["beaucoup", None, [1]])
def test_a_value_of_another_kind_is_refused(record: dict[str, Any], value: object) -> None:
    record["body"]["candidates"][0]["chance"] = value
    with pytest.raises(UnreadableDecision):
        read_decision(record, "d.json")


def test_another_format_is_refused(record: dict[str, Any]) -> None:
    record["body"]["format"] = "rebond-decision/9"
    with pytest.raises(UnreadableDecision) as caught:
        read_decision(record, "d.json")
    assert "rebond-decision/9" in caught.value.message("fr")


def test_an_unknown_status_of_a_fact_is_refused(record: dict[str, Any]) -> None:
    record["body"]["candidates"][0]["facts"]["chomage"]["status"] = "guessed"
    with pytest.raises(UnreadableDecision):
        read_decision(record, "d.json")


def test_only_addresses_of_the_web_become_links(record: dict[str, Any]) -> None:
    label = record["body"]["candidates"][2]["history"]["labels"][0]
    label["source_url"] = (
        "https://exemple.invalid/a ; javascript:alert(1) ; http://exemple.invalid/b"
    )
    read = read_decision(record, "d.json").candidates[2].labels[0]
    assert read.urls == ("https://exemple.invalid/a", "http://exemple.invalid/b")


def test_a_value_that_the_candidate_gave_is_told_apart(record: dict[str, Any]) -> None:
    record["body"]["candidates"][0]["facts"]["chomage"]["dataset"] = "own"
    read = read_decision(record, "d.json").candidates
    assert read[0].facts["chomage"].is_own
    assert read[0].has_own_values
    assert not read[1].has_own_values


def _no_weight(body: dict[str, Any]) -> None:
    body["weights"] = dict.fromkeys(body["weights"], 0.0)


def _text_for_a_place(body: dict[str, Any]) -> None:
    body["candidates"][0]["lon"] = "ouest"


def _text_for_a_score(body: dict[str, Any]) -> None:
    body["candidates"][0]["score"]["mid"] = "0,5"


def _name_not_text(body: dict[str, Any]) -> None:
    body["candidates"][0]["name"] = 12


def _no_contribution(body: dict[str, Any]) -> None:
    body["candidates"][0]["contributions"] = {}


def _id_with_a_slash(body: dict[str, Any]) -> None:
    body["candidates"][0]["id"] = "a/b"


MALFORMED = [
    _no_weight,
    _text_for_a_place,
    _text_for_a_score,
    _name_not_text,
    _no_contribution,
    _id_with_a_slash,
]


@pytest.mark.parametrize("spoil", MALFORMED)
def test_a_sealed_but_malformed_file_is_named_and_the_others_show(
    platform: Path, client: Client, spoil: Callable[[dict[str, Any]], None]
) -> None:
    body = copy.deepcopy(fictitious_body(12, seed=3))
    spoil(body)
    (platform / "abime.json").write_bytes(seal(body, PRODUCED_AT, {}))
    shelf = queries.shelf()
    assert [refused.name for refused in shelf.refused] == ["abime.json"]
    assert len(shelf.decisions) == 1
    assert client.get("/").status_code == 200
    assert client.get(f"/decisions/{shelf.decisions[0].decision.code}/").status_code == 200


def test_weights_that_the_policy_calls_unknown_are_read_as_unknown() -> None:
    from rebond.opendata import Snapshot
    from rebond.pipeline import Request, evaluate_to_record
    from rebond.programme import shipped_programmes
    from rebond.web.decisions.reading import read_decision

    record = evaluate_to_record(Request(shipped_programmes()[0], draws=20), Snapshot.open())
    envelope = json.loads(record.to_bytes())
    assert read_decision(envelope, "shipped").weights_are_unknown is True
