"""What goes when a person is erased, and what stays under the pseudonym."""

from __future__ import annotations

import pytest

from rebond.web.aids import forgetting
from rebond.web.aids.models import Profile, Recruitment
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.world import NOW, YOUNG, make_cast

pytestmark = pytest.mark.django_db


def test_the_profile_goes_what_waits_is_refused_and_what_was_told_goes_everywhere() -> None:
    world = make_cast(NOW)
    aids_world.fill(world, NOW)
    young = world.users[YOUNG]
    forgetting.forget(young, NOW)
    assert not Profile.objects.filter(user=young).exists()
    for one in Recruitment.objects.filter(person=young):
        assert (one.level, one.situation, one.graduated_on) == ("", "", None)
        is_labelled = one.reference == "R-LABELLISE"
        assert one.state == ("labelled" if is_labelled else "declined")
        assert bool(one.person_key) is is_labelled
        assert bool(one.contract_key) is is_labelled
    assert Entry.objects.filter(act="aids.refused").count() == 3
    assert Entry.objects.filter(act="aids.profile_erased").count() == 1
    told = Notice.objects.filter(user=world.users["firm"], kind="aids.refused")
    assert told.count() == 3
    # Nothing is left to forget: the second time writes nothing.
    forgetting.forget(young, NOW)
    assert Entry.objects.filter(act__startswith="aids.").count() == 4
