"""Who takes part in a case: invited by its lead, taken out by its lead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.cases.errors import AlreadyAParty, LeadStays, NotInCase, UnknownChoice
from rebond.web.cases.models import Case, Party
from rebond.web.cases.services.standing import led, require_running
from rebond.web.cases.services.telling import tell
from rebond.web.cases.wording import PARTS
from rebond.web.journal.services import append


def invite(actor: Actor, case: Case, organisation: Organisation, part: str, now: datetime) -> Party:
    """Give an organisation a part; it is told, and sees its part of the timeline at once."""
    with transaction.atomic():
        one = led(actor, case)
        require_running(one)
        if part not in Party.Part.values or part == Party.Part.LEAD:
            raise UnknownChoice(Text("Part", "Part"), part)
        if organisation.closed_at is not None:
            raise UnknownChoice(Text("Organisation", "Organisation"), organisation.name)
        there = Party.objects.filter(case=one, organisation=organisation, left_at=None).first()
        if there is not None:
            raise AlreadyAParty(organisation.name, PARTS[there.part], there.joined_at)
        party = Party.objects.create(case=one, organisation=organisation, part=part, joined_at=now)
        append(
            actor,
            "cases.invited",
            ("case", one.reference),
            {"organisation": organisation.slug, "part": part},
            now=now,
        )
        facts = {"organisation": actor.organisation_name}
        tell([organisation.pk], "cases.opened", one, facts, now)
    return party


def leave(actor: Actor, case: Case, party: int, now: datetime) -> None:
    """Take an organisation out: it no longer sees anything of the case; what it wrote stays."""
    with transaction.atomic():
        one = led(actor, case)
        found = (
            Party.objects.select_for_update(of=("self",))
            .select_related("organisation")
            .filter(case=one, pk=party, left_at=None)
            .first()
        )
        if found is None:
            raise NotInCase
        if found.organisation_id == one.lead_id:
            raise LeadStays
        found.left_at = now
        found.save(update_fields=["left_at"])
        append(
            actor,
            "cases.left",
            ("case", one.reference),
            {"organisation": found.organisation.slug, "part": found.part},
            now=now,
        )
        facts = {"organisation": actor.organisation_name}
        tell([found.organisation_id], "cases.left", one, facts, now)
