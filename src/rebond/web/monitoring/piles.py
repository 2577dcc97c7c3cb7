"""What is to declare and to check each year, on the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web.accounts.actors import Actor
from rebond.web.desk.piles import SHOWN, Pile, Task, source
from rebond.web.monitoring import queries
from rebond.web.monitoring.permissions import may_follow
from rebond.web.monitoring.queries import ToDo
from rebond.web.theme import writing


@source
def yearly(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the subjects whose last year is to declare, and those whose last year is to check."""
    if not (may_follow(actor) and actor.may_write):
        return
    year = queries.last_year(now)
    mine = queries.to_declare(actor, now)
    if mine:
        title = ngettext(
            "%(n)s déclaration de résultats à faire pour %(year)s",
            "%(n)s déclarations de résultats à faire pour %(year)s",
            len(mine),
        )
        verb = _("Déclarer les résultats de %(name)s")
        yield _pile("outcomes_to_declare", title, verb, mine, year, queries.due_on(year), now)
    theirs = queries.to_check(actor, now)
    if theirs:
        title = ngettext(
            "%(n)s déclaration de résultats à vérifier pour %(year)s",
            "%(n)s déclarations de résultats à vérifier pour %(year)s",
            len(theirs),
        )
        verb = _("Vérifier les résultats de %(name)s")
        yield _pile("outcomes_to_check", title, verb, theirs, year, queries.check_due_on(year), now)


def _pile(
    code: str, title: str, verb: str, rows: list[ToDo], year: int, due: date, now: datetime
) -> Pile:
    end = timezone.make_aware(datetime.combine(due, time.max))
    tasks = tuple(
        Task(
            verb % {"name": one.name},
            _("site") if one.kind == "site" else _("dossier"),
            reverse("follow-up", args=[one.kind, one.reference]),
            end,
        )
        for one in rows[:SHOWN]
    )
    return Pile(
        code,
        title % {"n": writing.written(len(rows)), "year": str(year)},
        tasks,
        len(rows),
        late=len(rows) if end < now else 0,
        address=reverse("follow-ups"),
    )
