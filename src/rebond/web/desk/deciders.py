"""What waits for a member of a committee, for whoever runs a call, and for who administers accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call
from rebond.web.committee.models import Declaration, Review, Seat
from rebond.web.committee.queries import dossiers as before_committee
from rebond.web.committee.queries import without_committee
from rebond.web.deliberations.models import Decision
from rebond.web.desk.piles import SHOWN, Pile, Task, first, source
from rebond.web.desk.wording import call_title
from rebond.web.dossiers.models import Dossier
from rebond.web.theme import writing

EXAMINED = (Dossier.State.FILED, Dossier.State.CORRECTION)


@source
def member(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give, call by call, the declarations and the reviews to make."""
    seats = (
        Seat.objects.filter(
            membership=actor.membership_id,
            ended_at=None,
            call__deliberated_at=None,
            call__cancelled_at=None,
            call__closes_at__lt=now,
        )
        .select_related("call")
        .order_by("call__committee_at", "pk")
    )
    tasks = [task for seat in seats[:SHOWN] for task in _of_seat(seat, now)]
    yield Pile("comite", _("Comité"), tuple(tasks), len(tasks))


def _of_seat(seat: Seat, now: datetime) -> Iterator[Task]:
    declared = Declaration.objects.filter(seat=seat, dossier=OuterRef("pk"))
    reviewed = Review.objects.filter(seat=seat, dossier=OuterRef("pk"), submitted_at__isnull=False)
    recused = declared.filter(has_interest=True)
    dossiers = before_committee(seat.call, now).order_by()
    undeclared = dossiers.exclude(Exists(declared)).count()
    unread = dossiers.exclude(Exists(reviewed)).exclude(Exists(recused)).count()
    address = reverse("committee", args=[seat.call.reference])
    if undeclared:
        words = ngettext(
            "Déclarer vos intérêts sur %(n)s dossier",
            "Déclarer vos intérêts sur %(n)s dossiers",
            undeclared,
        )
        yield Task(
            words % {"n": writing.written(undeclared)},
            call_title(seat.call),
            address,
            seat.call.committee_at,
        )
    if unread:
        words = ngettext("Évaluer %(n)s dossier", "Évaluer %(n)s dossiers", unread)
        yield Task(
            words % {"n": writing.written(unread)},
            call_title(seat.call),
            address,
            seat.call.committee_at,
        )


@source
def manager(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the calls to prepare and the decisions to propose, to confirm and to close."""
    if actor.kind not in MANAGERS:
        return
    yield _drafts(actor)
    if actor.may_write:
        yield _committees(actor, now)
    yield _decisions(actor, now)


def _drafts(actor: Actor) -> Pile:
    drafts, total = first(
        Call.objects.filter(manager=actor.organisation_id, cancelled_at=None)
        .exclude(revisions__published_at__isnull=False)
        .order_by("created_at")
    )
    return Pile(
        "appels-en-preparation",
        _("Appels en préparation"),
        tuple(
            Task(call_title(one), one.reference, reverse("call-edit", args=[one.reference]))
            for one in drafts
        ),
        total,
        address=reverse("calls-admin"),
    )


def _committees(actor: Actor, now: datetime) -> Pile:
    """Give the published calls that a committee decides and that have none, due when the first dossiers come to it."""
    wanted = without_committee(actor.organisation_id)
    tasks = tuple(
        Task(
            _("Nommer le comité"),
            call_title(one),
            reverse("committee-members", args=[one.reference]),
            one.closes_at,
        )
        for one in wanted[:SHOWN]
    )
    late = sum(one.closes_at is not None and one.closes_at < now for one in wanted)
    return Pile("comites-a-nommer", _("Comités à nommer"), tasks, len(wanted), late=late)


def _decisions(actor: Actor, now: datetime) -> Pile:
    """Give, call by call, what stands between the closed call and its results."""
    calls = list(
        Call.objects.filter(
            manager=actor.organisation_id,
            closes_at__lt=now,
            deliberated_at=None,
            cancelled_at=None,
            revisions__published_at__isnull=False,
        )
        .distinct()
        .order_by("results_at", "pk")[:SHOWN]
    )
    standing = Decision.objects.filter(dossier=OuterRef("pk"), cancelled_at=None)
    unproposed = dict(
        Dossier.objects.filter(call__in=calls, state__in=EXAMINED)
        .exclude(Exists(standing))
        .order_by()
        .values_list("call")
        .annotate(n=Count("pk"))
    )
    unconfirmed = dict(
        Decision.objects.filter(call__in=calls, confirmed_at=None, cancelled_at=None)
        .exclude(proposed_by__user=actor.user_id)
        .order_by()
        .values_list("call")
        .annotate(n=Count("pk"))
    )
    confirmed = Decision.objects.confirmed().filter(dossier=OuterRef("pk"))
    undecided = set(
        Dossier.objects.filter(call__in=calls, state__in=EXAMINED)
        .exclude(Exists(confirmed))
        .order_by()
        .values_list("call", flat=True)
        .distinct()
    )
    tasks = []
    for call in calls:
        address = reverse("deliberation", args=[call.reference])
        title, due = call_title(call), call.results_at
        if count := unproposed.get(call.pk, 0):
            words = ngettext("%(n)s décision à proposer", "%(n)s décisions à proposer", count)
            tasks.append(Task(words % {"n": writing.written(count)}, title, address, due))
        if count := unconfirmed.get(call.pk, 0):
            words = ngettext(
                "%(n)s décision à confirmer par vous", "%(n)s décisions à confirmer par vous", count
            )
            tasks.append(Task(words % {"n": writing.written(count)}, title, address, due))
        if call.pk not in undecided and not unconfirmed.get(call.pk):
            tasks.append(Task(_("Délibération à clore"), title, address, due))
    late = sum(task.tone(now) == "late" for task in tasks)
    return Pile("deliberations", _("Délibérations"), tuple(tasks), len(tasks), late=late)
