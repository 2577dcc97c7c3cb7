"""The test world: a fictitious cast in every role, three calls at three stages, dossiers across two régions.

Made row by row, without the services that the tests try, so that a fault there cannot hide here. The places
are real communes of the snapshot; every organisation, person and dossier is fictitious.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress

from rebond.programme import Programme, load_programme, shipped_programmes
from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind, Role
from rebond.web.accounts.models import Membership, Organisation, Scope, User
from rebond.web.aids.models import Offer, Profile, Recruitment
from rebond.web.calls.models import Call, Revision
from rebond.web.cases.models import Case
from rebond.web.committee.models import Declaration, Seat
from rebond.web.dossiers.models import Answer, Dossier, DossierPlace, Filing
from rebond.web.enquiries.models import Enquiry
from rebond.web.instruction.models import (
    Instruction,
    OpinionRequest,
    Shortlist,
    ShortlistEntry,
)
from rebond.web.labels.models import Label
from rebond.web.sites.models import Site
from tests.web import aids_world, kept_world, registry_world

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)

CAST: dict[str, tuple[str, str]] = {
    "epci_a": ("epci-a", Role.AGENT),
    "epci_a_second": ("epci-a", Role.AGENT),
    "epci_a_reader": ("epci-a", Role.READER),
    "epci_a_admin": ("epci-a", Role.ADMINISTRATOR),
    "epci_b": ("epci-b", Role.AGENT),
    "commune_c": ("commune-c", Role.AGENT),
    "prefecture_1": ("prefecture-1", Role.AGENT),
    "prefecture_2": ("prefecture-2", Role.AGENT),
    "dreal_1": ("dreal-1", Role.AGENT),
    "dreal_2": ("dreal-2", Role.AGENT),
    "national": ("equipe-nationale", Role.AGENT),
    "national_second": ("equipe-nationale", Role.AGENT),
    "national_admin": ("equipe-nationale", Role.ADMINISTRATOR),
    "cnam": ("cnam", Role.AGENT),
    "member": ("banque", Role.AGENT),
    "recused": ("bpi", Role.AGENT),
    "investor": ("investisseur", Role.AGENT),
    "sous_prefet": ("prefecture-14", Role.AGENT),
    "firm": ("entreprise", Role.AGENT),
    "agency": ("agence", Role.AGENT),
    "parliament": ("parlement", Role.READER),
    "action_logement": ("action-logement", Role.AGENT),
}
"""The organisation and the role of each persona."""
VISITOR, NOBODY, YOUNG = "visitor", "nobody", "young"
"""Not signed in; signed in without any organisation; the same with a young person's profile."""
PERSONAS = frozenset(CAST) | {VISITOR, NOBODY, YOUNG}
EVERYONE = PERSONAS
SIGNED_IN = PERSONAS - {VISITOR}
MEMBERS = frozenset(CAST)

NORMANDIE, HAUTS_DE_FRANCE = "28", "32"
ORGANISATIONS: dict[str, tuple[str, tuple[str, str]]] = {
    "epci-a": (Kind.EPCI, ("epci", "200069532")),
    "epci-b": (Kind.EPCI, ("epci", "246200364")),
    "commune-c": (Kind.COMMUNE, ("commune", "14366")),
    "prefecture-1": (Kind.PREFECTURE_REGION, ("region", NORMANDIE)),
    "prefecture-2": (Kind.PREFECTURE_REGION, ("region", HAUTS_DE_FRANCE)),
    "dreal-1": (Kind.DREAL, ("region", NORMANDIE)),
    "dreal-2": (Kind.DREAL, ("region", HAUTS_DE_FRANCE)),
    "equipe-nationale": (Kind.NATIONAL_TEAM, Scope.COUNTRY),
    "cnam": (Kind.CNAM, Scope.COUNTRY),
    "banque": (Kind.BANQUE_DES_TERRITOIRES, Scope.COUNTRY),
    "bpi": (Kind.BPIFRANCE, Scope.COUNTRY),
    "investisseur": (Kind.INVESTOR, Scope.COUNTRY),
    "prefecture-14": (Kind.PREFECTURE_DEPARTEMENT, ("departement", "14")),
    "entreprise": (Kind.FIRM, ("commune", "14366")),
    "agence": (Kind.AGENCY, ("region", NORMANDIE)),
    "parlement": (Kind.PARLIAMENT, Scope.COUNTRY),
    "action-logement": (Kind.ACTION_LOGEMENT, Scope.COUNTRY),
}
PASSWORD = "correct horse battery staple 31"  # noqa: S105 - of fictitious people, in tests only


