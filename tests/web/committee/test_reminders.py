"""Members are reminded of the committee's day a week before and on the eve, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rebond.web.committee.models import Seat
from rebond.web.committee.reminders import remind
from rebond.web.journal.models import Entry
from rebond.web.notices import wording
from rebond.web.notices.models import Notice
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def test_each_member_in_force_is_told_twice_whatever_the_worker_does(world: World) -> None:
    call = world.calls["closed"]
    call.committee_at = NOW + 14 * DAY  # 16 June at 11:00 in Paris
    call.save()
    Seat.objects.filter(pk=world.seats["recused"].pk).update(ended_at=NOW)
    Seat.objects.filter(pk=world.seats["national"].pk).update(appointed_at=NOW + 12 * DAY)
    told, moment = [], NOW
    while moment < NOW + 20 * DAY:
        if count := remind(moment):
            told.append((moment.strftime("%m-%d"), count))
        moment += timedelta(hours=6)
    # Who was appointed in the last week is told on the eve; whose seat has ended, never.
    assert told == [("06-09", 1), ("06-15", 2)]
    notices = Notice.objects.filter(kind="committee.soon")
    member = notices.filter(user=world.users["member"])
    assert (notices.count(), member.count()) == (3, 2)
    assert "16 juin 2031" in wording.subject(member[0]).fr
    assert member[0].address == "/comite/essai-closed/"
    assert Entry.objects.filter(act="committee.reminded").count() == 3


def test_a_day_moved_by_less_than_a_week_is_told_at_once_and_each_turn_once(world: World) -> None:
    call = world.calls["closed"]
    call.committee_at = NOW + 14 * DAY
    call.save()
    Seat.objects.filter(pk=world.seats["recused"].pk).update(ended_at=NOW)
    eve = NOW + 13 * DAY
    first = remind(eve)
    assert (first > 0, remind(eve)) == (True, 0)
    call.committee_at += 3 * DAY
    call.save()
    assert (remind(eve), remind(eve)) == (first, 0)
    notices = Notice.objects.filter(kind="committee.soon", user=world.users["member"])
    assert "19 juin 2031" in wording.subject(notices.order_by("-pk")[0]).fr
    assert (remind(eve + 2 * DAY), remind(eve + 3 * DAY)) == (0, first)


@pytest.mark.parametrize("field", ["deliberated_at", "cancelled_at"])
def test_a_committee_that_will_not_sit_is_not_announced(world: World, field: str) -> None:
    call = world.calls["closed"]
    call.committee_at = NOW + 3 * DAY
    setattr(call, field, NOW - DAY)
    call.save()
    assert remind(NOW + 2 * DAY) == 0
