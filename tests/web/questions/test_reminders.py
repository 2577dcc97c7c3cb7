from __future__ import annotations

from datetime import timedelta

from rebond.web.desk.piles import waiting
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from rebond.web.questions.reminders import remind
from tests.web.questions.scenes import submitted, taken
from tests.web.world import NOW, World


def test_a_deadline_is_told_when_near_and_when_past_once_each(world: World):
    question = taken(world)
    assert remind(NOW) == 0
    near = NOW + timedelta(days=20)
    assert (remind(near), remind(near)) == (1, 0)
    late = NOW + timedelta(days=60)
    assert (remind(late), remind(late + timedelta(days=1))) == (1, 0)
    told = Notice.objects.filter(kind="questions.due", object_reference=question.reference)
    assert {one.user_id for one in told} == {
        world.users[persona].pk for persona in ("national", "national_second", "national_admin")
    }
    assert told.count() == 6
    assert Entry.objects.filter(act="questions.alert").count() == 2


def test_the_desk_of_the_team_shows_what_waits_and_nobody_else_s_does(world: World):
    question = taken(world)
    answer = submitted(world)

    def piles(persona: str) -> dict[str, int]:
        found = waiting(world.actor(persona), NOW)
        return {
            one.code: one.total for one in found if one.code in {"questions", "secondes-lectures"}
        }

    assert piles("national") == {"questions": 2}
    assert piles("national_second") == {"questions": 2, "secondes-lectures": 1}
    assert piles("parliament") == piles("epci_a") == {}
    assert question.reference != answer.question.reference
