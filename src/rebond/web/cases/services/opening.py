"""Opening a case on a site."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.cases import permissions
from rebond.web.cases.errors import EnquiryUnknown, FieldMissing, UnknownChoice
from rebond.web.cases.models import Case, Party
from rebond.web.cases.planning import simulate
from rebond.web.cases.services.standing import TITLE, require_day, require_short
from rebond.web.clock import today
from rebond.web.enquiries import queries as enquiries
from rebond.web.journal.services import append
from rebond.web.sites.models import Site

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the letters and digits that people mistake for one another."""
NAME, PROMISED = Text("Nom du projet", "Name of the project"), Text("Jour promis", "Promised day")


def open_case(
    actor: Actor,
    site: Site,
    title: str,
    *,
    now: datetime,
    promised_on: date | None = None,
    enquiry_reference: str = "",
    leader: int | None = None,
) -> Case:
    """Open a case; the actor's préfecture leads it.

    Raises PermissionDenied outside the actor's territory; FieldMissing, TooLong, BadDay; EnquiryUnknown for an
    enquiry that the investor did not confirm, or that the actor's organisation does not receive.
    """
    if not permissions.may_open_on(actor, site):
        raise PermissionDenied
    title, enquiry = " ".join(title.split()), enquiry_reference.strip()
    if not title:
        cure = Text(
            "Donnez un nom que toutes les parties liront.",
            "Give a name that every party will read.",
        )
        raise FieldMissing(Text("Le projet n’a pas de nom.", "The project has no name."), cure)
    require_short(NAME, title, TITLE)
    require_day(PROMISED, promised_on)
    if enquiry and not enquiries.visible(actor).filter(reference=enquiry, site=site).exists():
        raise EnquiryUnknown(enquiry)
    with transaction.atomic():
        case = Case(
            reference=_new_reference(),
            site=site,
            title=title,
            lead_id=actor.organisation_id,
            leader_id=_leader(actor, leader),
            enquiry_reference=enquiry,
            is_fictitious=site.is_fictitious,
            promised_on=promised_on,
            opened_at=now,
        )
        case.simulated = _read(case, now)
        case.save()
        Party.objects.create(
            case=case, organisation_id=actor.organisation_id, part=Party.Part.LEAD, joined_at=now
        )
        append(
            actor,
            "cases.opened",
            ("case", case.reference),
            {
                "site": site.identifier,
                "enquiry": enquiry,
                "promised_on": promised_on.isoformat() if promised_on else None,
            },
            now=now,
        )
    return case


def _read(case: Case, now: datetime) -> dict[str, object]:
    """Read the days off the site's plan; a plan that can no longer be read does not hinder the opening."""
    try:
        return simulate(case, today(now))
    except RebondError:
        return {}


def _leader(actor: Actor, leader: int | None) -> int:
    if leader is None:
        return actor.membership_id
    mine = Membership.objects.in_force().filter(organisation=actor.organisation_id, pk=leader)
    if not mine.exists():
        raise UnknownChoice(Text("Qui conduit le projet", "Who leads the project"), str(leader))
    return leader


def _new_reference() -> str:
    while True:
        reference = "P-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Case.objects.filter(reference=reference).exists():
            return reference
