"""Who declares results, and who checks them."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, Kind
from rebond.web.dossiers.models import Dossier
from rebond.web.sites.models import Site

CHECKING = frozenset({Kind.PREFECTURE_REGION, Kind.PREFECTURE_DEPARTEMENT})
"""State services that check what is declared in their territory; the national team checks anywhere."""

Subject = Site | Dossier


def may_follow(actor: Actor) -> bool:
    """Whether the actor has results to declare or to check."""
    return actor.kind in APPLICANTS or actor.kind in CHECKING or actor.is_national


def declares(actor: Actor, subject: Subject) -> bool:
    """Whether the subject is the actor's own: the site it manages, the dossier it filed."""
    owner = subject.manager_id if isinstance(subject, Site) else subject.organisation_id
    return owner is not None and owner == actor.organisation_id


def checks(actor: Actor, subject: Subject) -> bool:
    """Whether the actor checks what is declared of the subject: a State service of its territory."""
    if actor.is_national:
        return True
    if actor.kind not in CHECKING:
        return False
    return actor.is_everywhere or any(
        (one.kind, one.code) in actor.scopes for one in subject.places.all()
    )


def may_see(actor: Actor, subject: Subject) -> bool:
    """Whether the actor reads the numbers of one subject, each with its source."""
    return declares(actor, subject) or checks(actor, subject)


def may_declare(actor: Actor, subject: Subject) -> bool:
    """Whether the actor may record what it declares."""
    return actor.may_write and declares(actor, subject)


def may_check(actor: Actor, subject: Subject) -> bool:
    """Whether the actor may record what it checked; nobody checks its own declaration."""
    return actor.may_write and checks(actor, subject) and not declares(actor, subject)
