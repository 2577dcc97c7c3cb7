"""Who is told what happens on the way from an offer to a contract; never a name, nor why a contract broke."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from rebond.web.accounts.models import Organisation
from rebond.web.aids import measures
from rebond.web.aids.models import Profile, Recruitment
from rebond.web.notices import services as notices

PROPOSED, ANSWERED, REFUSED = "aids.proposed", "aids.answered", "aids.refused"
SIGNED, TO_LABEL, LABELLED, DECLINED = (
    "aids.signed",
    "aids.to_label",
    "aids.labelled",
    "aids.declined",
)
BROKEN, ENDED, OFFER_OVER = "aids.broken", "aids.ended", "aids.offer_over"
EXPIRES, EXPIRED = "aids.profile_expires", "aids.profile_expired"


def tell_person(recruitment: Recruitment, kind: str, now: datetime) -> None:
    """Tell the young person."""
    notices.tell([recruitment.person_id], kind, **_about(recruitment), now=now)


def tell_firm(recruitment: Recruitment, kind: str, now: datetime) -> None:
    """Tell everyone who acts for the firm."""
    firm = recruitment.offer.organisation_id
    notices.tell_organisation(firm, kind, **_about(recruitment), now=now)


def tell_examiners(recruitment: Recruitment, kind: str, now: datetime) -> None:
    """Tell those who label under the offer's measure."""
    offer = recruitment.offer
    kinds = measures.labellers((offer.programme_id, offer.measure_id))
    for one in Organisation.objects.filter(kind__in=kinds, closed_at=None).order_by("pk"):
        notices.tell_organisation(one.pk, kind, **_about(recruitment), now=now)


def tell_of_profile(profile: Profile, kind: str, facts: dict[str, Any], now: datetime) -> None:
    """Tell a person of their own profile."""
    about = ("profile", profile.reference)
    notices.tell(
        [profile.user_id], kind, about, address=_address("young-profile"), facts=facts, now=now
    )


def _about(recruitment: Recruitment) -> dict[str, Any]:
    offer = recruitment.offer
    return {
        "about": ("recruitment", recruitment.reference),
        "address": _address("recruitment", recruitment.reference),
        "facts": {
            "reference": recruitment.reference,
            "title": offer.title,
            "firm": offer.organisation.name,
        },
    }


def _address(name: str, *arguments: str) -> str:
    with translation.override("fr"):
        return reverse(name, args=arguments)
