"""Who may open the addresses of funds and their books."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rebond.web.ledger import settling
from rebond.web.ledger.models import Fund, Reservation
from rebond.web.ledger.reserving import reserve
from tests.web.deliberations.scenes import published
from tests.web.doors import Door
from tests.web.ledger.funds import AID, WHY, vte
from tests.web.world import NOW, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
MANAGERS = NATIONAL | {"recused"}
"""The national team and Bpifrance, which manages the fund of the VTE aid."""
READERS = MANAGERS | {"member"}
"""And the Banque des Territoires, which pays half of it."""
TOTALS = READERS | {"cnam", "action_logement", "parliament"}
OPENERS = READERS | {"cnam", "action_logement"}


def a_fund(world: World) -> list[Any]:
    found = Fund.objects.filter(reference="vte-2031").first() or vte(world)
    return [found.reference]


def a_reservation(world: World) -> list[Any]:
    (reference,) = a_fund(world)
    fund = Fund.objects.get(reference=reference)
    one = reserve(fund, ("aid_application", "A-PORTE"), AID, now=NOW)
    if one.state == Reservation.State.RESERVED:
        settling.commit(one, None, NOW)
        settling.issue_orders(one, NOW)
    return [reference, one.pk]


def a_payment(world: World) -> dict[str, Any]:
    (reference, number) = a_reservation(world)
    orders = Reservation.objects.get(fund__reference=reference, pk=number).orders
    own = orders.get(funder=world.organisations["banque"])
    content = f"order,amount,executed_on,proof\n{own.reference},2000,2031-06-02,V-1\n"
    return {"file": SimpleUploadedFile("paiements.csv", content.encode(), "text/csv")}


def an_award(world: World) -> list[Any]:
    published(world)
    if not Fund.objects.filter(reference="label-2031").exists():
        vte(
            world,
            reference="label-2031",
            measure_id="site_cle_en_main",
            award_id="label",
            manager=world.organisations["equipe-nationale"],
        )
    return [world.dossiers["a_filed"].decisions.latest("pk").pk]


def an_opening(_world: World) -> dict[str, Any]:
    return {
        "reference": "essai-2031",
        "award": "pack_rebond_2020:vte:aide_entreprise",
        "manager": "equipe-nationale",
        "year": "2031",
        "unit": "cents",
        "amount": "1 000",
        "funder_1": "banque",
        "share_1": "1",
        "reason": WHY,
    }


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "funds": Door(TOTALS, lambda world: a_fund(world)[:0]),
    "measure-money": Door(TOTALS, lambda world: [a_fund(world), "pack_rebond_2020", "vte"][1:]),
    "awards": Door(OPENERS, lambda world: an_award(world)[:0]),
    "award": (
        Door(NATIONAL, an_award),
        Door(
            NATIONAL,
            an_award,
            "POST",
            lambda _world: {"fund": "label-2031", "amount": "12,50", "reason": WHY},
            is_page=False,
        ),
    ),
    "fund-new": (
        Door(OPENERS),
        Door(NATIONAL, method="POST", data=an_opening, is_page=False),
    ),
    "fund": (
        Door(READERS, a_fund),
        Door(
            MANAGERS,
            a_fund,
            "POST",
            lambda _world: {"act": "raise", "amount": "10,00", "reason": WHY},
            is_page=False,
        ),
    ),
    "payments": (
        Door(READERS, a_fund),
        Door(
            READERS,
            a_fund,
            "POST",
            a_payment,
            is_page=False,
            idle=NATIONAL,
            note="the file holds an order of another funder, which only that one and the manager execute",
        ),
    ),
    "ledger-export": (
        Door(READERS, lambda world: [*a_fund(world), "csv"], is_page=False),
        Door(READERS, lambda world: [*a_fund(world), "xlsx"], is_page=False),
    ),
    "reservations": Door(READERS, a_fund, query="?etat=committed"),
    "reservation": (
        Door(READERS, a_reservation),
        Door(
            MANAGERS,
            a_reservation,
            "POST",
            lambda _world: {"act": "cancel", "reason": WHY},
            is_page=False,
        ),
    ),
}
