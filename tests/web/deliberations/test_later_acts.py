"""A confirmed decision is changed by new acts of two persons, each with its reason, never edited."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.web.deliberations import queries, services
from rebond.web.deliberations.errors import (
    AlreadyProposed,
    NotTheMoment,
    ReasonIncomplete,
    SamePerson,
    SentenceTooShort,
)
from rebond.web.deliberations.models import Decision
from rebond.web.journal.models import Entry
from tests.web.deliberations.scenes import MOTIVE, SENTENCE, deliberated
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
COMMITTEE = {"kind": "committee"}
OTHER = "Une autre phrase fictive, celle du nouvel acte, assez longue."


def review(world: World, **more: Any) -> Decision:
    given = {
        "outcome": "not_retained",
        "reason": COMMITTEE,
        "sentence_fr": OTHER,
        "sentence_en": "",
        "motive": MOTIVE,
        "evaluation": None,
        "now": NOW,
    }
    return services.review(world.actor("national"), world.dossiers["a_filed"], **{**given, **more})


def test_an_act_needs_a_confirmed_decision(world: World) -> None:
    with pytest.raises(NotTheMoment):
        review(world)


def test_a_review_replaces_without_changing(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    dossier = world.dossiers["a_filed"]
    act = review(world)
    assert (act.number, act.reason["replaces"], act.reason["motive"]) == (2, 1, MOTIVE)
    first = queries.visible_decision(dossier, NOW)
    assert first is not None
    assert first.number == 1
    with pytest.raises(SamePerson):
        services.confirm(world.actor("national"), act, NOW)
    services.confirm(world.actor("national_second"), act, NOW)
    now = queries.visible_decision(dossier, NOW)
    assert now is not None
    assert (now.number, now.outcome) == (2, "not_retained")
    first.refresh_from_db()
    assert (first.outcome, first.sentence) == ("retained", SENTENCE)
    assert [one.number for one in queries.visible_history(dossier, NOW)] == [1, 2]
    assert Entry.objects.filter(object_reference="D-AFILED/2").count() == 2


def test_an_act_before_the_results_shows_with_them(world: World) -> None:
    call = deliberated(world, results_at=NOW + 10 * DAY)
    act = review(world)
    services.confirm(world.actor("national_second"), act, NOW)
    dossier = world.dossiers["a_filed"]
    dossier.call = call
    assert queries.visible_decision(dossier, NOW + 9 * DAY) is None
    seen = queries.visible_decision(dossier, NOW + 10 * DAY)
    assert seen is not None
    assert seen.number == 2


def test_a_correction_keeps_the_outcome(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    act = services.correct(
        world.actor("national"), world.dossiers["a_filed"], COMMITTEE, OTHER, "", MOTIVE, None, NOW
    )
    assert (act.act, act.outcome) == ("correction", "retained")


def test_a_withdrawal_leaves_no_decision_and_only_a_review_follows(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    dossier = world.dossiers["a_filed"]
    act = services.withdraw(world.actor("national"), dossier, OTHER, "", MOTIVE, NOW)
    services.confirm(world.actor("national_second"), act, NOW)
    assert (act.outcome, act.reason["kind"]) == ("none", "withdrawal")
    with pytest.raises(NotTheMoment):
        services.withdraw(world.actor("national"), dossier, OTHER, "", MOTIVE, NOW)
    assert review(world).number == 3


def test_one_act_waits_at_a_time(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    review(world)
    with pytest.raises(AlreadyProposed):
        review(world)


def test_an_act_says_why_and_a_review_gives_an_outcome(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    with pytest.raises(SentenceTooShort):
        review(world, motive="Sans raison.")
    with pytest.raises(ReasonIncomplete):
        review(world, outcome="none", reason={"kind": "withdrawal"})
