"""Who may do what on a dossier; territory is in `queries.visible`, and in the instruction's organisation."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS
from rebond.web.dossiers.models import Dossier


def may_apply(actor: Actor) -> bool:
    """Whether the organisation is of a kind that files dossiers (any role)."""
    return actor.kind in APPLICANTS


def may_start(actor: Actor) -> bool:
    """Whether the actor may open a draft."""
    return may_apply(actor) and actor.may_write


def may_edit(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may change answers and files, as far as the dossier's state allows."""
    return dossier.organisation_id == actor.organisation_id and actor.may_write


def may_file(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may file: same people as those who write."""
    return may_edit(actor, dossier)


def may_withdraw(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor may withdraw."""
    return may_edit(actor, dossier)


def may_ask_correction(actor: Actor, dossier: Dossier) -> bool:
    """Whether the actor examines the dossier, or manages its call."""
    if not actor.may_write:
        return False
    if actor.organisation_id == dossier.call.manager_id:
        return True
    instruction = getattr(dossier, "instruction", None)
    return instruction is not None and instruction.organisation_id == actor.organisation_id


def may_correct_places(actor: Actor) -> bool:
    """Whether the actor may correct a territory's code."""
    return actor.is_national and actor.may_write


def may_read_personal(actor: Actor, dossier: Dossier) -> bool:
    """Whether personal answers are shown: to the applicant and to those who examine."""
    if actor.organisation_id in {dossier.organisation_id, dossier.call.manager_id}:
        return True
    instruction = getattr(dossier, "instruction", None)
    return instruction is not None and instruction.organisation_id == actor.organisation_id
