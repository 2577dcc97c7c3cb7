from __future__ import annotations

from pathlib import Path

from rebond.parliament.evidence import Topic
from rebond.parliament.policy_evidence import policy_evidence
from rebond.programme import load_programme
from rebond.programme.shipped import shipped_programmes

SHIPPED = load_programme(shipped_programmes()[0])
BRUME = Path(__file__).resolve().parents[1] / "programmes" / "iles_de_brume_2031"


def test_the_criteria_conditions_and_what_is_not_established_of_a_measure_are_given():
    graded = next(one for one in SHIPPED.measures if one.grid is not None)
    rows = policy_evidence(SHIPPED, [graded.id])
    by_topic = {topic: [row for row in rows if row.topic is topic] for topic in Topic}
    assert len(by_topic[Topic.CRITERION]) == len(graded.grid.criteria)
    assert all(row.sources == ("Q",) for row in by_topic[Topic.CRITERION])
    assert len(by_topic[Topic.GATE]) == len(graded.gates)
    assert not any(row.is_established for row in by_topic[Topic.WEIGHTS])
    assert any("EPCI" in row.words.fr for row in by_topic[Topic.UNKNOWN])
    assert any({"S1", "S2"} <= set(row.sources) for row in by_topic[Topic.PROPOSER])
    assert len({row.id for row in rows}) == len(rows)


def test_every_source_is_one_of_the_policy():
    known = {one.id for one in SHIPPED.sources}
    rows = policy_evidence(SHIPPED, [one.id for one in SHIPPED.measures])
    assert {name for row in rows for name in row.sources} <= known


def test_another_policy_gives_its_own_rows_and_no_measure_gives_the_programme_alone():
    brume = load_programme(BRUME)
    rows = policy_evidence(brume, [one.id for one in brume.measures])
    assert any(row.topic is Topic.MEASURE for row in rows)
    assert not any(row.measure for row in policy_evidence(brume, ["absente"]))
