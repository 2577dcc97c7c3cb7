"""What a posted trial asks of weights: what somebody wrote, else what the call chose, never silently nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rebond.web.committee import choices
from rebond.web.committee.trial_form import read_form
from tests.web.world import World

pytestmark = pytest.mark.django_db
INTERVALS = {"transport": [0.4, 0.605], "workforce": [0.0, 0.1]}
ORDERED = [["transport", "workforce"]]


def read(world: World, values: dict[str, str], **weights: Any) -> Any:
    revision = choices.revision_of(world.calls["draft"])
    chosen = replace(
        choices.choices_of(revision),
        weights={"intervals": INTERVALS, "orderings": ORDERED, **weights},
    )
    return read_form(values, choices.measure_of(revision), chosen, 3)


def asked(form: Any) -> Any:
    assert form.parameters is not None, form.bounds
    return form.parameters["weights"]


def as_shown(form: Any) -> dict[str, str]:
    """Return what the page sends back untouched."""
    sent = {}
    for row in form.bounds.rows:
        name = row.criterion.id
        sent |= {f"min_{name}": row.low, f"max_{name}": row.high, f"rang_{name}": row.importance}
    return sent


def test_nothing_written_or_nothing_changed_asks_for_the_call_s_own_weights(world: World) -> None:
    shown = as_shown(read(world, {}))
    assert (shown["min_transport"], shown["rang_transport"], shown["rang_workforce"]) == (
        "40",
        "1",
        "2",
    )
    blank = dict.fromkeys(shown, "")
    for values in ({"k": "2"}, {"k": "2", **blank}, {"k": "2", **shown}):
        assert asked(read(world, values)) is None


def test_a_blank_bound_is_the_call_s_and_a_written_one_its_own(world: World) -> None:
    form = read(world, {"min_transport": "", "max_transport": "50", "min_workforce": ""})
    weights = asked(form)
    assert weights["intervals"] == {"transport": [0.4, 0.5], "workforce": [0.0, 0.1]}
    assert weights["orderings"] == ORDERED


def test_every_bound_taken_away_is_said_and_meant(world: World) -> None:
    shown = as_shown(read(world, {}))
    free = {name: {"min": "0", "max": "100", "rang": ""}[name.partition("_")[0]] for name in shown}
    assert asked(read(world, free)) == {"intervals": {}, "orderings": []}


def test_orderings_that_no_rank_writes_stay_when_a_range_changes(world: World) -> None:
    names = [row.criterion.id for row in read(world, {}).bounds.rows]
    pairs = [[names[0], names[1]], [names[2], names[3]]]  # ranks would say more than that
    shown = as_shown(read(world, {}, orderings=pairs))
    assert not any(shown[f"rang_{name}"] for name in names)
    assert asked(read(world, shown, orderings=pairs)) is None
    changed = shown | {"min_transport": "45"}
    assert asked(read(world, changed, orderings=pairs))["orderings"] == pairs


def test_a_bound_that_is_no_number_is_refused(world: World) -> None:
    form = read(world, {"min_transport": "beaucoup"})
    assert form.parameters is None
    assert any("beaucoup" in row.fault for row in form.bounds.rows)
