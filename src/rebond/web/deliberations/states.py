"""What the public results of calls depend on, read for many calls at once, so that they are computed when it changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Q

from rebond.web.calls.models import Call, Revision
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.queries import visible_acts
from rebond.web.deliberations.sittings import held_by_journal
from rebond.web.dossiers.models import Dossier

MINUTES_AGREED = 10
"""How long a process trusts that the decisions of a call are still those of the journal."""
KEPT_IN_MEMORY = 64
State = tuple[Any, ...]


def states(calls: Collection[int], now: datetime) -> dict[int, State]:
    """Return by call what changes whenever its public results do: acts to be read now, dossiers, policy (three queries)."""
    acts = visible_acts(now).filter(call__in=calls)
    dossiers = Dossier.objects.filter(call__in=calls, filed_at__isnull=False)
    withdrawn = Count("pk", filter=Q(state=Dossier.State.WITHDRAWN))
    policies = Revision.objects.filter(call__in=calls, published_at__isnull=False)
    count, last = Count("pk"), Max("pk")
    parts: list[dict[int, State]] = [
        {key: tuple(rest) for key, *rest in rows.order_by()}
        for rows in (
            acts.values_list("call").annotate(n=count, last=last),
            dossiers.values_list("call").annotate(n=count, saved=Max("saved_at"), w=withdrawn),
            policies.values_list("call").annotate(n=count, last=last),
        )
    ]
    return {key: tuple(part.get(key) for part in parts) for key in calls}


def confirmed(calls: Collection[int]) -> dict[int, State]:
    """Return by call how many acts are confirmed, and the last (one query)."""
    acts = Decision.objects.confirmed().filter(call__in=calls).order_by().values_list("call")
    return {key: tuple(rest) for key, *rest in acts.annotate(n=Count("pk"), last=Max("pk"))}


def is_agreed(call: Call, acts: State, moment: datetime) -> bool:
    """Return whether the decisions of a call are those of the journal: read again when an act comes, and at times.

    Parameters
    ----------
    call : Call
    acts : tuple
        How many of its acts are confirmed, and the last.
    moment : datetime
    """
    period = int(moment.timestamp()) // (60 * MINUTES_AGREED)
    return _agreed((call.pk, call.deliberated_at, *acts), period, _Asked(call, moment))


class _Asked:
    """What agreement is read from; equal to any other, so that the rest alone is the key."""

    def __init__(self, call: Call, moment: datetime) -> None:
        self.call = call
        self.moment = moment

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _agreed(_acts: State, _period: int, asked: _Asked) -> bool:
    return held_by_journal(asked.call, asked.moment).is_agreed


def forget() -> None:
    """Forget what is kept in this process."""
    _agreed.cache_clear()
