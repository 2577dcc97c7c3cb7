"""Aid applications of the test world: funds of both aids, facts that the recruitment does not tell, walks to a state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from rebond.web.accounts.models import User
from rebond.web.aids import applying, instructing, proving
from rebond.web.aids.models import Application, Offer, Recruitment
from rebond.web.ledger import paying, services
from rebond.web.ledger.models import Fund, PaymentOrder
from rebond.web.ledger.services import Opening
from tests.web.aids_world import TOLD
from tests.web.ledger.funds import WHY, vte
from tests.web.world import NOW, World

FIRM_AID, PERSON_AID = "aide_vte", "aide_logement_vte"
FIRM_FACTS = {
    "taille_entreprise": "pme",
    "siege_en_france": True,
    "mission_de_transformation": True,
}
PERSON_FACTS = {
    "employeur_prive_non_agricole": True,
    "autre_dossier_ouvert": False,
    "loyer_mensuel": 42_050,
    "logement_mois": 9,
}
"""Hence 9 × 100 euros."""
HOUSING = 90_000
LATER = datetime(2031, 12, 10, 9, tzinfo=NOW.tzinfo)
"""When the contract has run three months."""


def housing(world: World, now: datetime = NOW, **changes: Any) -> Fund:
    """Open the fund of the housing aid, paid by its operator alone."""
    operator = world.organisations["action-logement"]
    made: dict[str, Any] = {
        "reference": "logement-2031",
        "manager": operator,
        "programme_id": "pack_rebond_2020",
        "measure_id": "vte",
        "award_id": "aide_logement",
        "year": 2031,
        "amount": 10 * 120_000,
        "places": 10,
        "shares": ((operator, Fraction(1)),),
        "is_fictitious": True,
    }
    return services.open_fund(world.actor("national"), Opening(**{**made, **changes}), WHY, now)


def funds(world: World, **changes: Any) -> tuple[Fund, Fund]:
    """Open both."""
    return vte(world, **changes), housing(world)


def file(world: World, recruitment: Recruitment | None = None, **facts: Any) -> Application:
    """File the firm's application."""
    one = recruitment or world.recruitments["labelled"]
    return applying.apply(world.actor("firm"), one, FIRM_AID, FIRM_FACTS | facts, NOW)


def file_housing(world: World, **facts: Any) -> Application:
    """File the young person's."""
    one = world.recruitments["labelled"]
    return applying.apply(world.users["young"], one, PERSON_AID, PERSON_FACTS | facts, NOW)


def grant(world: World, application: Application, now: datetime = NOW) -> Application:
    """Grant by its operator, holding as met what no source establishes."""
    persona = "recused" if application.firm_id else "action_logement"
    settled = dict.fromkeys(application.answer["open"], WHY)
    return instructing.grant(world.actor(persona), application, WHY, now, settled=settled)


def prove(world: World, application: Application, now: datetime = LATER) -> list[PaymentOrder]:
    """Prove that the contract runs, and have the payment ordered."""
    is_firm = application.firm_id is not None
    by = world.actor("firm") if is_firm else world.users["young"]
    operator = world.actor("recused" if is_firm else "action_logement")
    proving.give(by, application, "bulletin de paie fictif", date(2031, 12, 5), now)
    return proving.accept(operator, application, now)


def pay(world: World, orders: list[PaymentOrder], now: datetime = LATER) -> None:
    """Have the manager of the fund record each payment."""
    for one in orders:
        manager = one.reservation.fund.manager.slug
        actor = world.actor({"bpi": "recused"}.get(manager, "action_logement"))
        paying.execute(one, f"V-{one.reference}", now.date(), actor, now)


def recruitments(world: World, count: int, **changes: Any) -> Iterator[Recruitment]:
    """Make labelled recruitments of as many people by as many firms, row by row."""
    offer = world.offers["labelled"]
    for number in range(count):
        values = {name: getattr(offer, name) for name in COPIED}
        own = Offer.objects.create(
            **values | {"reference": f"O-{number:03}", "siren": f"{900_000_100 + number}"}
        )
        young = User(email=f"young-{number}@exemple.invalid", name=f"young {number} (fictif)")
        young.password = "!"  # noqa: S105 - nobody signs in; hashing many is slow
        young.save()
        yield Recruitment.objects.create(
            **{
                "reference": f"R-{number:03}",
                "offer": own,
                "person": young,
                "person_key": f"hmac:person-{number}",
                "contract_key": f"hmac:contract-{number}",
                "state": Recruitment.State.LABELLED,
                "firm_signed_at": NOW - timedelta(days=8),
                "person_signed_at": NOW - timedelta(days=7),
                "starts_on": date(2031, 9, 1),
                "ends_on": date(2032, 8, 31),
                "created_at": NOW - timedelta(days=9),
                **TOLD,
                **changes,
            }
        )


COPIED = (
    "programme_id",
    "measure_id",
    "organisation",
    "title",
    "mission",
    "commune_code",
    "contract",
    "starts_on",
    "ends_on",
    "monthly_pay",
    "state",
    "is_fictitious",
    "created_at",
)
