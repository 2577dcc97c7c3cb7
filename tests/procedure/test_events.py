from __future__ import annotations

import datetime

import pytest

from rebond.procedure.errors import EventsOutOfOrder, MomentWithoutZone, UnknownEvent
from rebond.procedure.events import Event, EventKind, EventLog

DAY = datetime.date(2025, 1, 10)


def day(shift: int) -> datetime.date:
    return DAY + datetime.timedelta(days=shift)


def test_events_are_kept_by_day() -> None:
    log = EventLog.of({"complete": day(5), "filed": day(0)})
    assert [event.kind for event in log.events] == [EventKind.FILED, EventKind.COMPLETE]


def test_several_days_of_one_event_are_several_events() -> None:
    log = EventLog.of({"complete": [day(9), day(2)]})
    assert log.first(EventKind.COMPLETE) == Event(EventKind.COMPLETE, day(2))
    assert log.last(EventKind.COMPLETE) == Event(EventKind.COMPLETE, day(9))
    assert len(log.all(EventKind.COMPLETE)) == 2
    assert log.first(EventKind.FILED) is None


def test_moments_are_read_in_paris() -> None:
    late = datetime.datetime(2025, 1, 10, 23, 30, tzinfo=datetime.UTC)
    assert EventLog.of({"filed": late}).events[0].on == day(1)
    with pytest.raises(MomentWithoutZone):
        EventLog.of({"filed": datetime.datetime(2025, 1, 10)})  # noqa: DTZ001 - the point of the test


def test_an_unknown_event_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(UnknownEvent) as refused:
        EventLog.of({"compleet": DAY}, place="site.yaml:12")
    assert refused.value.asked == "compleet"
    assert "“complete”" in refused.value.message("en")
    assert refused.value.message("fr").startswith("site.yaml:12")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("filed", "complete"),
        ("filed", "completeness_asked"),
        ("complete", "decided"),
        ("decided", "appealed"),
        ("decided", "posted"),
        ("convention_signed", "works_started"),
        ("inquiry_opened", "inquiry_closed"),
        ("consultation_closed", "consultation_report"),
    ],
)
def test_an_order_that_cannot_be_is_refused(earlier: str, later: str) -> None:
    with pytest.raises(EventsOutOfOrder) as refused:
        EventLog.of({earlier: day(1), later: day(0)})
    assert (refused.value.earlier, refused.value.later) == (earlier, later)
    assert len(EventLog.of({earlier: day(0), later: day(0)}).events) == 2


def test_suspensions_are_paired_with_their_resumption() -> None:
    log = EventLog.of({"suspended": [day(1), day(8)], "resumed": day(4)})
    assert log.stops() == ((day(1), day(4)), (day(8), None))


@pytest.mark.parametrize(
    "events",
    [
        {"resumed": day(1)},
        {"suspended": day(2), "resumed": day(1)},
        {"suspended": [day(1), day(2)], "resumed": day(4)},
        {"suspended": [day(1), day(2)]},
        {"suspended": day(1), "resumed": [day(2), day(3)]},
    ],
)
def test_stops_and_resumptions_alternate(events: dict[str, object]) -> None:
    with pytest.raises(EventsOutOfOrder):
        EventLog.of(events)  # type: ignore[arg-type]


def test_every_event_has_a_text_in_both_languages() -> None:
    for kind in EventKind:
        assert kind.text.fr
        assert kind.text.en


def test_a_log_is_written_as_json() -> None:
    assert EventLog.of({"filed": DAY}).as_json() == [{"event": "filed", "on": "2025-01-10"}]