@dataclass
class World:
    """Everything by name."""

    users: dict[str, User] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    memberships: dict[str, Membership] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    requests: dict[str, OpinionRequest] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    enquiries: dict[str, Enquiry] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    offers: dict[str, Offer] = field(default_factory=dict)
    profiles: dict[str, Profile] = field(default_factory=dict)
    recruitments: dict[str, Recruitment] = field(default_factory=dict)

    def actor(self, persona: str) -> Actor:
        """Return a persona as services take it."""
        return actors.of_membership(self.memberships[persona])


def make_world(now: datetime = NOW) -> World:
    """Fill an empty database."""
    return kept_world.once(("world", now), lambda: _made(now))


def _made(now: datetime) -> World:
    world = World()
    _cast(world, now)
    _calls(world, now)
    _dossiers(world, now)
    _instruction(world, now)
    registry_world.fill(world, now)
    aids_world.fill(world, now)
    return world


def be_real() -> None:
    """Let the cast act as real organisations do, for acts on what is real; the fictitious are refused them."""
    Organisation.objects.update(is_fictitious=False)


def make_cast(now: datetime = NOW) -> World:
    """Fill an empty database with the cast alone: no call, no dossier, nothing that the journal should tell."""

    def made() -> World:
        world = World()
        _cast(world, now)
        return world

    return kept_world.once(("cast", now), made)


def _cast(world: World, now: datetime) -> None:
    for slug, (kind, scope) in ORGANISATIONS.items():
        one = Organisation.objects.create(
            slug=slug, kind=kind, name=f"{slug} (fictif)", is_fictitious=True, created_at=now
        )
        Scope.objects.create(organisation=one, kind=scope[0], code=scope[1])
        world.organisations[slug] = one
    for persona in (*CAST, NOBODY, YOUNG):
        user = User(email=f"{persona}@exemple.invalid", name=f"{persona} (fictif)")
        user.set_unusable_password()  # doors open by force_login; hashing many passwords is slow
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        world.users[persona] = user
    for persona, (slug, role) in CAST.items():
        world.memberships[persona] = Membership.objects.create(
            user=world.users[persona],
            organisation=world.organisations[slug],
            role=role,
            started_at=now,
        )


@cache
def _shipped() -> tuple[Programme, str]:
    """Return the shipped programme and its canonical text, read once for all tests."""
    programme = load_programme(shipped_programmes()[0])
    return programme, programme.canonical().decode()


def _calls(world: World, now: datetime) -> None:
    programme, policy = _shipped()
    site, training = "site_cle_en_main", "formation"
    stages = {
        "draft": (site, None, None, None, "equipe-nationale"),
        "open": (site, now - 10 * DAY, now + 20 * DAY, now + 100 * DAY, "equipe-nationale"),
        "closed": (site, now - 60 * DAY, now - 20 * DAY, now + 30 * DAY, "equipe-nationale"),
        "training": (training, now - 10 * DAY, now + 20 * DAY, now + 60 * DAY, "cnam"),
    }
    for name, (measure, opens, closes, results, manager) in stages.items():
        call = Call.objects.create(
            reference=f"essai-{name}",
            manager=world.organisations[manager],
            programme_id=programme.id,
            measure_id=measure,
            title_fr=f"Appel fictif {name}",
            title_en=f"Fictitious call {name}",
            is_fictitious=True,
            opens_at=opens,
            closes_at=closes,
            results_at=results,
            created_at=now - 70 * DAY,
        )
        Revision.objects.create(
            call=call,
            number=1,
            policy=policy,
            policy_digest=programme.digest,
            settings={},
            created_at=now - 70 * DAY,
            published_at=None if name == "draft" else opens,
        )
        world.calls[name] = call


