"""Once a day: plans read again, alerts told, each of them once."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import transaction

from rebond.errors import RebondError
from rebond.web.cases import queries
from rebond.web.cases.alerts import Alert, alerts
from rebond.web.cases.models import Case, Item, Told
from rebond.web.cases.permissions import RUNNING
from rebond.web.cases.planning import simulate
from rebond.web.cases.services.standing import held
from rebond.web.cases.services.telling import tell
from rebond.web.clock import today
from rebond.web.journal.services import append

log = logging.getLogger(__name__)


def run(now: datetime) -> None:
    """Run once a day, in one worker."""
    refresh_plans(now)
    remind(now)


def remind(now: datetime) -> int:
    """Tell the alerts of the day, one transaction a case; return how many were told.

    Run again, it tells nothing again: what was told of a line, for a day of the law, is kept.
    """
    running = Case.objects.filter(state__in=RUNNING).order_by("pk")
    return sum(_remind(case, now) for case in running.only("pk").iterator(chunk_size=500))


def refresh_plans(now: datetime) -> None:
    """Read the plans again: a day later, what was not done starts a day later."""
    day = today(now)
    for case in Case.objects.filter(state__in=RUNNING).select_related("site").order_by("pk"):
        if case.plan is None and case.site.plan is None:
            continue
        if case.simulated.get("as_of") == day.isoformat():
            continue
        try:
            drawn = simulate(case, day)
        except RebondError:
            log.warning("the plan of case %s cannot be read any more", case.reference)
            continue
        with transaction.atomic():
            one = held(case)
            # Unless somebody changed the plan in the meantime.
            if (one.plan, one.site.plan) == (case.plan, case.site.plan):
                one.simulated = drawn
                one.save(update_fields=["simulated"])


def _remind(case: Case, now: datetime) -> int:
    with transaction.atomic():
        one = held(case)
        if one.state not in RUNNING:
            return 0
        lines = Item.objects.filter(case=one).select_related("written_by__organisation")
        found = alerts(list(lines), today(now))
        told = set(Told.objects.filter(case=one).values_list("key", flat=True))
        # What is told whatever the day is told anew once it has ceased.
        ceased = {key for key in told if len(key.split()) == 2} - {one.key for one in found}  # noqa: PLR2004
        Told.objects.filter(case=one, key__in=ceased).delete()
        fresh = [alert for alert in found if alert.key not in told]
        if not fresh:
            return 0
        Told.objects.bulk_create(
            Told(case=one, item=alert.item, key=alert.key, told_at=now) for alert in fresh
        )
        for alert in fresh:
            alert.item.case = one
            tell(_who(alert), "cases.alert", one, {"alert": alert.text.as_json()}, now)
        content = {"alerts": [alert.key for alert in fresh]}
        append(None, "cases.alerted", ("case", one.reference), content, now=now)
    return len(fresh)


def _who(alert: Alert) -> set[int]:
    """Return whom an alert is for: of a task, its lead and whom it is assigned to; else all who see the line."""
    if alert.item.kind == Item.Kind.TASK:
        assigned = alert.item.assigned_to_id
        seen = queries.who_sees(alert.item)
        return {alert.item.case.lead_id} | ({assigned} & seen if assigned else set())
    return queries.who_sees(alert.item)
