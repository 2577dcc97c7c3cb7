"""What the acts of instruction check after locking: that the dossier is still examined, and by whom."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import permissions
from rebond.web.instruction.errors import DossierNotExamined
from rebond.web.instruction.models import Instruction

EXAMINED = frozenset({Dossier.State.FILED, Dossier.State.CORRECTION})


def locked(actor: Actor, dossier: Dossier) -> Instruction:
    """Lock a dossier's examination for an act of the organisation that leads it.

    Raises
    ------
    PermissionDenied
        When the actor's organisation does not examine it, or he stands aside from it.
    DossierNotExamined
        When it is withdrawn, or its call deliberated.
    """
    instruction = (
        Instruction.objects.select_for_update(of=("self",))
        .select_related("dossier__call", "organisation")
        .filter(dossier=dossier)
        .first()
    )
    if instruction is None or not permissions.may_instruct(actor, instruction):
        raise PermissionDenied
    if permissions.stands_aside(actor, instruction.dossier):
        raise PermissionDenied
    must_be_examined(instruction.dossier)
    return instruction


def must_be_examined(dossier: Dossier) -> None:
    """Refuse a dossier that is withdrawn or whose call is over."""
    if dossier.state == Dossier.State.WITHDRAWN:
        raise DossierNotExamined(dossier.reference, Text("il est retiré", "it is withdrawn"))
    if dossier.state not in EXAMINED:
        raise DossierNotExamined(dossier.reference, Text("il n’est pas déposé", "it is not filed"))
    if dossier.call.cancelled_at is not None:
        raise DossierNotExamined(
            dossier.reference, Text("son appel est annulé", "its call is cancelled")
        )
    if dossier.call.deliberated_at is not None:
        raise DossierNotExamined(
            dossier.reference, Text("la délibération est close", "deliberation is closed")
        )
