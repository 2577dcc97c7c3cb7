"""Telling those who have a draft or a dossier in a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.notices.services import tell


def tell_applicants(call: Call, kind: str, facts: Mapping[str, Any], *, now: datetime) -> None:
    """Tell everyone who acts for an organisation with a draft or a dossier that is not withdrawn."""
    applicants = call.dossiers.filter(withdrawn_at=None).values("organisation")
    people = Membership.objects.in_force().filter(organisation__in=applicants)
    with translation.override("fr"):
        address = reverse("call-page", args=[call.reference])
    tell(
        people.order_by("user_id").values_list("user_id", flat=True).distinct(),
        kind,
        ("call", call.reference),
        address=address,
        facts={"title_fr": call.title_fr, "title_en": call.title_en, **facts},
        now=now,
    )
