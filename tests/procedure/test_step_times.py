from __future__ import annotations

import datetime
from typing import Any, get_args

from rebond.canonical import canonical_bytes
from rebond.procedure.distributions import Duration
from rebond.procedure.legal_time import Span
from rebond.procedure.needs import needs_of
from rebond.procedure.step_times import BASIS_TEXTS, Basis, StepTime, Timing
from tests.procedure.world import TODAY, case, site


def times(as_of: datetime.date = TODAY, **described: Any) -> dict[str, StepTime]:
    found = case(site(**described), as_of)
    return Timing(found, needs_of(found), {}, {}).all()


def test_a_legal_clock_gives_months_with_article_and_version() -> None:
    permit = times()["permit"]
    assert (permit.basis, permit.span, permit.version) == ("law", Span(3), "2007-10")
    assert permit.article == "C. urb. R*423-23 c"
    assert permit.twin is None


def test_circumstances_known_are_added_and_unknown_ones_make_a_twin() -> None:
    assert times(facts={"heritage_area": True})["permit"].span == Span(4)
    both = times(facts={"heritage_area": True, "commission_opinion": True})["permit"]
    assert both.span == Span(5)
    doubtful = times(facts={"heritage_area": "unknown"})["permit"]
    assert (doubtful.span, doubtful.twin) == (Span(3), Span(4))
    assert doubtful.unknown_facts == ("heritage_area",)


def test_a_public_inquiry_replaces_the_delay() -> None:
    assert times(activity={"public_inquiry": True})["permit"].span == Span(2)


def test_a_practice_is_not_shown_as_law() -> None:
    assert times()["fauna"].basis == "source"
    assert times()["fauna"].span == Span(12)


def test_what_the_law_does_not_give_is_an_assumption_and_the_plan_says_what_is_missing() -> None:
    registration = times()["registration"]
    assert registration.basis == "assumption"
    assert registration.duration is not None
    assert "registration" in registration.missing[0].what.en
    assert registration.missing[0].looked_for.en == "Statutory total for a registration."


def test_the_version_of_the_law_is_that_of_the_planned_filing() -> None:
    former = times(datetime.date(2023, 6, 1))
    assert former["env_examination"].version == "2017-03"
    assert former["env_examination"].span == Span(4)
    assert former["env_decision"].basis == "source"
    assert former["env_report"].is_behind
    new = times()
    assert new["env_examination"].span == Span(3)
    assert new["env_report"].span == Span(days=21)


def test_a_version_that_is_not_settled_is_said() -> None:
    dig = times(datetime.date(2020, 6, 1), facts={"archaeology_case": True})["dig_prescription"]
    assert any("is not dated" in item.looked_for.en for item in dig.missing)


def test_the_user_can_change_a_duration() -> None:
    shape = {
        "kind": "pert",
        "low": 5,
        "mode": 6,
        "high": 9,
        "basis": "assumption",
        "why": {"fr": "Devis.", "en": "Quote."},
    }
    works = times(assumptions={"works": {"duration": shape}})["works"]
    assert (works.basis, works.duration) == ("user", Duration("pert", 5, 6, 9))
    permit = times(assumptions={"permit": {"duration": shape}})["permit"]
    assert permit.span is None


def under_way(**events: str) -> dict[str, StepTime]:
    return times(tasks={"permis_de_construire": {"state": "under_review", "events": events}})


def test_a_file_under_way_ends_on_its_legal_day_and_what_is_behind_takes_no_time() -> None:
    found = under_way(filed="2026-09-01", complete="2026-10-01")
    assert found["permit_file"].is_behind
    assert found["permit_complete"].is_behind
    permit = found["permit"]
    assert permit.basis == "event"
    assert permit.duration == Duration.fixed((datetime.date(2027, 1, 1) - TODAY).days)
    assert "2027-01-01" in permit.text.en


def test_a_step_that_has_begun_has_less_left() -> None:
    waiting = under_way(filed="2026-11-01")["permit_complete"]
    assert waiting.basis == "event"
    assert waiting.duration == Duration("triangular", 0, 0, 70)


def test_a_term_that_has_passed_leaves_no_time_and_no_negative_one() -> None:
    late = under_way(filed="2026-01-02", complete="2026-02-01")["permit"]
    assert late.duration == Duration.fixed(0)


def test_the_time_to_appeal_is_franc() -> None:
    assert times()["appeal_time"].span == Span(2, 1)


def test_supposing_a_task_done_takes_its_time_away_but_not_its_place() -> None:
    found = case(site())
    needs = needs_of(found, supposed_done=["construction"])
    works = Timing(found, needs, {}, {}).all()["works"]
    assert works.duration == Duration.fixed(0)
    assert not works.is_behind


def test_every_basis_has_a_text_and_every_time_can_be_written() -> None:
    assert set(BASIS_TEXTS) == set(get_args(Basis))
    for time in times().values():
        assert canonical_bytes(time.as_json())
        assert time.text.fr
        assert (time.span is None) != (time.duration is None)


def test_what_is_to_do_again_follows_the_law_of_its_new_filing() -> None:
    old = {"filed": "2018-01-10", "complete": "2018-02-01", "decided": "2019-02-01"}
    entry = {"state": "granted", "scope": "any", "expires_on": "2024-01-01", "events": old}
    found = times(
        activity={"icpe_regime": "autorisation"}, tasks={"autorisation_environnementale": entry}
    )
    assert found["env_examination"].version == "2024-10"
    assert not found["env_examination"].is_behind


def test_what_is_settled_takes_no_time_whatever_the_law_of_its_day() -> None:
    old = {"filed": "2005-01-10", "complete": "2005-02-01", "decided": "2005-06-01"}
    entry = {"state": "purged", "scope": "any", "expires_on": "never", "events": old}
    found = times(tasks={"permis_de_construire": entry})
    assert found["permit"].is_behind
