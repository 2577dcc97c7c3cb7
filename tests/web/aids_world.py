"""The aids' part of the test world: a firm's open offer, a young person's profile, a labelled recruitment, fictitious."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rebond.canonical import digest
from rebond.web.aids.models import Charter, Offer, Profile, Recruitment

if TYPE_CHECKING:
    from tests.web.world import World

DAY = timedelta(days=1)
SIREN = "900000001"
"""Agrees with the key and belongs to nobody."""
COMMUNE = "14366"
MEASURE = ("pack_rebond_2020", "vte")
TOLD = {
    "level": "bac3",
    "situation": "diplome_moins_de_deux_ans",
    "graduated_on": date(2030, 7, 1),
}
"""What the young person agreed to tell with each signature."""


def fill(world: World, now: datetime) -> None:
    """Add offers and recruitments named alike, the offers "open" and "draft", and the profile "young"."""
    firm = world.organisations["entreprise"]
    firm.siren = SIREN
    firm.save(update_fields=["siren"])
    _offers(world, now)
    _profile(world, now)
    _recruitments(world, now)


def _offers(world: World, now: datetime) -> None:
    for name, state in (
        ("open", Offer.State.OPEN),
        ("labelled", Offer.State.FILLED),
        ("proposed", Offer.State.OPEN),
        ("answered", Offer.State.OPEN),
        ("signed", Offer.State.OPEN),
        ("draft", Offer.State.DRAFT),
    ):
        is_draft = state == Offer.State.DRAFT
        world.offers[name] = Offer.objects.create(
            reference=f"O-{name.upper()}",
            programme_id=MEASURE[0],
            measure_id=MEASURE[1],
            organisation=world.organisations["entreprise"],
            siren=SIREN,
            title=f"Mission fictive {name}",
            mission="Préparer, auprès du dirigeant, le passage d’un atelier fictif à la commande numérique.",
            skills=["maintenance_industrielle", "automatisme"],
            level="bac2",
            commune_code=COMMUNE,
            contract="cdd_douze_mois",
            starts_on=date(2031, 9, 1),
            ends_on=date(2032, 8, 31),
            monthly_pay=210_000,
            state=state,
            is_fictitious=True,
            created_at=now - 20 * DAY,
            opened_at=None if is_draft else now - 15 * DAY,
            closes_at=None if is_draft else now + 60 * DAY,
        )


def _profile(world: World, now: datetime) -> None:
    world.profiles["young"] = Profile.objects.create(
        reference="J-FICTIF",
        user=world.users["young"],
        skills=["automatisme", "conception_cao"],
        level="bac3",
        situation="diplome_moins_de_deux_ans",
        graduated_on=date(2030, 7, 1),
        places=[["commune", COMMUNE]],
        range_km=40,
        available_from=date(2031, 7, 1),
        text="Je cherche une première mission près d’un dirigeant.",
        consented_at=now - 10 * DAY,
        expires_at=now + 300 * DAY,
        is_fictitious=True,
        created_at=now - 12 * DAY,
        saved_at=now - 12 * DAY,
    )


def _recruitments(world: World, now: datetime) -> None:
    text = {"title": {"fr": "Charte fictive", "en": "Fictitious charter"}, "articles": []}
    charter = Charter.objects.create(
        version="essai", digest=digest(text), text=text, kept_at=now - 9 * DAY
    )
    world.recruitments["labelled"] = Recruitment.objects.create(
        reference="R-LABELLISE",
        offer=world.offers["labelled"],
        person=world.users["young"],
        person_key=digest("person"),
        contract_key=digest("contract"),
        state=Recruitment.State.LABELLED,
        answered_at=now - 9 * DAY,
        firm_signed_at=now - 8 * DAY,
        firm_signed_by=world.memberships["firm"],
        person_signed_at=now - 7 * DAY,
        charter=charter,
        signed_digest=digest("signed"),
        **TOLD,
        labelled_at=now - 5 * DAY,
        labelled_by=world.memberships["recused"],
        starts_on=date(2031, 9, 1),
        ends_on=date(2032, 8, 31),
        created_at=now - 9 * DAY,
    )
    signed = {
        "firm_signed_at": now - 4 * DAY,
        "firm_signed_by": world.memberships["firm"],
        "person_signed_at": now - 3 * DAY,
        "person_key": digest("person"),
        "contract_key": digest("another contract"),
        "charter": charter,
        "signed_digest": digest("signed too"),
        **TOLD,
    }
    for name, reference, state, values in (
        ("proposed", "R-PROPOSE", Recruitment.State.PROPOSED, {}),
        ("answered", "R-REPONDU", Recruitment.State.PROPOSED, {}),
        ("signed", "R-SIGNE", Recruitment.State.SIGNED, signed),
    ):
        world.recruitments[name] = Recruitment.objects.create(
            reference=reference,
            offer=world.offers[name],
            person=world.users["young"],
            state=state,
            proposed_by=Recruitment.Side.FIRM,
            answered_at=None if name == "proposed" else now - 5 * DAY,
            starts_on=date(2031, 9, 1),
            ends_on=date(2032, 8, 31),
            created_at=now - 6 * DAY,
            **values,
        )
