"""Commands on declarations of interest: on one dossier, or on several at once; later ones prevail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee import permissions, queries
from rebond.web.committee.errors import InterestUnexplained, NothingDeclared
from rebond.web.committee.models import Declaration, Review, Seat
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append
from rebond.web.notices import services as notices

LONGEST_SENTENCE = 2_000


@dataclass(frozen=True, slots=True)
class Said:
    """What a member declares on one dossier."""

    dossier: Dossier
    has_interest: bool
    sentence: str = ""


def declare(
    actor: Actor, dossier: Dossier, *, has_interest: bool, sentence: str = "", now: datetime
) -> None:
    """Declare an interest or none on one dossier; see `declare_many`."""
    declare_many(actor, dossier.call, [Said(dossier, has_interest, sentence)], now=now)


@transaction.atomic
def declare_many(actor: Actor, call: Call, said: Sequence[Said], *, now: datetime) -> None:
    """Declare on several dossiers in one act.

    An interest sets the member's own review of that dossier aside: kept, no longer counted. A later « none »
    brings it back as it was.

    Raises
    ------
    PermissionDenied
        When the actor holds no seat, or a dossier is not before this committee.
    NothingDeclared, InterestUnexplained
    """
    seat = (
        Seat.objects.select_for_update()
        .filter(call=call, membership=actor.membership_id, ended_at=None)
        .first()
    )
    if seat is None or not permissions.may_declare(actor, call):
        raise PermissionDenied
    if not said:
        raise NothingDeclared
    known = set(queries.dossiers(call, now).values_list("pk", flat=True))
    if any(one.dossier.pk not in known for one in said):
        raise PermissionDenied
    for one in said:
        if one.has_interest and not one.sentence.strip():
            raise InterestUnexplained(one.dossier.reference)
    Declaration.objects.bulk_create(
        Declaration(
            seat=seat,
            dossier=one.dossier,
            has_interest=one.has_interest,
            sentence=one.sentence.strip()[:LONGEST_SENTENCE] if one.has_interest else "",
            declared_at=now,
        )
        for one in said
    )
    aside = _set_aside(actor, call, said, now)
    append(
        actor,
        "committee.declare",
        ("seat", str(seat.pk)),
        {
            "call": call.reference,
            # The sentence may speak of a person's life: it stays out of the journal.
            "declarations": [
                {"dossier": one.dossier.reference, "has_interest": one.has_interest} for one in said
            ],
            **aside,
        },
        now=now,
    )
    _tell(seat, [one.dossier.reference for one in said if one.has_interest], now)


def _set_aside(
    actor: Actor, call: Call, said: Sequence[Said], now: datetime
) -> dict[str, list[str]]:
    """Take the person's reviews out of the count, or back into it; return which."""
    written = Review.objects.select_for_update().filter(
        seat__call=call, seat__membership__user=actor.user_id
    )
    out = [one.dossier for one in said if one.has_interest]
    back = [one.dossier for one in said if not one.has_interest]
    gone = written.filter(dossier__in=out, set_aside_at=None)
    returned = written.filter(dossier__in=back, set_aside_at__isnull=False)
    changed = {
        "reviews_set_aside": sorted(gone.values_list("dossier__reference", flat=True)),
        "reviews_restored": sorted(returned.values_list("dossier__reference", flat=True)),
    }
    gone.update(set_aside_at=now)
    returned.update(set_aside_at=None)
    return changed


def _tell(seat: Seat, references: Sequence[str], now: datetime) -> None:
    """Tell whoever runs the call that a member steps aside; who it is stands on the members' page."""
    if not references:
        return
    with translation.override("fr"):
        address = reverse("committee-members", args=[seat.call.reference])
    notices.tell_organisation(
        seat.call.manager_id,
        "committee.recused",
        ("seat", str(seat.pk)),
        address=address,
        facts={"call": seat.call.reference, "dossiers": ", ".join(references)},
        now=now,
    )
