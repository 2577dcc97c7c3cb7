"""A call of each measure of the shipped policy, from its preparation to its published results."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from rebond.programme import load_programme, shipped_programmes
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership, Organisation, User
from rebond.web.calls.models import Call
from rebond.web.calls.settings import settings_of
from rebond.web.committee import seating
from rebond.web.committee import services as committee
from rebond.web.deliberations import services as deliberations
from rebond.web.deliberations import sittings
from rebond.web.demo import filling, story
from rebond.web.demo.cast import DOMAIN
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import Instruction
from rebond.web.journal.models import Entry
from rebond.web.ledger import awarding
from rebond.web.ledger.models import Fund
from rebond.web.ledger.services import Opening, open_fund
from tests.web.world import DAY, NOW

pytestmark = pytest.mark.django_db

POLICY = shipped_programmes()[0]
MEASURES = [one.id for one in load_programme(POLICY).measures]
NORMAN, NORTHERN = ("14366", (0.2327, 49.1446)), ("62498", (2.8318, 50.4289))
TWO_AUTHORITIES = {"epci.valdorme": NORMAN, "epci.hautebrume": NORTHERN}
APPLICANTS: dict[str, dict[str, Any]] = {"vte": {"entreprise": NORMAN}}
MANAGERS = {"formation": ("cnam", "cnam.second")}
SERVICES = {
    "28": ("demo-dreal-normandie", "dreal"),
    "32": ("demo-dreal-hauts-de-france", "dreal.hdf"),
}
SITE = "site_cle_en_main"
SENTENCE = "Phrase fictive, assez longue pour dire ce qui a décidé."
ENGLISH = "A fictitious sentence, long enough to say what decided it."


@pytest.fixture
def cast(db: None, settings: Any, tmp_path: Any) -> None:
    call_command("createcachetable", verbosity=0)
    settings.CLOCK = lambda: NOW
    settings.FILES_FOLDER = tmp_path / "files"
    filling._create_cast(NOW)


def examine(made: Call, filed: list[Dossier], manager: str, at: Any) -> None:
    """Have the dossiers examined by whom the measure says: préfectures de région, else the manager."""
    if settings_of(made.revision).has_regional_stage:
        story.examine(made, filed, at)
        return
    for one in filed:
        organisation, service = SERVICES[one.region_code]
        story.ask(one, manager, (organisation,), at)
        story.answer(one, service, at + 10 * DAY)


def decide(made: Call, filed: list[Dossier], managers: tuple[str, str], at: Any) -> None:
    """Read, propose, confirm by another person, and close."""
    first, second = story.person(managers[0]), story.person(managers[1])
    for name in (managers[0], "banque", "service"):
        membership = Membership.objects.get(user__email=f"{name}@{DOMAIN}")
        seating.appoint(first, made, membership, is_chair=name == managers[0], now=at)
    criterion = settings_of(made.revision).review_criteria[0].id
    for name in ("banque", "service"):
        actor = story.person(name)
        for one in filed:
            committee.declare(actor, one, has_interest=False, now=at + DAY)
            written = committee.Written(scores={criterion: "6"}, comment="Lecture fictive.")
            committee.submit_review(actor, one, written, now=at + 2 * DAY)
    for place, one in enumerate(filed):
        outcome = "not_retained" if place else "retained"
        reason = {"kind": "committee"}
        deliberations.propose(first, one, outcome, reason, SENTENCE, ENGLISH, None, at + 3 * DAY)
    proposed = list(made.decisions.filter(confirmed_at=None))
    deliberations.confirm_many(second, made, proposed, at + 4 * DAY)
    sittings.close(first, made, at + 5 * DAY)


def award_days(made: Call, kept: Dossier, manager: Actor) -> None:
    """Where the measure gives support in kind, grant days of it from a stock; they bear the dossier's territory."""
    award = made.revision.measure.awards[0]
    if award.kind != "accompaniment":
        return
    organisation = Organisation.objects.get(pk=manager.organisation_id)
    opening = Opening(
        reference=f"jours-{made.reference}",
        manager=organisation,
        programme_id=made.programme_id,
        measure_id=made.measure_id,
        award_id=award.id,
        year=NOW.year,
        amount=5,
        shares=((organisation, Fraction(1)),),
        unit=Fund.Unit.DAYS,
    )
    fund = open_fund(manager, opening, SENTENCE, NOW)
    decision = made.decisions.get(dossier=kept)
    one = awarding.award(manager, decision, fund, 3, SENTENCE, NOW)
    assert (one.state, one.amount) == ("reserved", 3)
    assert one.territory_kind == "territoire_industrie"


@pytest.mark.parametrize("measure", MEASURES)
def test_a_call_of_each_measure_runs_from_its_preparation_to_its_results(
    cast: None, measure: str
) -> None:
    managers = MANAGERS.get(measure, ("national", "national.second"))
    opens = timezone.localtime(NOW) - 200 * DAY
    title = Text(f"Appel fictif {measure}", f"Fictitious call {measure}")
    reference = f"essai-{measure.replace('_', '-')}"[:20].rstrip("-")
    made = story.call(reference, title, measure, opens, (60, 90, 100, 110, 150), managers[0])
    places = APPLICANTS.get(measure, TWO_AUTHORITIES)
    stated = {"situation_jeune": "alternance", "niveau_jeune": "bac5"}
    sites = [
        story.Site(person, commune, point, f"Dossier fictif de {person}", stated)
        for person, (commune, point) in places.items()
    ]
    filed = [story.file(one, made, opens + 50 * DAY) for one in sites]
    assert [one.eligibility for one in filed if one.eligibility == "no"] == []
    examiners = set(Instruction.objects.values_list("organisation__kind", flat=True))
    manager = story.person(managers[0]).organisation_id
    if measure == SITE:
        assert examiners == {"prefecture_region"}
    else:
        held = set(Instruction.objects.values_list("organisation", flat=True))
        assert held == {manager}
    examine(made, filed, managers[0], opens + 62 * DAY)
    decide(made, filed, managers, opens + 111 * DAY)

    made.refresh_from_db()
    assert made.stage(NOW) == Call.Stage.PUBLISHED
    assert made.decisions.filter(confirmed_at__isnull=False).count() == len(filed)
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"calls.prepared", "calls.published"} <= acts
    award_days(made, filed[0], story.person(managers[0]))
    client = Client()
    for language in ("fr", "en"):
        with translation.override(language):
            public = [
                reverse(name, args=[reference])
                for name in ("call-page", "call-concerned", "call-results")
            ]
            own = reverse("dossier-decision", args=[filed[0].reference])
        for address in public:
            assert client.get(address).status_code == 200, address
        applicant = Client()
        user = User.objects.get(email=f"{next(iter(places))}@{DOMAIN}")
        applicant.force_login(user, backend=django_settings.AUTHENTICATION_BACKENDS[0])
        answer = applicant.get(own)
        assert answer.status_code == 200, own
        assert (SENTENCE if language == "fr" else ENGLISH) in answer.content.decode()
        assert client.get(own).status_code != 200
