"""Notices about cases: to the organisations that see what they are told of, the one that acts left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rebond.web.accounts.actors import Actor
from rebond.web.cases import queries
from rebond.web.cases.models import Case, Item
from rebond.web.instruction.addresses import path_of
from rebond.web.notices.services import tell_organisation


def tell(
    organisations: Iterable[int], kind: str, case: Case, facts: dict[str, Any], now: datetime
) -> None:
    """Tell organisations, once each."""
    for key in sorted(set(organisations)):
        tell_organisation(
            key,
            kind,
            ("case", case.reference),
            address=path_of("case", case.reference),
            facts={"title": case.title, "case": case.reference, **facts},
            now=now,
        )


def tell_parties(actor: Actor, kind: str, case: Case, facts: dict[str, Any], now: datetime) -> None:
    """Tell every party but the one that acts."""
    keys = {one.organisation_id for one in queries.parties(case)} - {actor.organisation_id}
    tell(keys, kind, case, {"organisation": actor.organisation_name, **facts}, now)


def tell_of_line(
    actor: Actor, kind: str, item: Item, facts: dict[str, Any], now: datetime, *, but: int = 0
) -> None:
    """Tell those who see a line, but the one that acts and the one told otherwise."""
    keys = queries.who_sees(item) - {actor.organisation_id, but}
    said = {"organisation": actor.organisation_name, "line": item.title, **facts}
    tell(keys, kind, item.case, said, now)
