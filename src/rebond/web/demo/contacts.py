"""Fictitious contacts about the fictitious sites: one late, one anonymous, one that came to a visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from rebond.web.accounts.actors import Actor
from rebond.web.demo.cast import DOMAIN
from rebond.web.demo.registry import PARKS, identifier
from rebond.web.enquiries import services
from rebond.web.enquiries.models import Enquiry, Message
from rebond.web.enquiries.services import Contact, Outcome
from rebond.web.sites.models import Site

DAY = timedelta(days=1)
MANAGER, AGENCY, INVESTOR = "epci.valdorme", "agence", "investisseur"
PEOPLE = (MANAGER, AGENCY, INVESTOR)
EMAIL = f"contact@{DOMAIN}"


def play(now: datetime, actors: Mapping[str, Actor]) -> tuple[Enquiry, ...]:
    """Ask, answer and move through the services; no mail leaves, for nobody reads these addresses."""
    manager, investor = actors[MANAGER], actors[INVESTOR]
    site = Site.objects.get(identifier=identifier(PARKS[0]))
    late = _received(
        site,
        now - 12 * DAY,
        by=investor,
        company=investor.organisation_name,
        language="en",
        message=(
            "We look for 20 ha in one piece with 10 MVA, for a fictitious plant.\n\n"
            "Is the larger lot free, and when could we build?"
        ),
        figures={"area_ha": 20, "power_mva": 10, "jobs": 150},
    )
    hidden = _received(
        site,
        now - DAY,
        level=Enquiry.Confidentiality.ANONYMOUS,
        message="Un projet fictif de dix hectares : le raccordement est-il daté ?",
        figures={"area_ha": 10},
    )
    visited = _received(
        site,
        now - 25 * DAY,
        level=Enquiry.Confidentiality.MANAGER,
        message="Un atelier fictif d’emboutissage cherche un lot desservi.",
        figures={"area_ha": 8, "jobs": 60, "investment_cents": 1_500_000_000},
    )
    answer = "Le lot est libre et desservi. Nous vous recevons quand vous voulez."
    services.answer(manager, visited, answer, now=now - 22 * DAY)
    services.note(actors[AGENCY], visited, "Bonne nouvelle pour la région.", now=now - 21 * DAY)
    outcome = Outcome(figures={"jobs": 60}, is_public=True)
    services.move(manager, visited, "visit", outcome, seen="answered", now=now - 15 * DAY)
    Message.objects.filter(enquiry=visited, membership__isnull=False).update(mailed_at=now)
    return late, hidden, visited


def _received(
    site: Site,
    at: datetime,
    *,
    by: Actor | None = None,
    level: str = Enquiry.Confidentiality.OPEN,
    **said: Any,
) -> Enquiry:
    contact = Contact(
        **{
            "name": "Camille Fictif",
            "email": EMAIL,
            "company": "Société fictive",
            "country": "FR",
            "confidentiality": level,
            **said,
        }
    )
    (asked,) = services.ask([site], contact, by=by, now=at)
    services.confirm(asked.enquiry, now=at)
    asked.enquiry.refresh_from_db()
    return asked.enquiry
