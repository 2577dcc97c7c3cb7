from __future__ import annotations

from typing import Any, get_args

import pytest

from rebond.canonical import canonical_bytes
from rebond.procedure.events import EventKind
from rebond.procedure.needs import STATE_TEXTS, UNSURE_CHANCE, Need, is_behind, is_started, needs_of
from rebond.procedure.plan_errors import UnknownStep
from rebond.procedure.site_model import TaskState
from tests.procedure.world import case, site


def need(task: str, **described: Any) -> Need:
    return needs_of(case(site(**described)))[task]


def test_facts_settle_what_is_needed() -> None:
    assert need("etude_faune_flore").state == "not_required"
    wanted = need("etude_faune_flore", facts={"natural_land": True})
    assert (wanted.state, wanted.chance_needed, wanted.chance_again) == ("required", 1, 1)
    assert wanted.why[0].en == "Natural or farm land: yes."
    assert wanted.is_open


def test_a_fact_that_is_not_known_makes_a_task_unknown_with_an_assumed_chance() -> None:
    found = need("defrichement", facts={"woodland_to_clear": "unknown"})
    assert (found.state, found.chance_needed, found.is_unsure) == ("unknown", 0.2, True)
    assert found.unknown_facts == ("woodland_to_clear",)
    changed = need(
        "defrichement",
        facts={"woodland_to_clear": "unknown"},
        assumptions={"defrichement": {"chance": 0.7}},
    )
    assert changed.chance_needed == 0.7


def test_the_file_of_the_site_overrides_the_facts_and_says_so() -> None:
    imposed = need("depollution", tasks={"depollution": {"state": "required"}})
    assert (imposed.state, imposed.chance_needed) == ("required", 1)
    assert any("The file says" in text.en for text in imposed.why)
    spared = need(
        "depollution",
        facts={"soil_to_clean": True},
        tasks={"depollution": {"state": "not_required"}},
    )
    assert (spared.state, spared.chance_needed, spared.is_open) == ("not_required", 0, False)


def test_a_study_done_and_alive_is_not_to_do() -> None:
    found = need(
        "etude_faune_flore",
        facts={"natural_land": True},
        tasks={
            "etude_faune_flore": {
                "state": "done",
                "expires_on": "never",
                "scope": "any",
                "evidence": "Rapport",
            }
        },
    )
    assert (found.state, found.chance_again, found.evidence) == ("done", 0, "Rapport")
    assert not found.is_open


def test_a_study_whose_scope_is_not_known_is_unknown_and_may_have_to_be_done_again() -> None:
    found = need(
        "etude_faune_flore",
        facts={"natural_land": True},
        tasks={"etude_faune_flore": {"state": "done", "expires_on": "never"}},
    )
    assert (found.state, found.chance_again, found.is_unsure) == ("unknown", UNSURE_CHANCE, True)


@pytest.mark.parametrize("state", get_args(TaskState))
def test_every_state_has_a_text_and_can_be_written(state: TaskState) -> None:
    assert STATE_TEXTS[state].fr
    entry = {"state": state, "expires_on": "never", "scope": "any"}
    found = need("depollution", facts={"soil_to_clean": True}, tasks={"depollution": entry})
    assert canonical_bytes(found.as_json())


def test_the_ten_states_are_shown_as_they_are() -> None:
    shown = {}
    for state in get_args(TaskState):
        entry = {"state": state, "expires_on": "never", "scope": "any"}
        found = need("depollution", facts={"soil_to_clean": True}, tasks={"depollution": entry})
        shown[state] = found.state
    assert shown == {state: state for state in shown} | {"unknown": "required"}


def test_a_study_that_is_past_its_day_is_expired() -> None:
    entry = {"state": "done", "expires_on": "2026-11-20", "scope": "any"}
    found = need("depollution", facts={"soil_to_clean": True}, tasks={"depollution": entry})
    assert (found.state, found.chance_again) == ("expired", 1)


def test_supposing_a_task_done_leaves_the_rest_and_says_so() -> None:
    wet = case(site(facts={"natural_land": True, "soil_to_clean": True}))
    found = needs_of(wet, supposed_done=["etude_faune_flore"])
    assert found["etude_faune_flore"].state == "done"
    assert found["etude_faune_flore"].is_supposed
    assert not found["etude_faune_flore"].is_open
    assert found["depollution"].is_open
    with pytest.raises(UnknownStep):
        needs_of(wet, supposed_done=["sieste"])


def test_a_task_under_way_places_its_steps_in_time() -> None:
    entry = {"state": "filed", "events": {"filed": "2026-10-01", "complete": "2026-10-10"}}
    found = need("permis_de_construire", tasks={"permis_de_construire": entry})
    assert is_started(found)
    assert is_behind(found, EventKind.COMPLETE)
    assert not is_behind(found, EventKind.DECIDED)
    assert not is_behind(found, None)
    assert not is_started(need("permis_de_construire"))
