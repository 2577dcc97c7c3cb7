"""The committee as its manager sees it: members, declarations, and what may tie a member to a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rebond.web.accounts.models import Scope
from rebond.web.calls.models import Call
from rebond.web.committee import queries
from rebond.web.committee.models import Declaration, Seat
from rebond.web.dossiers.models import DossierPlace
from rebond.web.instruction.models import Opinion


@dataclass(frozen=True, slots=True)
class Hint:
    """One dossier to which a member's organisation may be tied, and by what."""

    reference: str
    kind: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One seat: how many dossiers are declared, from which its holder stands aside, and hints not yet answered."""

    seat: Seat
    declared: int
    left: int
    interests: tuple[Declaration, ...]
    hints: tuple[Hint, ...]


def members(call: Call, now: datetime) -> list[MemberRow]:
    """Return every seat with its declarations (a constant number of queries)."""
    seats = list(queries.seats(call))
    listed = list(queries.dossiers(call, now))
    references = {one.pk: one.reference for one in listed}
    latest: dict[int, dict[int, Declaration]] = {}
    person = {seat.pk: seat.membership.user_id for seat in seats}
    for one in queries.declarations(call):
        latest.setdefault(person[one.seat_id], {})[one.dossier_id] = one
    hints = _hints({seat.membership.organisation_id for seat in seats}, references)
    rows = []
    for seat in seats:
        said = latest.get(seat.membership.user_id, {})
        before = {key: one for key, one in said.items() if key in references}
        rows.append(
            MemberRow(
                seat,
                len(before),
                len(references) - len(before),
                tuple(one for one in said.values() if one.has_interest),
                tuple(
                    Hint(references[key], kind)
                    for key, kind in hints.get(seat.membership.organisation_id, ())
                    if key not in said or not said[key].has_interest
                ),
            )
        )
    return rows


def _hints(organisations: set[int], references: dict[int, str]) -> dict[int, list[tuple[int, str]]]:
    """Return, by organisation, the dossiers on which it gave an opinion or that stand in its territory."""
    found: dict[int, list[tuple[int, str]]] = {}
    pairs = Opinion.objects.filter(
        request__service__in=organisations, request__dossier__in=references
    ).values_list("request__service", "request__dossier")
    for organisation, key in sorted(set(pairs)):
        found.setdefault(organisation, []).append((key, queries.GAVE_OPINION))
    scopes = list(Scope.objects.filter(organisation__in=organisations, kind__in=queries.LOCAL))
    standing: dict[tuple[str, str], list[int]] = {}
    places = DossierPlace.objects.filter(
        dossier__in=references,
        kind__in={one.kind for one in scopes},
        code__in={one.code for one in scopes},
    )
    for place in places.order_by("dossier"):
        standing.setdefault((place.kind, place.code), []).append(place.dossier_id)
    for scope in scopes:
        for key in standing.get((scope.kind, scope.code), ()):
            entry = (key, queries.IN_ITS_TERRITORY)
            if entry not in found.setdefault(scope.organisation_id, []):
                found[scope.organisation_id].append(entry)
    return found