def _dossiers(world: World, now: datetime) -> None:
    a, b = ("14366", NORMANDIE), ("62498", HAUTS_DE_FRANCE)
    for name, call, slug, persona, (commune, region), is_filed in (
        ("a_draft", "open", "epci-a", "epci_a", a, False),
        ("b_draft", "open", "epci-b", "epci_b", b, False),
        ("a_filed", "closed", "epci-a", "epci_a", a, True),
        ("b_filed", "closed", "epci-b", "epci_b", b, True),
    ):
        filed_at = world.calls[call].closes_at - DAY if is_filed else None
        one = Dossier.objects.create(
            reference=f"D-{name.upper().replace('_', '')}",
            call=world.calls[call],
            revision=world.calls[call].revisions.get(),
            organisation=world.organisations[slug],
            title=f"Site fictif {name}",
            state=Dossier.State.FILED if is_filed else Dossier.State.DRAFT,
            region_code=region,
            commune_code=commune,
            eligibility="unknown" if is_filed else "",
            created_at=now - 50 * DAY,
            saved_at=filed_at or now - DAY,
            filed_at=filed_at,
        )
        for kind, code in (("commune", commune), ("region", region), ("departement", commune[:2])):
            DossierPlace.objects.create(dossier=one, kind=kind, code=code)
        answers: dict[str, Any] = {
            "site_nom": one.title,
            "site_communes": [commune],
            "surface_brute_ha": "60.00",
        }
        for path, value in answers.items():
            Answer.objects.create(
                dossier=one,
                path=path,
                value=value,
                edited_by=world.memberships[persona],
                edited_at=one.saved_at,
            )
        if filed_at is not None:
            Filing.objects.create(
                dossier=one,
                number=1,
                revision=one.revision,
                answers=answers,
                files=[],
                digest="sha256:" + "0" * 64,
                filed_by=world.memberships[persona],
                filed_at=filed_at,
            )
        world.dossiers[name] = one


def _instruction(world: World, now: datetime) -> None:
    closed = world.calls["closed"]
    for dossier, region, slug, persona, service in (
        ("a_filed", NORMANDIE, "prefecture-1", "prefecture_1", "dreal-1"),
        ("b_filed", HAUTS_DE_FRANCE, "prefecture-2", "prefecture_2", "dreal-2"),
    ):
        one, prefecture = world.dossiers[dossier], world.organisations[slug]
        Instruction.objects.create(dossier=one, organisation=prefecture, opened_at=now - 19 * DAY)
        world.requests[dossier] = OpinionRequest.objects.create(
            dossier=one,
            service=world.organisations[service],
            question="Le réseau suffit-il ?",
            asked_by=world.memberships[persona],
            asked_at=now - 18 * DAY,
            due_at=now + 3 * DAY,
        )
        shortlist = Shortlist.objects.create(
            call=closed,
            region_code=region,
            organisation=prefecture,
            sent_at=now - 2 * DAY,
            sent_by=world.memberships[persona],
        )
        ShortlistEntry.objects.create(
            shortlist=shortlist, dossier=one, position=1, sentence="Premier de la liste fictive."
        )
    for persona in ("member", "recused", "national"):
        world.seats[persona] = Seat.objects.create(
            call=closed,
            membership=world.memberships[persona],
            is_chair=persona == "national",
            appointed_at=now - 5 * DAY,
        )
    for persona, has_interest in (("member", False), ("recused", True), ("national", False)):
        for dossier in ("a_filed", "b_filed"):
            Declaration.objects.create(
                seat=world.seats[persona],
                dossier=world.dossiers[dossier],
                has_interest=has_interest and dossier == "a_filed",
                sentence="Intérêt fictif." if has_interest and dossier == "a_filed" else "",
                declared_at=now - 4 * DAY,
            )
