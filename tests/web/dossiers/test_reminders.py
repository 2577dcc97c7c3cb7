"""Applicants are reminded a week before and on the eve, each once, however often or late the worker runs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from rebond.web.dossiers.models import CorrectionRequest, Dossier
from rebond.web.dossiers.reminders import remind_corrections, remind_drafts, run
from rebond.web.journal.models import Entry
from rebond.web.notices import wording
from rebond.web.notices.models import Notice
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def days(remind: Callable[[datetime], int], start: datetime, count: int) -> list[tuple[str, int]]:
    """Return on which days somebody was reminded, the worker running every six hours."""
    found, moment = [], start
    while moment < start + count * DAY:
        if told := remind(moment):
            found.append((moment.strftime("%m-%d"), told))
        moment += timedelta(hours=6)
    return found


def test_drafts_of_a_call_that_closes_are_reminded_each_once(world: World) -> None:
    call = world.calls["open"]  # closes on 22 June
    late = world.dossiers["b_draft"]
    late.created_at = call.closes_at - 3 * DAY  # begun in the last week: its eve only
    late.save()
    assert days(remind_drafts, NOW, 25) == [("06-15", 1), ("06-21", 2)]
    acts = Entry.objects.filter(act="dossiers.reminded").values_list("object_reference", flat=True)
    first = world.dossiers["a_draft"].reference
    assert [*acts] == [first, first, late.reference]
    told = Notice.objects.filter(user=world.users["epci_a"], kind="dossiers.draft_soon")
    assert told.count() == 2
    notice = told[0]
    assert notice.address.endswith(f"/{first}/")
    assert "brouillon" in wording.line(notice).fr
    assert "22 June 2031" in wording.line(notice).en
    # Nothing to file on any more: filed, withdrawn, or the call cancelled.
    assert days(remind_drafts, call.closes_at, 10) == []


def test_a_closing_that_moves_makes_turns_of_its_own(world: World) -> None:
    call = world.calls["open"]
    Dossier.objects.filter(pk=world.dossiers["b_draft"].pk).update(state=Dossier.State.WITHDRAWN)
    assert days(remind_drafts, NOW + 13 * DAY, 3) == [("06-15", 1)]
    call.closes_at += 10 * DAY
    call.save()
    assert days(remind_drafts, NOW + 16 * DAY, 15) == [("06-25", 1), ("07-01", 1)]
    call.cancelled_at = NOW
    call.closes_at += 20 * DAY
    call.save()
    assert days(remind_drafts, NOW + 30 * DAY, 25) == []


def test_who_holds_a_former_closing_is_told_the_new_one_though_it_is_near(world: World) -> None:
    call = world.calls["open"]  # closes on 22 June
    Dossier.objects.filter(pk=world.dossiers["b_draft"].pk).update(state=Dossier.State.WITHDRAWN)
    eve = call.closes_at - DAY
    assert (remind_drafts(eve), remind_drafts(eve)) == (1, 0)
    call.closes_at += 6 * DAY
    call.save()
    # The week before the 28th had begun already.
    assert days(remind_drafts, eve, 8) == [("06-21", 1), ("06-27", 1)]
    told = Notice.objects.filter(user=world.users["epci_a"], kind="dossiers.draft_soon")
    assert ["28 June" in wording.line(one).en for one in told.order_by("pk")] == [
        False,
        True,
        True,
    ]


def test_a_filed_or_withdrawn_dossier_is_left_alone(world: World) -> None:
    eve = world.calls["open"].closes_at - DAY
    Dossier.objects.filter(pk=world.dossiers["a_draft"].pk).update(state=Dossier.State.FILED)
    Dossier.objects.filter(pk=world.dossiers["b_draft"].pk).update(state=Dossier.State.WITHDRAWN)
    assert remind_drafts(eve) == 0


def asked(world: World, due_at: datetime) -> CorrectionRequest:
    dossier = world.dossiers["a_filed"]
    Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.CORRECTION)
    return CorrectionRequest.objects.create(
        dossier=dossier,
        fields=["site_nom"],
        sentence="Précisez.",
        asked_by=world.memberships["prefecture_1"],
        asked_at=NOW,
        due_at=due_at,
    )


def test_a_correction_is_reminded_a_week_before_and_on_the_eve(world: World) -> None:
    one = asked(world, NOW + 15 * DAY)  # 17 June
    assert days(remind_corrections, NOW, 20) == [("06-10", 1), ("06-16", 1)]
    told = Notice.objects.filter(user=world.users["epci_a"], kind="dossiers.correction_soon")
    assert told.count() == 2
    assert "17 juin 2031" in wording.subject(told[0]).fr
    assert not Notice.objects.filter(
        user=world.users["epci_b"], kind="dossiers.correction_soon"
    ).exists()
    CorrectionRequest.objects.filter(pk=one.pk).update(reminded_at=None, answered_at=NOW)
    assert days(remind_corrections, NOW, 20) == []


def test_one_asked_for_with_less_than_a_week_gets_its_eve_only_and_missed_turns_are_told_once(
    world: World,
) -> None:
    asked(world, NOW + 4 * DAY)
    assert days(remind_corrections, NOW, 8) == [("06-05", 1)]
    CorrectionRequest.objects.update(due_at=NOW + 20 * DAY, reminded_at=None)
    eve = NOW + 19 * DAY
    assert (remind_corrections(eve), remind_corrections(eve)) == (1, 0)
    run(eve)
    assert Entry.objects.filter(act="dossiers.reminded", object_reference="D-AFILED").count() == 2
