"""What waits for the national team: the promised reviews of the month, and those that are late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.desk.piles import SHOWN, Pile, Task, source
from rebond.web.labels import queries
from rebond.web.labels.permissions import may_act
from rebond.web.theme import writing


@source
def reviews(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the labels to review this month."""
    if not may_act(actor):
        return
    day = today(now)
    found = queries.to_review(day, day)
    rows = [*found.late, *found.due]
    if not rows:
        return
    title = ngettext(
        "%(n)s label à réexaminer ce mois", "%(n)s labels à réexaminer ce mois", len(rows)
    )
    tasks = tuple(
        Task(
            _("Réexaminer le label de %(site)s") % {"site": one.label.site},
            one.label.title_en if writing.lang() == "en" else one.label.title_fr,
            reverse("label", args=[one.label.reference]),
            _end_of(one.state.review_on),
        )
        for one in rows[:SHOWN]
    )
    yield Pile(
        "labels",
        title % {"n": writing.written(len(rows))},
        tasks,
        len(rows),
        late=len(found.late),
        address=reverse("labels"),
    )


def _end_of(day: date | None) -> datetime | None:
    """Return the end of a promised day: a review is late on the morrow."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time()) + timedelta(days=1))
