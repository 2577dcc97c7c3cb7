"""Acts on labels: who, when, why; one event, one row of the journal, one notice to the manager."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from rebond.errors import BadInput
from rebond.web.journal.models import Content, Entry
from rebond.web.labels import expiring, services
from rebond.web.labels.checks import Title
from rebond.web.labels.errors import (
    AlreadyLabelled,
    DayUnfit,
    NoSuchEvent,
    NotInThatState,
    ReasonTooShort,
)
from rebond.web.labels.folding import LabelState, State, state_on
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.labels.queries import in_force
from rebond.web.notices.models import Notice
from rebond.web.sites.models import RegistryState, Site, SiteEvent
from tests.web.world import CAST, DAY, NOW, World

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
WHY = "Une raison fictive, assez longue pour dire ce qui a décidé."
TITLE = Title("site_cle_en_main", "7", "Label fictif de la vague 7", "Fictitious label, wave 7")


def now_of(label: Label) -> LabelState:
    return state_on(list(label.events.all()), TODAY)


def test_each_act_adds_one_event_one_journal_row_and_one_notice(world: World) -> None:
    label, actor = world.labels["public"], world.actor("national")
    number = RegistryState.objects.get().number
    before, told = Entry.objects.count(), Notice.objects.count()
    services.suspend(actor, label, TODAY - 9 * DAY, WHY, NOW)
    assert now_of(label).code == State.SUSPENDED
    services.reinstate(actor, label, TODAY - 8 * DAY, WHY, NOW)
    services.review(actor, label, TODAY - 7 * DAY, WHY, NOW, review_on=date(2032, 6, 1))
    assert (now_of(label).code, now_of(label).review_on) == (State.GRANTED, date(2032, 6, 1))
    services.withdraw(actor, label, TODAY, WHY, NOW)
    assert (now_of(label).code, now_of(label).since) == (State.WITHDRAWN, TODAY)
    rows = Entry.objects.order_by("number")[before:]
    assert [one.act for one in rows] == [
        "labels.suspend",
        "labels.reinstate",
        "labels.review",
        "labels.withdraw",
    ]
    assert {(one.object_type, one.object_reference) for one in rows} == {("label", "E-FICTIF")}
    said = Content.objects.get(entry=rows[3]).value
    assert said["reason"] == WHY
    assert "@" not in str(said)
    # Four people act for the manager of the site; nobody else is told.
    notices = Notice.objects.order_by("pk")[told:]
    assert {one.user.email.split("@")[0] for one in notices} == {
        "epci_a",
        "epci_a_second",
        "epci_a_reader",
        "epci_a_admin",
    }
    assert len(notices) == 4 * 4
    assert RegistryState.objects.get().number == number + 4
    assert [one.number for one in label.events.all()] == [1, 2, 3, 4, 5]


def test_a_notice_leads_to_a_page_that_is_there(world: World) -> None:
    label, actor = world.labels["public"], world.actor("national")
    services.review(actor, label, TODAY, WHY, NOW)
    assert Notice.objects.order_by("pk").reverse()[0].address == f"/sites/{label.site.identifier}/"
    Site.objects.filter(pk=label.site_id).update(visibility=Site.Visibility.PRIVATE)
    services.review(actor, Label.objects.get(pk=label.pk), TODAY, WHY, NOW)
    last = Notice.objects.order_by("pk").reverse()[0]
    assert last.address == f"/registre/sites/{label.site.identifier}/"


@pytest.mark.parametrize(
    "persona", sorted(set(CAST) - {"national", "national_second", "national_admin"})
)
def test_only_the_national_team_acts(world: World, persona: str) -> None:
    actor, label = world.actor(persona), world.labels["public"]
    with pytest.raises(PermissionDenied):
        services.withdraw(actor, label, TODAY, WHY, NOW)
    with pytest.raises(PermissionDenied):
        services.correct(actor, label, 1, TODAY, WHY, NOW)
    with pytest.raises(PermissionDenied):
        services.grant(actor, world.sites["other"], TITLE, TODAY, WHY, NOW)


def test_a_label_is_granted_once_a_wave(world: World) -> None:
    actor, site = world.actor("national"), world.sites["public"]
    label = services.grant(actor, site, TITLE, TODAY, WHY, NOW, ends_on=date(2035, 1, 1))
    assert label.reference.startswith("E-")
    assert (now_of(label).code, now_of(label).ends_on) == (State.GRANTED, date(2035, 1, 1))
    assert site.labels.count() == 2
    with pytest.raises(AlreadyLabelled, match=label.reference):
        services.grant(actor, site, TITLE, TODAY, WHY, NOW)


def test_what_does_not_fit_is_refused_and_changes_nothing(world: World) -> None:
    label, actor = world.labels["public"], world.actor("national")
    before = Entry.objects.count()

    def refused(error: type[BadInput], verb: str, *given: object, **more: object) -> None:
        with pytest.raises(error) as raised:
            getattr(services, verb)(actor, label, *given, NOW, **more)
        assert raised.value.message("fr") != raised.value.message("en")

    refused(ReasonTooShort, "suspend", TODAY, "parce que")
    refused(DayUnfit, "suspend", TODAY + DAY, WHY)
    refused(DayUnfit, "suspend", date(2030, 1, 19), WHY)
    refused(NotInThatState, "reinstate", TODAY, WHY)
    refused(DayUnfit, "review", TODAY, WHY, review_on=TODAY)
    refused(DayUnfit, "review", TODAY, WHY, review_on=date(2033, 1, 1), ends_on=date(2032, 1, 1))
    refused(NoSuchEvent, "correct", 9, TODAY, WHY)
    with pytest.raises(BadInput, match="1 to 40"):
        services.grant(actor, world.sites["other"], Title("m", "", "a", "b"), TODAY, WHY, NOW)
    assert label.events.count() == 1
    assert Entry.objects.count() == before


def test_two_people_withdrawing_at_once_the_second_is_told(world: World) -> None:
    label = world.labels["public"]
    services.withdraw(world.actor("national"), label, TODAY, WHY, NOW)
    with pytest.raises(NotInThatState, match="withdrawn since 2 June 2031"):
        services.withdraw(world.actor("national_second"), label, TODAY, WHY, NOW)


def test_a_mistake_is_corrected_by_another_event_and_stays_to_be_read(world: World) -> None:
    label, actor = world.labels["public"], world.actor("national")
    services.withdraw(actor, label, TODAY - DAY, WHY, NOW)
    services.correct(actor, label, 2, TODAY - DAY, WHY, NOW, stands_as="suspended")
    assert now_of(label).code == State.SUSPENDED
    services.correct(actor, label, 2, TODAY - DAY, WHY, NOW)
    assert now_of(label).code == State.GRANTED
    assert [one.kind for one in label.events.all()] == [
        "granted",
        "withdrawn",
        "corrected",
        "corrected",
    ]
    services.correct(actor, label, 1, TODAY, WHY, NOW)
    assert now_of(label).code == State.CORRECTED
    with pytest.raises(NotInThatState):
        services.suspend(actor, label, TODAY, WHY, NOW)


def test_the_platform_records_once_that_a_label_expired(world: World) -> None:
    actor = world.actor("national")
    ended = services.grant(
        actor, world.sites["public"], TITLE, date(2030, 6, 1), WHY, NOW, ends_on=date(2031, 6, 1)
    )
    last_day = Title("site_cle_en_main", "8", "Autre label", "Other label")
    kept = services.grant(
        actor, world.sites["public"], last_day, date(2030, 6, 1), WHY, NOW, ends_on=TODAY
    )
    expiring.expire_due(NOW)
    expiring.expire_due(NOW)
    event = ended.events.last()
    assert (event.kind, event.number, event.on) == ("expired", 2, date(2031, 6, 2))
    # The last day still counts; before the platform records the end, nobody reads the label as in force either.
    assert state_on(ended.events.all(), date(2031, 6, 1)).code == State.GRANTED
    given = state_on(list(ended.events.all())[:1], TODAY)
    assert (given.code, given.is_in_force(TODAY)) == (State.GRANTED, False)
    assert ended.site_id in in_force(date(2031, 6, 1))
    assert "1er juin 2031" in event.reason
    assert event.recorded_by is None
    assert kept.events.count() == 1
    row = Entry.objects.filter(act="labels.expire").get()
    assert (row.actor, row.object_reference) == (None, ended.reference)


def test_the_database_refuses_to_change_events(world: World) -> None:
    event = world.labels["public"].events.get()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        LabelEvent.objects.filter(pk=event.pk).update(reason="autre")
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        event.delete()
    made = SiteEvent.objects.create(
        site=world.sites["public"], kind="visit", on=TODAY, basis="declared", recorded_at=NOW
    )
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        SiteEvent.objects.filter(pk=made.pk).update(is_public=False)
    again = "INSERT OR REPLACE INTO labels_labelevent SELECT * FROM labels_labelevent"
    if connection.vendor == "sqlite":
        with (
            pytest.raises(IntegrityError, match="frozen"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(again)
