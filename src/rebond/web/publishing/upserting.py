"""A site written by an own system: entered if it is new, changed where it differs, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.sitefiles.tables import TABLES
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.sites import queries, services, tables
from rebond.web.sites.errors import IdentifierTaken, NothingChanges, ValuesRefused
from rebond.web.sites.groups import extension_fields
from rebond.web.sites.models import Site

_UNKNOWN = Text("Ce champ n’existe pas.", "There is no such field.")
_ELSEWHERE = Text(
    "L’identifiant d’un site neuf commence par le code INSEE de sa commune.",
    "The identifier of a new site begins with the INSEE code of its commune.",
)
_OTHER = Text(
    "L’identifiant n’est pas celui de l’adresse.", "The identifier is not that of the address."
)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a site."""

    site: Site
    is_created: bool
    is_changed: bool


@transaction.atomic
def upsert(
    actor: Actor,
    identifier: str,
    values: Mapping[str, Any],
    given: services.Given,
    now: datetime,
    *,
    seen: int | None = None,
) -> Done:
    """Enter a site of the actor, or change the values given of one that is his.

    Raises
    ------
    ValuesRefused, SourceMissing, OutsideTerritory, RecordMoved
    PermissionDenied
        For the identifier of a site that is not the actor's, be it one that he sees or not.
    """
    theirs = {one.name for one in TABLES[tables.SITES].fields}
    if unknown := sorted(values.keys() - theirs - extension_fields()):
        raise ValuesRefused([(unknown[0], _UNKNOWN)])
    if values.get("site_id") not in {None, identifier}:
        raise ValuesRefused([("site_id", _OTHER)])
    told = {name: value for name, value in values.items() if name != "site_id"}
    site = queries.visible(actor).filter(identifier=identifier).first()
    if site is not None:
        return _changed(actor, site, told, given, now, seen)
    ours = {name: value for name, value in told.items() if name in extension_fields()}
    cells = {name: value for name, value in told.items() if name not in ours}
    # Asked before the registry is: an identifier of another territory is refused alike, there or not.
    if not identifier.startswith(str(cells.get("site_comm_insee") or "")):
        raise ValuesRefused([("site_id", _ELSEWHERE)])
    try:
        site = services.create(actor, {**cells, "site_id": identifier}, given, now)
    except IdentifierTaken:
        raise PermissionDenied from None
    known = {name: value for name, value in ours.items() if value not in (None, "")}
    if known:
        site = services.edit(actor, site, known, given, now)
    return Done(site, is_created=True, is_changed=True)


def _changed(
    actor: Actor,
    site: Site,
    told: Mapping[str, Any],
    given: services.Given,
    now: datetime,
    seen: int | None,
) -> Done:
    try:
        done = services.edit(actor, site, told, given, now, seen=seen)
    except NothingChanges:
        return Done(site, is_created=False, is_changed=False)
    return Done(done, is_created=False, is_changed=True)
