"""Who applies, who examines, who reads an application: an aid of the firm is the firm's, one of the person the person's."""

from __future__ import annotations

from rebond.aid import Aid
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import User
from rebond.web.aids.models import Application, Recruitment

By = Actor | User
"""Who acts: somebody for an organisation, or a person for nobody but themselves."""
OPERATORS = frozenset({Kind.BPIFRANCE, Kind.ACTION_LOGEMENT, Kind.BANQUE_DES_TERRITOIRES})


def user_id(by: By) -> int:
    """Return the key of the person."""
    return by.user_id if isinstance(by, Actor) else by.pk


def actor_of(by: By) -> Actor | None:
    """Return the actor that the journal names; None for a person without organisation."""
    return by if isinstance(by, Actor) else None


def may_apply(by: By, recruitment: Recruitment, aid: Aid) -> bool:
    """Return whether an aid may be applied for: by the firm's people, or by the young person alone."""
    if aid.beneficiary == "person":
        return user_id(by) == recruitment.person_id
    return (
        aid.beneficiary == "firm"
        and isinstance(by, Actor)
        and by.may_write
        and by.organisation_id == recruitment.offer.organisation_id
    )


def is_applicant(by: By, application: Application) -> bool:
    """Return whether the application is one's own, to complete, to prove or to withdraw."""
    if application.person_id is not None:
        return user_id(by) == application.person_id
    return isinstance(by, Actor) and by.may_write and by.organisation_id == application.firm_id


def may_instruct(by: By, application: Application) -> bool:
    """Return whether the application may be decided: by the people of its operator."""
    return isinstance(by, Actor) and by.may_write and by.organisation_id == application.operator_id


def may_read_facts(by: By, application: Application) -> bool:
    """Return whether what the applicant told is read: by the applicant and the operator, nobody else."""
    if application.person_id is not None and user_id(by) == application.person_id:
        return True
    return isinstance(by, Actor) and by.organisation_id in {
        application.operator_id,
        application.firm_id,
    }


def examines(actor: Actor) -> bool:
    """Return whether the organisation is of a kind that examines aids, or runs the programme."""
    return actor.is_national or actor.kind in OPERATORS
