"""One fictitious VTE from its offer to a payment, and the young person's housing aid still to be examined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from rebond.aid.loading import shipped_aid
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation, User
from rebond.web.accounts.services import people
from rebond.web.aids import (
    applying,
    instructing,
    offers,
    profiles,
    proving,
    recruiting,
    signed_facts,
)
from rebond.web.aids.models import Application, Profile, Recruitment
from rebond.web.clock import today
from rebond.web.demo.answers import SIREN_OF_NOBODY
from rebond.web.demo.cast import DOMAIN
from rebond.web.ledger import paying, services
from rebond.web.ledger.services import Opening

DAY = timedelta(days=1)
NATIONAL, FIRM, BANK, DEPOSIT, HOUSING = (
    "national",
    "entreprise",
    "bpifrance",
    "banque",
    "action.logement",
)
PEOPLE = (NATIONAL, FIRM, BANK, DEPOSIT, HOUSING)
YOUNG = f"jeune@{DOMAIN}"
"""Signs in like the cast, without any organisation; has had both aids."""
NEWCOMER = f"jeune.second@{DOMAIN}"
"""Has a profile that firms read, and has had no aid: with whom a recruitment can be tried from end to end."""
WHY = "Installation de démonstration : sommes, parts et dossier sont fictifs."
FIRM_AID, HOUSING_AID = "aide_vte", "aide_logement_vte"
PLACES, FIRM_CENTS, HOUSING_CENTS = 10, 400_000, 120_000
HALF = Fraction(1, 2)
ABOUT = profiles.Writing(
    skills=("automatisme",),
    level="bac3",
    situation="diplome_moins_de_deux_ans",
    places=("14366",),
    text="Profil fictif.",
)


def play(now: datetime, actors: Mapping[str, Actor]) -> tuple[Application, Application]:
    """Open both funds, recruit, apply twice, pay once; through the services, each act at its own moment."""
    begins = now - 200 * DAY
    for year in sorted({today(begins + 4 * DAY).year, today(now).year}):
        _open_funds(begins, actors, year)
    _person(NEWCOMER, "Noé Fictif", now)
    one = _recruited(begins, actors)
    young, filed = one.person, begins + 4 * DAY
    firm = applying.apply(actors[FIRM], one, FIRM_AID, _firm_facts(), filed)
    instructing.grant(actors[BANK], firm, WHY, filed + 10 * DAY)
    proved = begins + 120 * DAY
    proving.give(actors[FIRM], firm, "bulletin de paie fictif", today(proved), proved)
    for order in proving.accept(actors[BANK], firm, proved + DAY):
        number = f"DEMO-{order.reference}"
        paid_at = proved + 3 * DAY
        paying.execute(order, number, today(paid_at), actors[BANK], paid_at)
    home = applying.apply(young, one, HOUSING_AID, _housing_facts(), filed + DAY)
    firm.refresh_from_db()
    return firm, home


def _open_funds(begins: datetime, actors: Mapping[str, Actor], year: int) -> None:
    known = {name: Organisation.objects.get(pk=one.organisation_id) for name, one in actors.items()}
    for name, manager, amount, shares in (
        (FIRM_AID, BANK, FIRM_CENTS, ((known[NATIONAL], HALF), (known[DEPOSIT], HALF))),
        (HOUSING_AID, HOUSING, HOUSING_CENTS, ((known[HOUSING], Fraction(1)),)),
    ):
        aid = shipped_aid(name)
        assert aid.measure is not None and aid.award is not None  # noqa: PT018, S101 - both are of a measure
        opening = Opening(
            reference=f"demo-{aid.award.replace('_', '-')}-{year}",
            manager=known[manager],
            programme_id=aid.measure.programme,
            measure_id=aid.measure.measure,
            award_id=aid.award,
            year=year,
            amount=PLACES * amount,
            places=PLACES,
            shares=shares,
            is_fictitious=True,
        )
        services.open_fund(actors[NATIONAL], opening, WHY, begins)


def _person(email: str, name: str, at: datetime) -> User:
    young = people.create_person(email, name=name)
    User.objects.filter(pk=young.pk).update(mailing=User.Mailing.NONE)
    profiles.save(young, ABOUT, now=at)
    profiles.consent(young, now=at)
    Profile.objects.filter(user=young).update(is_fictitious=True)
    return young


def _recruited(begins: datetime, actors: Mapping[str, Actor]) -> Recruitment:
    young = _person(YOUNG, "Zoé Fictive", begins)
    starts_on = today(begins + 20 * DAY)
    written = offers.Writing(
        title="Passer un atelier fictif à la commande numérique",
        mission="Auprès du dirigeant, préparer le passage d’un atelier fictif au numérique.",
        siren=SIREN_OF_NOBODY,
        skills=("automatisme",),
        commune="14366",
        contract="cdd_douze_mois",
        starts_on=starts_on,
        ends_on=starts_on + 365 * DAY,
        monthly_pay="2100",
    )
    drafted = offers.draft(actors[FIRM], written, now=begins)
    opened = offers.open_offer(actors[FIRM], drafted, now=begins)
    one = recruiting.answer_offer(young, opened, now=begins + DAY)
    one = recruiting.sign_charter(
        young,
        one,
        now=begins + 2 * DAY,
        name="Zoé Fictive",
        born_on="2003-02-03",
        agreed=signed_facts.Agreed(ABOUT.level, ABOUT.situation),
    )
    one = recruiting.sign_charter(actors[FIRM], one, now=begins + 2 * DAY)
    return recruiting.label(actors[BANK], one, now=begins + 3 * DAY)


def _firm_facts() -> dict[str, object]:
    return {
        "taille_entreprise": "pme",
        "siege_en_france": True,
        "mission_de_transformation": True,
    }


def _housing_facts() -> dict[str, object]:
    return {
        "employeur_prive_non_agricole": True,
        "autre_dossier_ouvert": False,
        "loyer_mensuel": 42_000,
        "logement_mois": 10,
    }
