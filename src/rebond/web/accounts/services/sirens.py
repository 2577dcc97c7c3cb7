"""The SIREN of an organisation: registered once, corrected by the national team with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.accounts import errors
from rebond.web.accounts import siren as siren_key
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.accounts.permissions import (
    may_administer,
    may_register_siren,
    may_run_organisations,
)
from rebond.web.accounts.services.locking import lock_open
from rebond.web.journal import services as journal
from rebond.web.territories.places import atlas

AUTHORITIES = ("epci", "ept")
"""Places whose code is the SIREN of who governs them."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What a room did with what it counts by a number that is corrected: for the journal, and in words."""

    content: Mapping[str, Any]
    words: Text


Follows = Callable[[Organisation], Followed | None]
_follows: list[Follows] = []


def when_corrected(function: Follows) -> None:
    """Declare what follows a correction, in its transaction and under the organisation's lock."""
    if function not in _follows:
        _follows.append(function)


@transaction.atomic
def register_siren(
    actor: Actor, organisation: Organisation, written: str, reason: str = "", *, now: datetime
) -> tuple[Text, ...]:
    """Register an organisation's SIREN, or correct the registered one; return what a correction moved elsewhere.

    Raises
    ------
    PermissionDenied
        When somebody else does it than its administrator or the national team.
    RebondError
        When the number cannot be, is that of another, is registered already, or is corrected without a reason.
    """
    if not may_administer(actor, organisation):
        raise PermissionDenied
    one = lock_open(organisation)
    siren, before = "".join(written.split()), one.siren
    if siren and siren == before:
        raise errors.SirenAlready(siren, is_same=True)
    if not may_register_siren(actor, one):
        raise errors.SirenAlready(before)
    if before and not reason.strip():
        raise errors.ReasonMissing
    may_read = may_run_organisations(actor)
    if may_read:
        check(siren, one.kind)
    else:
        _check_own(one, siren)
    one.siren = siren
    one.former_sirens = [*one.former_sirens, *([before] if before else [])]
    with taken_once(siren, one.kind, may_read=may_read):
        one.save(update_fields=["siren", "former_sirens"])
    about = ("organisation", one.slug)
    followed = [found for each in _follows if (found := each(one)) is not None] if before else []
    if before:
        content = {"before": before, "after": siren, "reason": reason.strip()}
        for found in followed:
            content |= found.content
        journal.append(actor, "accounts.siren_corrected", about, content, now=now)
    else:
        journal.append(actor, "accounts.siren_registered", about, {"siren": siren}, now=now)
    if not may_read:
        # The journal lets one act after the other: of two kinds at the same moment, the second sees the first.
        _check_free(one, siren)
    return tuple(found.words for found in followed)


def check(siren: str, kind: str, *, is_optional: bool = False) -> None:
    """Refuse a number that is no SIREN, or that another open organisation of this kind has."""
    _check_key(siren, is_optional=is_optional)
    other = _others(siren).filter(kind=kind).first()
    if other is not None:
        raise errors.SirenTaken(siren, other.name)


@contextmanager
def taken_once(siren: str, kind: str, *, may_read: bool = True) -> Iterator[None]:
    """Refuse a SIREN that somebody else wrote at the same moment, and say whose it is to who may read it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        other = _others(siren).filter(kind=kind).first() if siren else None
        if other is None:
            raise
        if not may_read:
            raise errors.SirenHeld(siren) from None
        raise errors.SirenTaken(siren, other.name) from None


def _check_own(one: Organisation, siren: str) -> None:
    """Leave to the national team what an administrator's word does not settle, without naming anyone."""
    _check_key(siren)
    is_governing = one.scopes.filter(kind=one.kind, code=siren, kind__in=AUTHORITIES).exists()
    names_a_place = any(_is_place(kind, siren) for kind in AUTHORITIES)
    if not is_governing and (one.kind in AUTHORITIES or names_a_place):
        # Sites are given to the authority whose SIREN they name.
        raise errors.SirenOfAuthority(siren)
    _check_free(one, siren)


def _check_free(one: Organisation, siren: str) -> None:
    if _others(siren).exclude(pk=one.pk).exists():
        raise errors.SirenHeld(siren)


def _check_key(siren: str, *, is_optional: bool = False) -> None:
    if not siren.strip("0") or not siren_key.is_siren(siren):
        raise errors.WrongSiren(siren[:20], is_optional=is_optional)


def _is_place(kind: str, code: str) -> bool:
    try:
        atlas().place(PlaceKey(kind, code))
    except (RebondError, ValueError):
        return False
    return True


def _others(siren: str) -> QuerySet[Organisation]:
    return Organisation.objects.filter(siren=siren, closed_at=None)
