"""Rules declared adjustable are chosen; those stated are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.programme import Programme, load_programme
from rebond.programme.call_choices import (
    read_choices,
    with_choices,
)

FICTITIOUS = Path(__file__).parents[1] / "programmes" / "iles_de_brume_2031"
SITE, TRAINING = "site_cle_en_main", "formation"


@pytest.fixture(scope="module")
def fictitious() -> Programme:
    return load_programme(FICTITIOUS)


def test_saying_again_what_the_policy_states_is_no_change(fictitious: Programme) -> None:
    choices = {
        "gates": {
            "surface_minimale": {
                "eliminates": True,
                "threshold": {"value": 3, "valid_from": "2031-05-01"},
            }
        },
        "weights": {"intervals": {"acces": [0.3, 0.7], "equipage": [0.1, 0.5], "signal": 0.2}},
    }
    result = with_choices(fictitious, "hangar_partage", read_choices(choices))
    assert result.digest == fictitious.digest


def test_adjustable_rules_of_another_policy_are_chosen_too(fictitious: Programme) -> None:
    choices = read_choices(
        {"selection": {"k": 4, "covered_regions_min": 0, "minimum_distance_km": 0}}
    )
    rules = with_choices(fictitious, "hangar_partage", choices).measure("hangar_partage").selection
    assert (rules.k, rules.covered_regions_min, rules.minimum_distance_km) == (4, None, None)
