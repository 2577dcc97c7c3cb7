"""Days and hours as people give them, in the programme's time zone, and as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils import timezone

from rebond.texts import NARROW_NO_BREAK_SPACE, Text, day_text

MORNING, LAST_SECOND = time(9, 0), time(23, 59, 59)


class NoSuchHour(ValueError):
    """The clocks skip this hour on that day."""


def moment(day: date, at: time) -> datetime:
    """Return the moment of a day and an hour in the programme's time zone.

    An hour that the clocks skip in spring does not exist and is refused. One that comes twice in autumn
    means the second time, so that a deadline is never earlier than what people read.
    """
    zone = timezone.get_default_timezone()
    local = datetime.combine(day, at).replace(tzinfo=zone, fold=1)
    if local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchHour
    return local


def moment_text(value: datetime) -> Text:
    """Write a moment in both languages: day, hour and minute; the last second of a day is its end."""
    local = timezone.localtime(value)
    day = day_text(local.date())
    if local.time().replace(microsecond=0) == LAST_SECOND:
        return Text(
            f"{day.fr}, 23{NARROW_NO_BREAK_SPACE}h{NARROW_NO_BREAK_SPACE}59", f"{day.en}, 23:59"
        )
    hour = f"{local.hour}{NARROW_NO_BREAK_SPACE}h"
    if local.minute:
        hour += f"{NARROW_NO_BREAK_SPACE}{local.minute:02d}"
    return Text(f"{day.fr}, {hour}", f"{day.en}, {local.hour}:{local.minute:02d}")
