"""An investor asks about one to five sites, and confirms by the link sent to the address given."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from rebond.web.accounts.actors import Actor
from rebond.web.enquiries import permissions, rules, tokens
from rebond.web.enquiries.addressing import parties_of
from rebond.web.enquiries.errors import ConfirmationOver, NobodyManages, TooManySites
from rebond.web.enquiries.models import Enquiry, Message, Recipient
from rebond.web.enquiries.naming import public_name
from rebond.web.enquiries.services.standing import addressees, record, refuse_over, tell
from rebond.web.journal import reality
from rebond.web.sites.models import Site

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
MOST_SITES = 5
DAYS_TO_CONFIRM = 7


@dataclass(frozen=True, slots=True)
class Contact:
    """What the investor says, cleaned and bounded by the form."""

    name: str
    email: str
    company: str
    country: str
    message: str
    confidentiality: str
    language: str = "fr"
    need: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """One enquiry that waits for its confirmation, and the secret that only its mail carries."""

    enquiry: Enquiry
    token: str


@transaction.atomic
def ask(
    sites: Sequence[Site], contact: Contact, *, by: Actor | None = None, now: datetime
) -> tuple[Asked, ...]:
    """Keep one enquiry a site until the address is confirmed; nothing is passed on or told before.

    `by` is the person signed in, if any: an investor's organisation is linked, and goes with the identity.
    The journal tells of an enquiry once it is confirmed.

    Raises
    ------
    TooManySites
    NobodyManages
        When the level shows the investor to the manager only, and a site has none.
    RealObject
        When the person signed in is fictitious and a site is not.
    """
    for one in sites:
        reality.refuse(by, ("site", one.identifier))
    if not 1 <= len(sites) <= MOST_SITES:
        raise TooManySites(len(sites), MOST_SITES)
    if contact.confidentiality == Enquiry.Confidentiality.MANAGER:
        alone = [public_name(one) for one in sites if not permissions.is_managed(one)]
        if alone:
            raise NobodyManages(alone)
    investor = by.organisation_id if by is not None and by.kind in permissions.INVESTORS else None
    asked: list[Asked] = []
    for site in sites:
        reference = _new_reference()
        token = tokens.token_of(reference)
        enquiry = Enquiry.objects.create(
            reference=reference,
            token_digest=tokens.digest_of(token),
            site=site,
            investor_id=investor,
            batch=asked[0].enquiry.reference if asked else reference,
            confidentiality=contact.confidentiality,
            need=contact.need,
            language=contact.language,
            contact_name=contact.name,
            contact_email=contact.email,
            company=contact.company,
            country=contact.country,
            message=contact.message,
            figures=dict(contact.figures),
            created_at=now,
        )
        asked.append(Asked(enquiry, token))
    return tuple(asked)


@transaction.atomic
def take_back(asked: Sequence[Asked]) -> None:
    """Forget enquiries whose confirmation could not be mailed."""
    keys = [one.enquiry.pk for one in asked]
    Enquiry.objects.filter(pk__in=keys, confirmed_at=None).delete()


@transaction.atomic
def confirm(enquiry: Enquiry, *, now: datetime) -> tuple[Enquiry, ...]:
    """Pass on every enquiry of the same form to its recipients; those already confirmed stay as they are.

    Raises
    ------
    ConfirmationOver
        When the link comes back too late.
    """
    together = Q(batch=enquiry.batch) if enquiry.batch else Q(pk=enquiry.pk)
    found = Enquiry.objects.select_for_update(of=("self",)).select_related("site__manager")
    batch = list(found.filter(together).order_by("pk"))
    for one in batch:
        if one.confirmed_at is None:
            refuse_over(one)
            if now > one.created_at + timedelta(days=DAYS_TO_CONFIRM):
                raise ConfirmationOver(DAYS_TO_CONFIRM)
            _pass_on(one, now)
    return tuple(batch)


def _pass_on(enquiry: Enquiry, now: datetime) -> None:
    site = enquiry.site
    enquiry.confirmed_at = now
    enquiry.answer_due_at = rules.answer_due(now, site.departement_code)
    enquiry.save(update_fields=["confirmed_at", "answer_due_at"])
    chosen = rules.recipients(parties_of(site), enquiry.confidentiality)
    Recipient.objects.bulk_create(
        Recipient(enquiry=enquiry, organisation_id=one.organisation, rule=one.rule, sent_at=now)
        for one in chosen
    )
    Message.objects.create(
        enquiry=enquiry, number=1, text=enquiry.message, state=Enquiry.State.RECEIVED, at=now
    )
    record(
        None,
        "received",
        enquiry,
        now,
        confidentiality=enquiry.confidentiality,
        recipients=sorted(str(one.rule) for one in chosen),
    )
    tell(addressees(enquiry), "received", enquiry, now)


def _new_reference() -> str:
    """Return a reference that nobody has and nobody can guess from another."""
    while True:
        reference = "C-" + "".join(secrets.choice(ALPHABET) for _ in range(8))
        if not Enquiry.objects.filter(reference=reference).exists():
            return reference
