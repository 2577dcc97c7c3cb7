"""What waits for a service asked for its opinion, and for those who examine dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS, SERVICES, Kind
from rebond.web.calls.models import Call
from rebond.web.desk.piles import SHOWN, Pile, Task, source
from rebond.web.desk.wording import call_title
from rebond.web.dossiers.models import CorrectionRequest, Dossier
from rebond.web.instruction.models import OpinionRequest, Shortlist, ShortlistEntry
from rebond.web.theme import writing

EXAMINERS = MANAGERS | {Kind.PREFECTURE_REGION}


@source
def asked_service(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the opinions to render."""
    if actor.kind not in SERVICES:
        return
    waiting = OpinionRequest.objects.filter(
        service=actor.organisation_id, state=OpinionRequest.State.WAITING
    ).order_by("due_at", "pk")
    yield Pile(
        "avis",
        _("Avis à rendre"),
        tuple(
            Task(
                one.dossier.title or one.dossier.reference,
                call_title(one.dossier.call),
                reverse("opinion", args=[one.pk]),
                one.due_at,
            )
            for one in waiting.select_related("dossier__call")[:SHOWN]
        ),
        waiting.count(),
        late=waiting.filter(due_at__lt=now).count(),
        address=reverse("opinions"),
    )


@source
def examiner(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give late opinions and corrections, and shortlists to send."""
    if actor.kind not in EXAMINERS:
        return
    yield _late_opinions(actor, now)
    yield _late_corrections(actor, now)
    yield _lists(actor)


def _late_opinions(actor: Actor, now: datetime) -> Pile:
    late = OpinionRequest.objects.filter(
        dossier__instruction__organisation=actor.organisation_id,
        dossier__call__deliberated_at=None,
        state=OpinionRequest.State.WAITING,
        due_at__lt=now,
    ).order_by("due_at", "pk")
    total = late.count()
    return Pile(
        "avis-en-retard",
        _("Avis demandés, non rendus"),
        tuple(
            Task(
                one.dossier.title or one.dossier.reference,
                one.service.name,
                reverse("instruction-dossier", args=[one.dossier.reference]),
                one.due_at,
            )
            for one in late.select_related("dossier", "service")[:SHOWN]
        ),
        total,
        late=total,
    )


def _late_corrections(actor: Actor, now: datetime) -> Pile:
    late = CorrectionRequest.objects.filter(
        dossier__instruction__organisation=actor.organisation_id,
        dossier__state=Dossier.State.CORRECTION,
        answered_at=None,
        due_at__lt=now,
    ).order_by("due_at")
    total = late.count()
    return Pile(
        "corrections-en-retard",
        _("Corrections non reçues"),
        tuple(
            Task(
                one.dossier.title or one.dossier.reference,
                call_title(one.dossier.call),
                reverse("instruction-dossier", args=[one.dossier.reference]),
                one.due_at,
            )
            for one in late.select_related("dossier__call")[:SHOWN]
        ),
        total,
        late=total,
    )


def _lists(actor: Actor) -> Pile:
    """Give, call by call, how many dossiers still have no place in the région's list."""
    sent = Shortlist.objects.filter(
        call=OuterRef("call"), organisation=actor.organisation_id, sent_at__isnull=False
    )
    placed = ShortlistEntry.objects.filter(dossier=OuterRef("pk"))
    open_dossiers = (
        Dossier.objects.filter(
            instruction__organisation=actor.organisation_id,
            state__in=[Dossier.State.FILED, Dossier.State.CORRECTION],
            call__deliberated_at=None,
            call__cancelled_at=None,
        )
        .exclude(Exists(sent))
        .exclude(Exists(placed))
    )
    counts = dict(
        open_dossiers.order_by()
        .values_list("call")
        .annotate(n=Count("pk"))
        .values_list("call", "n")
    )
    calls = Call.objects.filter(pk__in=counts).order_by("shortlists_due_at", "pk")
    return Pile(
        "a-classer",
        _("Dossiers à examiner et à classer"),
        tuple(
            Task(
                ngettext("%(n)s dossier sans place", "%(n)s dossiers sans place", counts[call.pk])
                % {"n": writing.written(counts[call.pk])},
                call_title(call),
                reverse("shortlist", args=[call.reference]),
                call.shortlists_due_at,
            )
            for call in calls[:SHOWN]
        ),
        len(counts),
    )
