"""Opening the examination of a dossier, saying who does it, keeping its internal note."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import levels
from rebond.web.instruction.models import Instruction, Shortlist, ShortlistEntry


def open_for(dossier: Dossier, now: datetime) -> Instruction:
    """Open the examination of a filed dossier, or return the one already open.

    Called inside the act that files: the journal tells that act. A correction that moves the dossier to
    another région moves its examination too, as long as neither région has sent its list.
    """
    with transaction.atomic():
        organisation = levels.examiner_of(dossier)
        known = (
            Instruction.objects.select_for_update(of=("self",))
            .filter(dossier=dossier)
            .select_related("organisation")
            .first()
        )
        if known is None:
            return Instruction.objects.create(
                dossier=dossier, organisation=organisation, opened_at=now
            )
        if known.organisation_id != organisation.pk and not _is_bound(dossier):
            ShortlistEntry.objects.filter(dossier=dossier).delete()
            known.organisation, known.assigned_to = organisation, None
            known.save(update_fields=["organisation", "assigned_to"])
        return known


def _is_bound(dossier: Dossier) -> bool:
    """Whether a list already sent holds the dossier where it is, or would not take it."""
    sent = Shortlist.objects.filter(call=dossier.call_id, sent_at__isnull=False)
    return (
        sent.filter(entries__dossier=dossier).exists()
        or sent.filter(region_code=dossier.region_code).exists()
    )
