"""Who may examine, answer and read: by role and by territory."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS, SERVICES, Kind
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.queries import is_recused
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import Instruction, OpinionRequest

EXAMINERS = frozenset({Kind.PREFECTURE_REGION}) | MANAGERS


def may_open_boards(actor: Actor) -> bool:
    """Préfectures de région and managers of calls have a board of dossiers."""
    return actor.kind in EXAMINERS


def may_open_requests(actor: Actor) -> bool:
    """Services have a list of opinions asked of them."""
    return actor.kind in SERVICES


def covers_region(actor: Actor, region_code: str) -> bool:
    """Whether a région is inside the actor's scope."""
    return actor.is_everywhere or region_code in actor.codes("region")


def examines(actor: Actor, instruction: Instruction) -> bool:
    """Whether the actor's organisation examines this dossier, in its territory."""
    if instruction.organisation_id != actor.organisation_id:
        return False
    return actor.kind in MANAGERS or covers_region(actor, instruction.dossier.region_code)


def may_instruct(actor: Actor, instruction: Instruction) -> bool:
    """Whether the actor may act on the examination of this dossier."""
    return actor.may_write and examines(actor, instruction)


def acts_for(actor: Actor, dossier: Dossier) -> bool:
    """Whether the person acts, under any organisation, for the one that filed the dossier."""
    theirs = Membership.objects.in_force().filter(user=actor.user_id)
    return theirs.filter(organisation=dossier.organisation_id).exists()


def stands_aside(actor: Actor, dossier: Dossier) -> bool:
    """Whether the person has no part in the examination of a dossier: its applicant's, or recused from it."""
    return acts_for(actor, dossier) or is_recused(actor, dossier)


def manages(actor: Actor, call: Call) -> bool:
    """Whether the actor's organisation runs the call."""
    return call.manager_id == actor.organisation_id and actor.kind in MANAGERS


def may_read_all_opinions(actor: Actor, dossier: Dossier, instruction: Instruction | None) -> bool:
    """Whether every service's opinion is shown; the committee is judged apart, by its seats."""
    if instruction is not None and examines(actor, instruction):
        return True
    return manages(actor, dossier.call)


def may_answer(actor: Actor, request: OpinionRequest) -> bool:
    """Whether the actor may give the opinion asked here: never on a dossier of his own side."""
    return (
        actor.may_write
        and request.service_id == actor.organisation_id
        and (not acts_for(actor, request.dossier))
    )


def may_read_request(actor: Actor, request: OpinionRequest) -> bool:
    """Whether the dossier is shown beside a request: not once it is cancelled, nor to the applicant's side."""
    return request.state != OpinionRequest.State.CANCELLED and not acts_for(actor, request.dossier)


def may_send(actor: Actor, call: Call, region_code: str, *, examiner: int) -> bool:
    """Whether the actor may order and send the list of a région; `examiner` is who examines it."""
    if not actor.may_write or examiner != actor.organisation_id:
        return False
    return manages(actor, call) or covers_region(actor, region_code)
