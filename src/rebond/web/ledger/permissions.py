"""Who opens funds, acts on them, executes their orders and reads them; totals are read by parliament too."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.ledger.models import Fund, FundShare, PaymentOrder

OPERATORS = frozenset(
    {Kind.BPIFRANCE, Kind.BANQUE_DES_TERRITOIRES, Kind.CNAM, Kind.ACTION_LOGEMENT}
)
"""Kinds that may open a fund that they manage themselves; the national team opens any."""


def reads_money(actor: Actor) -> bool:
    """Return whether the organisation is of a kind that reads sums, whichever funds there are."""
    return actor.is_national or actor.kind == Kind.PARLIAMENT or actor.kind in OPERATORS


def may_read_totals(actor: Actor) -> bool:
    """Return whether sums may be read: every measure's, or those of one's own funds."""
    return reads_money(actor) or is_concerned(actor)


def may_read_funds(actor: Actor) -> bool:
    """Return whether some fund may be read whole: its manager, its funders, the national team."""
    return actor.is_national or actor.kind in OPERATORS or is_concerned(actor)


def is_concerned(actor: Actor) -> bool:
    """Return whether the organisation manages or pays for some fund."""
    pays = FundShare.objects.filter(fund=OuterRef("pk"), funder=actor.organisation_id)
    return Fund.objects.filter(Q(manager=actor.organisation_id) | Exists(pays)).exists()


def may_open(actor: Actor) -> bool:
    """Return whether funds may be opened."""
    return actor.may_write and (actor.is_national or actor.kind in OPERATORS)


def may_open_for(actor: Actor, manager_id: int) -> bool:
    """Return whether a fund may be opened that an organisation manages."""
    return may_open(actor) and (actor.is_national or manager_id == actor.organisation_id)


def may_manage(actor: Actor, fund: Fund) -> bool:
    """Return whether a fund may be raised, reduced and moved, and its reservations acted upon."""
    return actor.may_write and (actor.is_national or actor.organisation_id == fund.manager_id)


def may_execute(actor: Actor, order: PaymentOrder) -> bool:
    """Return whether an order may be said executed: by the funder that pays, or the fund's manager."""
    return actor.may_write and actor.organisation_id in {
        order.funder_id,
        order.reservation.fund.manager_id,
    }


def may_pay(actor: Actor, fund: Fund) -> bool:
    """Return whether payments of a fund may be recorded, one's own or, for the manager, all of them."""
    return actor.may_write and (
        actor.organisation_id == fund.manager_id
        or FundShare.objects.filter(fund=fund.pk, funder=actor.organisation_id).exists()
    )
