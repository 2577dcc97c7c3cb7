"""Settings of a call and the moments of its dates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from rebond.programme import load_programme
from rebond.texts import Text
from rebond.web.accounts.kinds import MANAGERS, Kind
from rebond.web.calls.errors import (
    SettingsInvalid,
)
from rebond.web.calls.moments import NoSuchHour, moment
from rebond.web.calls.permissions import OPERATOR_OF
from rebond.web.calls.settings import TITLES as SETTINGS
from rebond.web.calls.settings import CallSettings

pytestmark = pytest.mark.django_db
PACK, SITE, TRAINING = "pack_rebond_2020", "site_cle_en_main", "formation"
FICTITIOUS = Path(__file__).parents[2] / "programmes" / "iles_de_brume_2031"


@pytest.mark.parametrize(
    ("policy", "measure", "has_it"),
    [
        (PACK, SITE, True),
        (PACK, TRAINING, False),
        (PACK, "vte", False),
        (PACK, "sites_pilotes", False),
        (PACK, "ingenierie_relocalisation", False),
        (FICTITIOUS, "hangar_partage", False),
    ],
)
def test_regions_examine_where_the_policy_gives_a_stage_to_the_services_of_the_state(
    policy: str | Path, measure: str, has_it: bool
) -> None:
    """A step of others, as the payment of a contract by Bpifrance, is no regional stage."""
    found = CallSettings.from_json({}, load_programme(policy).measure(measure))
    assert found.has_regional_stage is has_it


def test_the_reference_names_each_setting_and_no_other() -> None:
    reference = (Path(__file__).parents[3] / "docs" / "reference" / "calls.md").read_text("utf-8")
    table = reference.partition("\n## Settings\n")[2].partition("\n## ")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    named = [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(SETTINGS)


def test_who_runs_calls_can_be_reached_by_every_name_of_the_table() -> None:
    assert set(OPERATOR_OF) == MANAGERS - {Kind.NATIONAL_TEAM}


def test_settings_left_out_follow_the_measure() -> None:
    policy = load_programme(PACK)
    site = CallSettings.from_json({}, policy.measure(SITE))
    assert site.has_regional_stage
    assert site.review_criteria[0].id == "subcontractors"
    training = CallSettings.from_json({}, policy.measure(TRAINING))
    assert not training.has_regional_stage
    assert [one.title for one in training.review_criteria] == [
        Text("Appréciation d’ensemble", "Overall appreciation")
    ]
    assert CallSettings.from_json(site.as_json(), policy.measure(SITE)) == site


@pytest.mark.parametrize(
    "stated",
    [
        {"opinion_days": True},
        {"shortlist_min": 9, "shortlist_max": 3},
        {"review_criteria": [{"id": "a"}]},
        {"review_criteria": "x"},
        {"weights": {"intervals": {"a": [0.9, 0.1]}}},
        {"weights": {"orderings": [["a", "a"]]}},
        {"has_regional_stage": "yes"},
        {"seed": -1},
        {"public_reviews": None},
    ],
)
def test_settings_out_of_form_are_refused(stated: dict[str, Any]) -> None:
    with pytest.raises(SettingsInvalid):
        CallSettings.from_json(stated)


def test_the_last_second_of_a_day_is_that_of_paris_in_summer_and_in_winter() -> None:
    assert moment(date(2031, 7, 1), time(23, 59, 59)) == datetime(
        2031, 7, 1, 21, 59, 59, tzinfo=UTC
    )
    assert moment(date(2031, 1, 1), time(23, 59, 59)) == datetime(
        2031, 1, 1, 22, 59, 59, tzinfo=UTC
    )


def test_an_hour_that_the_clocks_skip_is_refused_and_one_that_comes_twice_is_the_second() -> None:
    with pytest.raises(NoSuchHour):
        moment(date(2031, 3, 30), time(2, 30))
    twice = moment(date(2031, 10, 26), time(2, 30))
    assert twice.astimezone(UTC) == datetime(2031, 10, 26, 1, 30, tzinfo=UTC)
