"""Where a person goes from the desk, by what the organisation does."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, MANAGERS, SERVICES, Kind, Role
from rebond.web.aids.application_permissions import examines as examines_aids
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
    is_seated = Seat.objects.filter(membership=actor.membership_id, ended_at=None).exists()
    examines = actor.kind in MANAGERS | {Kind.PREFECTURE_REGION}
    is_national_administrator = actor.is_national and actor.role == Role.ADMINISTRATOR
    reads_questions = actor.is_national or actor.kind == Kind.PARLIAMENT
    ways = (
        (actor.kind in APPLICANTS, _("Nos dossiers"), "dossiers"),
        (examines, _("Instruction"), "instruction"),
        (actor.kind in SERVICES, _("Avis"), "opinions"),
        (may_open_registry(actor), _("Registre des sites"), "registry"),
        (may_open_desk(actor), _("Contacts d’investisseurs"), "enquiries"),
        (has_cases(actor), _("Projets"), "cases"),
        (reads_offers(actor), _("Nos offres"), "own-offers"),
        (follows_recruitments(actor), _("Recrutements"), "recruitments"),
        (reads_offers(actor) or examines_aids(actor), _("Demandes d’aide"), "aid-applications"),
        (is_seated, _("Comités"), "committees"),
        (reads_money(actor), _("Finances"), "funds"),
        (actor.kind in MANAGERS, _("Appels"), "calls-admin"),
        (actor.kind in MANAGERS, _("Délibérations"), "deliberations"),
        (may_follow(actor), _("Labels"), "labels"),
        (reads_questions, _("Questions écrites"), "questions"),
        (actor.is_national, _("Travaux"), "jobs"),
        (is_national_administrator, _("Organisations"), "organisations"),
        (True, _("Chercher dans les dossiers"), "dossier-search"),
        (True, _("Avis reçus"), "notices"),
        (True, _("Mon compte"), "my-account"),
    )
    return [Link(title, reverse(page)) for is_open, title, page in ways if is_open]
