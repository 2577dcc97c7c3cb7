"""What waits for an organisation that files dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS
from rebond.web.desk.piles import SHOWN, Pile, Task, source
from rebond.web.desk.wording import call_title
from rebond.web.dossiers.models import CorrectionRequest, Dossier

FRESH = timedelta(days=60)
"""How long a published result stands on the desk: the usual delay to contest is about as long."""


@source
def applicant(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give corrections to make, drafts to file and results to read."""
    if actor.kind not in APPLICANTS:
        return
    yield _corrections(actor, now)
    yield _drafts(actor, now)
    yield _results(actor, now)


def _corrections(actor: Actor, now: datetime) -> Pile:
    asked = CorrectionRequest.objects.filter(
        dossier__organisation=actor.organisation_id,
        dossier__state=Dossier.State.CORRECTION,
        answered_at=None,
    ).order_by("due_at")
    return Pile(
        "corrections",
        _("Corrections demandées"),
        tuple(
            Task(
                one.dossier.title or one.dossier.reference,
                call_title(one.dossier.call),
                reverse("dossier", args=[one.dossier.reference]),
                one.due_at,
            )
            for one in asked.select_related("dossier__call")[:SHOWN]
        ),
        asked.count(),
        late=asked.filter(due_at__lt=now).count(),
    )


def _drafts(actor: Actor, now: datetime) -> Pile:
    drafts = Dossier.objects.filter(
        organisation=actor.organisation_id,
        state=Dossier.State.DRAFT,
        call__cancelled_at=None,
        call__closes_at__gt=now,
    ).order_by("call__closes_at")
    return Pile(
        "brouillons",
        _("Brouillons à déposer"),
        tuple(
            Task(
                one.title or one.reference,
                call_title(one.call),
                reverse("dossier", args=[one.reference]),
                one.call.closes_at,
            )
            for one in drafts.select_related("call")[:SHOWN]
        ),
        drafts.count(),
        address=reverse("dossiers"),
    )


def _results(actor: Actor, now: datetime) -> Pile:
    published = (
        Dossier.objects.filter(
            organisation=actor.organisation_id,
            filed_at__isnull=False,
            call__deliberated_at__isnull=False,
            call__results_at__lte=now,
            call__results_at__gt=now - FRESH,
        )
        .exclude(state=Dossier.State.WITHDRAWN)
        .order_by(F("call__results_at").desc())
    )
    return Pile(
        "resultats",
        _("Résultats publiés"),
        tuple(
            Task(
                one.title or one.reference,
                call_title(one.call),
                reverse("dossier-decision", args=[one.reference]),
            )
            for one in published.select_related("call")[:SHOWN]
        ),
        published.count(),
    )
