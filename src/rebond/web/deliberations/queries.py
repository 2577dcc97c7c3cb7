"""Reading decisions: what its moment has made visible, and what the manager's board shows before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call
from rebond.web.committee import queries as committee
from rebond.web.committee.recusal import Standing
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.permissions import may_manage
from rebond.web.deliberations.recusals import recused_from
from rebond.web.deliberations.sittings import to_decide
from rebond.web.dossiers.models import Dossier


def results_are_out(call: Call, now: datetime) -> bool:
    """Return whether the results of a call may be read: deliberated, and their day has come.

    A call cancelled before its results never has any; one cancelled afterwards keeps what was published.
    """
    if call.deliberated_at is None or call.results_at is None:
        return False
    if call.deliberated_at > now or call.results_at > now:
        return False
    return call.cancelled_at is None or call.cancelled_at >= call.results_at


def published(now: datetime) -> QuerySet[Call]:
    """Return the calls whose results may be read."""
    return Call.objects.filter(deliberated_at__lte=now, results_at__lte=now).filter(
        Q(cancelled_at=None) | Q(cancelled_at__gte=F("results_at"))
    )


def visible_acts(now: datetime) -> QuerySet[Decision]:
    """Return the confirmed acts whose moment has come, in every call."""
    return (
        Decision.objects.confirmed()
        .filter(call__in=published(now), confirmed_at__lte=now)
        .filter(Q(visible_from=None) | Q(visible_from__lte=now))
    )


def visible_decision(dossier: Dossier, now: datetime) -> Decision | None:
    """Return the decision on a dossier that may be read at this moment: never a proposal, never early."""
    found: Decision | None = (
        visible_acts(now)
        .filter(dossier=dossier)
        .select_related("evaluation", "call", "dossier")
        .defer("evaluation__record")
        .order_by("-number")
        .first()
    )
    return found


def visible_decisions(dossiers: Iterable[Dossier], now: datetime) -> dict[int, Decision]:
    """Return the same for many dossiers, by their key."""
    acts = visible_acts(now).filter(dossier__in=[one.pk for one in dossiers]).order_by("number")
    return {one.dossier_id: one for one in acts}


def visible_history(dossier: Dossier, now: datetime) -> list[Decision]:
    """Return every act on a dossier that may be read, oldest first."""
    return list(visible_acts(now).filter(dossier=dossier).order_by("number"))


def readable(actor: Actor, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers whose decision, once visible, this person may read whole.

    The applicant's organisation, the one that examined, and the manager of the call; never a dossier in
    which the person declared an interest.
    """
    mine = Q(organisation=actor.organisation_id) | Q(
        instruction__organisation=actor.organisation_id
    )
    if actor.kind in MANAGERS:
        mine |= Q(call__manager=actor.organisation_id)
    found = (
        Dossier.objects.filter(mine, filed_at__isnull=False)
        .filter(Exists(visible_acts(now).filter(dossier=OuterRef("pk"))))
        .select_related("call", "organisation", "revision")
        .defer("revision__policy", "revision__base_policy")
    )
    aside = committee.recused_dossiers(actor).exclude(organisation=actor.organisation_id)
    return found.exclude(Exists(aside.filter(pk=OuterRef("pk"))))


def current(dossier: Dossier) -> Decision | None:
    """Return the last confirmed act on a dossier, visible or not: for those who deliberate only."""
    found: Decision | None = (
        Decision.objects.confirmed().filter(dossier=dossier).order_by("-number").first()
    )
    return found


def calls_to_deliberate(actor: Actor) -> QuerySet[Call]:
    """Return the calls that this person's organisation manages."""
    if not may_manage(actor):
        return Call.objects.none()
    return Call.objects.filter(manager=actor.organisation_id)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a deliberation stands."""

    dossiers: int
    confirmed: int
    proposed: int
    withdrawn: int
    by_outcome: Mapping[str, int]

    @property
    def to_propose(self) -> int:
        """Dossiers without any decision yet."""
        return self.dossiers - self.confirmed - self.proposed

    @property
    def is_complete(self) -> bool:
        """Whether every dossier has its confirmed decision."""
        return self.dossiers == self.confirmed


def progress(call: Call) -> Progress:
    """Count the dossiers of a call by where their decision stands; two queries."""
    is_confirmed = Exists(Decision.objects.confirmed().filter(dossier=OuterRef("pk")))
    is_proposed = Exists(
        Decision.objects.proposed().filter(dossier=OuterRef("pk"), act=Decision.Act.DECISION)
    )
    kept = (Dossier.State.FILED, Dossier.State.CORRECTION)
    counts = Dossier.objects.filter(call=call, filed_at__isnull=False).aggregate(
        dossiers=Count("pk", filter=Q(state__in=kept)),
        confirmed=Count("pk", filter=Q(state__in=kept) & Q(is_confirmed)),
        proposed=Count("pk", filter=Q(state__in=kept) & Q(is_proposed)),
        withdrawn=Count("pk", filter=Q(state=Dossier.State.WITHDRAWN)),
    )
    outcomes = (
        Decision.objects.confirmed()
        .filter(call=call, dossier__in=to_decide(call))
        .last_of_each()
        .order_by()
        .values_list("outcome")
        .annotate(n=Count("pk"))
    )
    return Progress(**counts, by_outcome=dict(outcomes))


def waiting(actor: Actor, call: Call) -> QuerySet[Decision]:
    """Return the proposals of a call that wait for this person to confirm them, oldest first.

    A member of the committee reads none on a dossier before saying whether he has an interest in it.
    """
    at = committee.standing(actor, call)
    found = _proposed(actor, call, at)
    if at.seat is not None:
        found = found.filter(dossier__in=at.declared)
    return found.select_related("dossier", "dossier__organisation", "proposed_by__user").order_by(
        "proposed_at", "pk"
    )


def undeclared(actor: Actor, call: Call) -> int:
    """Count the proposals that wait for this person to declare before they show."""
    at = committee.standing(actor, call)
    if at.seat is None:
        return 0
    return _proposed(actor, call, at).exclude(dossier__in=at.declared).count()


def _proposed(actor: Actor, call: Call, at: Standing) -> QuerySet[Decision]:
    proposed = Decision.objects.proposed().filter(call=call)
    return proposed.exclude(dossier__in=recused_from(actor, call, at))
