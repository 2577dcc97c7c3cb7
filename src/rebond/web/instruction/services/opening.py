"""Opening the examination of a dossier, saying who does it, keeping its internal note."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import levels, permissions
from rebond.web.instruction.addresses import path_of
from rebond.web.instruction.errors import NoPrefecture, NotAColleague, NoteChanged, ShortlistSent
from rebond.web.instruction.models import Instruction, Shortlist, ShortlistEntry
from rebond.web.instruction.services.standing import locked
from rebond.web.instruction.wording import clean
from rebond.web.journal.services import append
from rebond.web.notices.services import tell, tell_organisation


def open_for(dossier: Dossier, now: datetime) -> Instruction:
    """Open the examination of a filed dossier, or return the one already open.

    Called inside the act that files: the journal tells that act. A correction that moves the dossier to
    another région moves its examination too, as long as neither région has sent its list.
    """
    with transaction.atomic():
        known = (
            Instruction.objects.select_for_update(of=("self",))
            .filter(dossier=dossier)
            .select_related("organisation")
            .first()
        )
        organisation = levels.examiner_of(dossier)
        if known is None:
            known = Instruction.objects.create(
                dossier=dossier, organisation=organisation, opened_at=now
            )
            _tell_opened(dossier, known, now)
        elif known.organisation_id != organisation.pk and not _is_bound(dossier):
            ShortlistEntry.objects.filter(dossier=dossier).delete()
            known.organisation, known.assigned_to = organisation, None
            known.save(update_fields=["organisation", "assigned_to"])
            _tell_opened(dossier, known, now)
        return known


def hand_over(actor: Actor, call: Call, region_code: str, now: datetime) -> int:
    """Give a région's dossiers to its préfecture, which has joined after their filing; by the call's manager.

    Raises
    ------
    NoPrefecture
        When it has no account.
    ShortlistSent
        When the list has been sent: nothing is left to examine.
    """
    with transaction.atomic():
        if not (actor.may_write and permissions.manages(actor, call)):
            raise PermissionDenied
        prefecture = levels.prefecture_of(region_code)
        if prefecture is None or not levels.has_regional_stage(call):
            raise NoPrefecture(region_code)
        shortlist = (
            Shortlist.objects.select_for_update(of=("self",))
            .filter(call=call, region_code=region_code)
            .first()
        )
        if shortlist is not None and shortlist.sent_at is not None:
            raise ShortlistSent(shortlist.sent_at, str(shortlist.organisation))
        moved = (
            Instruction.objects.filter(dossier__call=call, dossier__region_code=region_code)
            .exclude(organisation=prefecture)
            .update(organisation=prefecture, assigned_to=None)
        )
        if not moved:
            return 0
        about = ("shortlist", f"{call.reference}/{region_code}")
        facts = {"title": call.title_fr, "count": moved}
        append(
            actor,
            "instruction.handed_over",
            about,
            {"to": prefecture.slug, "dossiers": moved},
            now=now,
        )
        address = path_of("instruction")
        tell_organisation(
            prefecture.pk,
            "instruction.handed_over",
            about,
            address=address,
            facts=facts,
            now=now,
        )
        return moved


def assign(
    actor: Actor, dossier: Dossier, membership: Membership | None, now: datetime
) -> Instruction:
    """Say who examines a dossier inside the organisation; None takes it back from everybody."""
    with transaction.atomic():
        instruction = locked(actor, dossier)
        if membership is not None:
            colleagues = Membership.objects.in_force().filter(
                organisation=instruction.organisation_id
            )
            if not colleagues.filter(pk=membership.pk).exists():
                raise NotAColleague
        instruction.assigned_to = membership
        instruction.save(update_fields=["assigned_to"])
        append(
            actor,
            "instruction.assigned",
            ("dossier", dossier.reference),
            {"to": str(membership.user.reference) if membership else None},
            now=now,
        )
        if membership is not None and membership.user_id != actor.user_id:
            tell(
                [membership.user_id],
                "instruction.assigned",
                ("dossier", dossier.reference),
                address=path_of("instruction-dossier", dossier.reference),
                facts={"title": dossier.title, "dossier": dossier.reference},
                now=now,
            )
        return instruction


def write_note(
    actor: Actor, dossier: Dossier, text: str, now: datetime, *, base: str | None = None
) -> Instruction:
    """Write the internal note; `base` is the note that the writer had read, to lose nobody's words.

    The journal keeps that a note was written, not what it says: other organisations read the journal.
    """
    with transaction.atomic():
        instruction = locked(actor, dossier)
        text = clean(text)
        if base is not None and clean(base) != instruction.note:
            raise NoteChanged(instruction.note)
        if text == instruction.note:
            return instruction
        instruction.note = text
        instruction.save(update_fields=["note"])
        append(
            actor,
            "instruction.noted",
            ("dossier", dossier.reference),
            {"characters": len(text)},
            now=now,
        )
        return instruction


def _tell_opened(dossier: Dossier, instruction: Instruction, now: datetime) -> None:
    tell_organisation(
        instruction.organisation_id,
        "instruction.opened",
        ("dossier", dossier.reference),
        address=path_of("instruction-dossier", dossier.reference),
        facts={"title": dossier.title, "dossier": dossier.reference},
        now=now,
    )


def _is_bound(dossier: Dossier) -> bool:
    """Whether a list already sent holds the dossier where it is, or would not take it."""
    sent = Shortlist.objects.filter(call=dossier.call_id, sent_at__isnull=False)
    return (
        sent.filter(entries__dossier=dossier).exists()
        or sent.filter(region_code=dossier.region_code).exists()
    )
