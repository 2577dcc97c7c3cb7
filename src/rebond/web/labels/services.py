"""Acts on labels: each adds one event with its reason, one row of the journal, and tells the site's manager."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text, day_text
from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.deliberations.models import Decision
from rebond.web.labels.checks import (
    VERBS,
    Kind,
    Title,
    check_days,
    check_turn,
    reason_of,
    title_of,
)
from rebond.web.labels.errors import AlreadyLabelled, DayUnfit, NoSuchEvent
from rebond.web.labels.folding import state_on
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.labels.permissions import may_act
from rebond.web.labels.recording import locked, next_number, record
from rebond.web.sites.models import Site
from rebond.web.sites.references import new_reference


@transaction.atomic
def grant(
    actor: Actor,
    site: Site,
    title: Title,
    on: date,
    reason: str,
    now: datetime,
    *,
    review_on: date | None = None,
    ends_on: date | None = None,
    decision: Decision | None = None,
    source_url: str = "",
) -> Label:
    """Grant a label to a site.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_act(actor):
        raise PermissionDenied
    why = reason_of(reason)
    title = title_of(title)
    check_days(on, review_on, ends_on, now)
    held = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    standing = Label.objects.filter(
        site=held,
        programme_id=title.programme_id,
        measure_id=title.measure_id,
        wave=title.wave,
    ).first()
    if standing is not None:
        raise AlreadyLabelled(str(held), title.wave, standing.reference)
    label = Label.objects.create(
        reference=new_reference(Label, "E"),
        site=held,
        programme_id=title.programme_id,
        measure_id=title.measure_id,
        wave=title.wave,
        title_fr=title.title_fr,
        title_en=title.title_en,
    )
    event = LabelEvent(
        label=label,
        number=1,
        kind=Kind.GRANTED,
        on=on,
        review_on=review_on,
        ends_on=ends_on,
        decision=decision,
        reason=why,
        source_url=source_url.strip(),
    )
    more = {"site": held.identifier, "wave": title.wave, "measure": title.measure_id}
    record(actor, label, event, "grant", now, more)
    return label


def review(
    actor: Actor,
    label: Label,
    on: date,
    reason: str,
    now: datetime,
    *,
    review_on: date | None = None,
    ends_on: date | None = None,
) -> LabelEvent:
    """Say that a label was reviewed and is kept, and when it is next.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    return _act(actor, label, Kind.REVIEWED, on, reason, now, review_on=review_on, ends_on=ends_on)


def suspend(
    actor: Actor,
    label: Label,
    on: date,
    reason: str,
    now: datetime,
    *,
    review_on: date | None = None,
) -> LabelEvent:
    """Suspend a label in force."""
    return _act(actor, label, Kind.SUSPENDED, on, reason, now, review_on=review_on)


def reinstate(
    actor: Actor,
    label: Label,
    on: date,
    reason: str,
    now: datetime,
    *,
    review_on: date | None = None,
) -> LabelEvent:
    """Put a suspended label in force again."""
    return _act(actor, label, Kind.REINSTATED, on, reason, now, review_on=review_on)


def withdraw(actor: Actor, label: Label, on: date, reason: str, now: datetime) -> LabelEvent:
    """Withdraw a label."""
    return _act(actor, label, Kind.WITHDRAWN, on, reason, now)


def expire(
    actor: Actor | None, label: Label, on: date, reason: str, now: datetime
) -> LabelEvent | None:
    """Record that a label has expired; without an actor, the platform does, once its last day is past."""
    if actor is None:
        return _expire_alone(label, on, reason, now)
    return _act(actor, label, Kind.EXPIRED, on, reason, now)


@transaction.atomic
def correct(
    actor: Actor,
    label: Label,
    number: int,
    on: date,
    reason: str,
    now: datetime,
    *,
    stands_as: str = "",
    review_on: date | None = None,
    ends_on: date | None = None,
) -> LabelEvent:
    """Put another event in the place of one recorded by mistake, or strike it out; both stay to be read.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not may_act(actor):
        raise PermissionDenied
    why = reason_of(reason)
    check_days(on, review_on, ends_on, now)
    held = locked(label)
    events = list(held.events.all())
    if number not in {one.number for one in events}:
        raise NoSuchEvent(number)
    event = LabelEvent(
        label=held,
        number=next_number(events),
        kind=Kind.CORRECTED,
        on=on,
        corrects=number,
        stands_as=stands_as if stands_as in set(Kind) - {Kind.CORRECTED} else "",
        review_on=review_on if stands_as else None,
        ends_on=ends_on if stands_as else None,
        reason=why,
    )
    more = {"corrects": number, "stands_as": event.stands_as}
    record(actor, held, event, "correct", now, more)
    return event


@transaction.atomic
def _act(
    actor: Actor,
    label: Label,
    kind: Kind,
    on: date,
    reason: str,
    now: datetime,
    *,
    review_on: date | None = None,
    ends_on: date | None = None,
) -> LabelEvent:
    if not may_act(actor):
        raise PermissionDenied
    why = reason_of(reason)
    check_days(on, review_on, ends_on, now)
    held = locked(label)
    events = list(held.events.all())
    state = check_turn(held, events, kind, on, now)
    if ends_on is None and review_on is not None and state.ends_on and review_on > state.ends_on:
        raise DayUnfit(
            Text(
                "le prochain examen tombe après la fin du label, le {day}.",
                "the next review falls after the label’s end, on {day}.",
            ).filled(day=day_text(state.ends_on))
        )
    event = LabelEvent(
        label=held,
        number=next_number(events),
        kind=kind,
        on=on,
        review_on=review_on,
        ends_on=ends_on,
        reason=why,
    )
    record(actor, held, event, VERBS[kind][0], now, {})
    return event


@transaction.atomic
def _expire_alone(label: Label, on: date, reason: str, now: datetime) -> LabelEvent | None:
    held = locked(label)
    events = list(held.events.all())
    if not state_on(events, today(now)).is_past_end(today(now)):
        return None
    event = LabelEvent(
        label=held, number=next_number(events), kind=Kind.EXPIRED, on=on, reason=reason
    )
    record(None, held, event, "expire", now, {})
    return event
