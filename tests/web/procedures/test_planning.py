from __future__ import annotations

from django.test import RequestFactory

from rebond.web.procedures.asking import question_of
from rebond.web.procedures.planning import Planned, planned

EXAMPLE = "exemple=friche_fictive&au=2026-11-21"


def found(query: str) -> Planned:
    return planned(question_of(RequestFactory().get(f"/?{query}")))


def test_nothing_supposed_gives_one_plan_with_its_order() -> None:
    one = found(EXAMPLE)
    assert one.plan is one.base
    assert one.base.order is not None
    assert not one.is_supposing
    assert one.days_won == one.days_won_p90 == 0


def test_a_study_supposed_done_brings_the_date_forward_by_its_gain() -> None:
    one = found(f"{EXAMPLE}&fait=etude_faune_flore")
    gain = next(gain for gain in one.base.gains if gain.tasks == ("etude_faune_flore",))
    assert one.plan.what_if == ("etude_faune_flore",)
    assert one.days_won == gain.p50_days > 0
    assert one.days_won_p90 == gain.p90_days


def test_what_cannot_be_anticipated_is_left_out() -> None:
    one = found(f"{EXAMPLE}&fait=construction&fait=rien_de_tel&fait=maitrise_fonciere")
    assert one.plan is one.base


def test_a_known_starting_point_is_not_ordered_again() -> None:
    key = found(EXAMPLE).base_key
    again = found(f"{EXAMPLE}&base={key}&fait=etude_impact")
    assert again.base_key == key
    assert again.base.order is None
    assert found(f"{EXAMPLE}&base=autre").base.order is not None


def test_an_assumption_moves_the_starting_point_and_its_key() -> None:
    one, other = found(EXAMPLE), found(f"{EXAMPLE}&h.works.low=30&h.works.mode=60&h.works.high=90")
    assert other.base.dates.p50 < one.base.dates.p50
    assert other.base_key != one.base_key
    changed = [field.assumption.name for field in other.fields if field.is_changed]
    assert changed == ["works"]
    assert found(EXAMPLE.replace("11-21", "11-22")).base_key != one.base_key


def test_a_wrong_assumption_changes_nothing() -> None:
    other = found(f"{EXAMPLE}&h.works.low=900&h.contested.chance=200")
    assert other.base.dates == found(EXAMPLE).base.dates
    assert sum(bool(field.fault) for field in other.fields) == 2


def test_the_fields_are_the_same_whatever_is_changed() -> None:
    names = [field.assumption.name for field in found(EXAMPLE).fields]
    other = found(f"{EXAMPLE}&h.contested.chance=0&fait=etude_impact")
    assert [field.assumption.name for field in other.fields] == names
