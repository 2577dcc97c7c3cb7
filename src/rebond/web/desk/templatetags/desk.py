"""Filters of the desk's pages."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.translation import gettext, ngettext

from rebond.web import clock
from rebond.web.desk import search
from rebond.web.desk.asking import Asked
from rebond.web.desk.piles import Task
from rebond.web.theme import writing

register = template.Library()


@register.filter
def region_name(code: str) -> str:
    """Write a région by its name; its code when the register does not know it."""
    return search.regions().get(code, code)


@register.filter
def local_day(moment: datetime) -> date:
    """Return the day in the programme's time zone."""
    return clock.today(moment)


@register.simple_tag
def page_query(asked: Asked, page: int) -> str:
    """Write the same question for another page."""
    return asked.query(page=page if page > 1 else "")


@register.filter
def tone(task: Task, now: datetime) -> str:
    """Return the class of a task by its deadline."""
    return f"is-{found}" if (found := task.tone(now)) else ""


@register.simple_tag
def due_words(task: Task, now: datetime) -> str:
    """Write a deadline as a day, and how far it is when it is near or past."""
    written = writing.day(clock.today(task.due))
    days = (clock.today(task.due) - clock.today(now)).days
    if days < 0:
        return ngettext(
            "en retard d’un jour, attendu le %(day)s",
            "en retard de %(n)s jours, attendu le %(day)s",
            -days,
        ) % {"n": writing.written(-days), "day": written}
    if days == 0 and task.due < now:
        return gettext("délai passé aujourd’hui")
    if days == 0:
        return gettext("aujourd’hui")
    if days == 1:
        return gettext("demain, %(day)s") % {"day": written}
    return gettext("avant le %(day)s") % {"day": written}
