"""From a published decision to a reservation: an act of who manages the call and the fund, never automatic."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.deliberations import queries as deliberations
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append
from rebond.web.ledger import movements, permissions, turns
from rebond.web.ledger.amounts import whole
from rebond.web.ledger.errors import NothingAwarded
from rebond.web.ledger.models import Fund, Reservation
from rebond.web.ledger.reserving import reserve
from rebond.web.ledger.services import reason_of
from rebond.web.programmes import queries as programmes
from rebond.web.territories.places import atlas

SUBJECT = "decision"


def to_reserve(actor: Actor, now: datetime) -> QuerySet[Decision]:
    """Return the published decisions of one's calls that retain a dossier for which nothing is reserved."""
    reserved = Reservation.objects.filter(
        subject_type=SUBJECT, subject_reference=OuterRef("dossier__reference")
    )
    return (
        deliberations.visible_acts(now)
        .last_of_each()
        .filter(outcome=Decision.Outcome.RETAINED, call__manager=actor.organisation_id)
        .exclude(Exists(reserved))
        .select_related("dossier__organisation", "call")
        .order_by("call", "dossier__reference")
    )


def payable(actor: Actor, now: datetime) -> QuerySet[Decision]:
    """Return those of them whose measure has an open fund that the organisation manages."""
    funds = Fund.objects.filter(
        programme_id=OuterRef("call__programme_id"),
        measure_id=OuterRef("call__measure_id"),
        manager=actor.organisation_id,
        closed_at=None,
    )
    return to_reserve(actor, now).filter(Exists(funds))


def funds_for(actor: Actor, decision: Decision) -> QuerySet[Fund]:
    """Return the open funds of a decision's measure that the actor manages."""
    found = Fund.objects.filter(
        programme_id=decision.call.programme_id,
        measure_id=decision.call.measure_id,
        closed_at=None,
    )
    if not actor.is_national:
        found = found.filter(manager=actor.organisation_id)
    return found


def award(
    actor: Actor, decision: Decision, fund: Fund, amount: int, reason: str, now: datetime
) -> Reservation:
    """Reserve an amount for the dossier of a decision, or put it on the fund's waiting list.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not permissions.may_manage(actor, fund) or decision.call.manager_id != actor.organisation_id:
        raise PermissionDenied
    whole(amount)
    why = reason_of(reason)
    with turns.turn():
        held = movements.locked(fund.pk)
        dossier = (
            Dossier.objects.select_for_update(of=("self",))
            .select_related("call")
            .get(pk=decision.dossier_id)
        )
        standing = deliberations.visible_decision(dossier, now)
        if (
            standing is None
            or standing.pk != decision.pk
            or standing.outcome != Decision.Outcome.RETAINED
        ):
            raise NothingAwarded(
                Text(
                    "cette décision n’est pas, ou n’est plus, celle qui retient {dossier}.",
                    "this decision is not, or no longer, the one that retains {dossier}.",
                ).filled(dossier=dossier.reference)
            )
        if (held.programme_id, held.measure_id) != (
            dossier.call.programme_id,
            dossier.call.measure_id,
        ):
            raise NothingAwarded(
                Text(
                    "le fonds {fund} n’est pas de la mesure de l’appel.",
                    "the fund {fund} is not of the call’s measure.",
                ).filled(fund=held.reference)
            )
        _refuse_reserved(dossier)
        one = reserve(
            held, (SUBJECT, dossier.reference), amount, now=now, territory=territory_of(dossier)
        )
        said = {
            "decision": standing.name,
            "reservation": one.pk,
            "amount": amount,
            "state": str(one.state),
            "reason": why,
        }
        append(actor, "ledger.award", ("fund", held.reference), said, now=now)
    return one


def _refuse_reserved(dossier: Dossier) -> None:
    known = Reservation.objects.filter(subject_type=SUBJECT, subject_reference=dossier.reference)
    standing = known.select_related("fund").first()
    if standing is not None:
        raise NothingAwarded(
            Text(
                "{dossier} a déjà une réservation, dans le fonds {fund}.",
                "{dossier} has a reservation already, in the fund {fund}.",
            ).filled(dossier=dossier.reference, fund=standing.fund.reference)
        )


def territory_of(dossier: Dossier) -> tuple[str, str]:
    """Return the territory that bears a dossier's money: its perimeter in the programme, else its région."""
    return territory_at(dossier.call.programme_id, dossier.commune_code, dossier.region_code)


def territory_at(programme_id: str, commune: str, region: str) -> tuple[str, str]:
    """Return the territory that bears the money of a case: the same for every measure of a programme."""
    programme = programmes.programme(programme_id)
    held = {
        (one.key.kind, one.key.phase): one.key.code
        for one in (atlas().perimeters_of(commune) if commune else ())
    }
    for one in programme.perimeters if programme is not None else ():
        if (one.perimeter, one.phase) in held:
            return one.perimeter, f"{one.phase}:{held[one.perimeter, one.phase]}"
    return ("region", region) if region else ("", "")
