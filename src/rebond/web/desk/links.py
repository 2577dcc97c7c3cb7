"""Where a person goes from the desk, by what the organisation does."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, MANAGERS, SERVICES, Kind, Role
from rebond.web.aids.permissions import follows_recruitments, reads_offers
from rebond.web.cases.permissions import has_cases
from rebond.web.committee.models import Seat
from rebond.web.enquiries.permissions import may_open_desk
from rebond.web.labels.permissions import may_follow
from rebond.web.ledger.permissions import reads_money
from rebond.web.sites.permissions import may_open_registry


@dataclass(frozen=True, slots=True)
class Link:
    """One way on."""

    title: str
    url: str


def of(actor: Actor) -> list[Link]:
    """Return the ways on that the person may take, the daily ones first."""
    links = []
    if actor.kind in APPLICANTS:
        links.append(Link(_("Nos dossiers"), reverse("dossiers")))
    if actor.kind in MANAGERS | {Kind.PREFECTURE_REGION}:
        links.append(Link(_("Instruction"), reverse("instruction")))
    if actor.kind in SERVICES:
        links.append(Link(_("Avis"), reverse("opinions")))
    if may_open_registry(actor):
        links.append(Link(_("Registre des sites"), reverse("registry")))
    if may_open_desk(actor):
        links.append(Link(_("Contacts d’investisseurs"), reverse("enquiries")))
    if has_cases(actor):
        links.append(Link(_("Projets"), reverse("cases")))
    links += _recruiting(actor)
    if Seat.objects.filter(membership=actor.membership_id, ended_at=None).exists():
        links.append(Link(_("Comités"), reverse("committees")))
    if reads_money(actor):
        links.append(Link(_("Finances"), reverse("funds")))
    if actor.kind in MANAGERS:
        links += [
            Link(_("Appels"), reverse("calls-admin")),
            Link(_("Délibérations"), reverse("deliberations")),
        ]
    if may_follow(actor):
        links.append(Link(_("Labels"), reverse("labels")))
    if actor.is_national or actor.kind == Kind.PARLIAMENT:
        links.append(Link(_("Questions écrites"), reverse("questions")))
    if actor.is_national:
        links.append(Link(_("Travaux"), reverse("jobs")))
        if actor.role == Role.ADMINISTRATOR:
            links.append(Link(_("Organisations"), reverse("organisations")))
    return [
        *links,
        Link(_("Chercher dans les dossiers"), reverse("dossier-search")),
        Link(_("Avis reçus"), reverse("notices")),
        Link(_("Mon compte"), reverse("my-account")),
    ]


def _recruiting(actor: Actor) -> list[Link]:
    links = []
    if reads_offers(actor):
        links.append(Link(_("Nos offres"), reverse("own-offers")))
    if follows_recruitments(actor):
        links.append(Link(_("Recrutements"), reverse("recruitments")))
    return links
