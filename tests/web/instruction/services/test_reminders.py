from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import OpinionRequest
from rebond.web.instruction.services import give_opinion, remind_late
from rebond.web.instruction.services.reminders import turn
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.world import NOW, World

DAY = timedelta(days=1)
DUE = datetime(2031, 6, 20, 21, 59, tzinfo=UTC)


@pytest.fixture
def request_due(world: World) -> OpinionRequest:
    """One request due on 20 June at 23:59 in Paris, asked on 15 May; no other waits."""
    world.requests["b_filed"].delete()
    one = world.requests["a_filed"]
    one.due_at = DUE
    one.save()
    return one


def days_reminded(start: datetime, days: int, step: timedelta = timedelta(hours=1)) -> list[str]:
    moment, found = start, []
    while moment < start + days * DAY:
        if remind_late(moment):
            found.append(moment.strftime("%m-%d"))
        moment += step
    return found


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2031, 6, 12), None),
        (date(2031, 6, 13), date(2031, 6, 13)),
        (date(2031, 6, 19), date(2031, 6, 13)),
        (date(2031, 6, 20), date(2031, 6, 20)),
        (date(2031, 6, 26), date(2031, 6, 20)),
        (date(2031, 6, 27), date(2031, 6, 27)),
        (date(2031, 9, 1), date(2031, 8, 29)),
    ],
)
def test_the_turn_of_a_day(on: date, expected: date | None) -> None:
    assert turn(date(2031, 6, 20), on) == expected


def test_a_moving_clock_reminds_a_week_before_on_the_day_then_weekly_each_once(
    request_due: OpinionRequest,
) -> None:
    # Run every hour: days are those of Paris, where 13 June begins at 22:00 UTC on the 12th.
    assert days_reminded(datetime(2031, 6, 1, 0, 30, tzinfo=UTC), 36) == [
        "06-12",
        "06-19",
        "06-26",
        "07-03",
    ]
    acts = Entry.objects.filter(act="instruction.reminded")
    assert acts.count() == 4
    assert {entry.actor for entry in acts} == {None}


def test_the_words_change_once_the_day_is_past(request_due: OpinionRequest) -> None:
    remind_late(DUE - 6 * DAY)
    remind_late(DUE - timedelta(hours=2))
    remind_late(DUE + 7 * DAY)
    kinds = [n.kind for n in Notice.objects.order_by("created_at", "pk")]
    assert kinds == ["instruction.opinion_soon"] * 2 + ["instruction.opinion_late"]


def test_turns_that_nobody_ran_are_said_once(request_due: OpinionRequest) -> None:
    assert remind_late(DUE + 40 * DAY) == 1
    assert remind_late(DUE + 40 * DAY + timedelta(hours=1)) == 0
    assert remind_late(DUE + 41 * DAY) == 0


def test_a_request_made_late_is_not_reminded_of_a_turn_before_it(
    request_due: OpinionRequest,
) -> None:
    request_due.asked_at = DUE - 3 * DAY
    request_due.save()
    assert remind_late(DUE - 2 * DAY) == 0
    assert remind_late(DUE - timedelta(hours=3)) == 1


def test_an_answered_request_a_withdrawn_dossier_and_a_closed_deliberation_are_left_alone(
    world: World, request_due: OpinionRequest
) -> None:
    later = DUE + DAY
    Dossier.objects.filter(pk=request_due.dossier_id).update(state=Dossier.State.WITHDRAWN)
    assert remind_late(later) == 0
    Dossier.objects.filter(pk=request_due.dossier_id).update(state=Dossier.State.FILED)
    call = world.calls["closed"]
    call.deliberated_at = NOW
    call.save()
    assert remind_late(later) == 0
    call.deliberated_at = None
    call.save()
    give_opinion(world.actor("dreal_1"), request_due, "none", "", NOW)
    assert remind_late(later) == 0
