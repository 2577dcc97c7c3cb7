"""Acts on funds: opened, raised, reduced, moved, closed, each with its reason, one row of the journal, one notice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.deliberations import sentences
from rebond.web.journal import reality
from rebond.web.journal.services import append
from rebond.web.ledger import called_back, movements, permissions, policy, telling, turns
from rebond.web.ledger.amounts import FULLEST, split, whole
from rebond.web.ledger.errors import (
    SHORTEST_REASON,
    FundClosed,
    FundFull,
    FundUnfit,
    NotEnough,
    NotEnoughPlaces,
    NotOfOneWorld,
    NotTheSameFunders,
    ReasonTooShort,
    SharesUnfit,
)
from rebond.web.ledger.models import Fund, FundShare, Transaction
from rebond.web.ledger.movements import Account, Told, key_of
from rebond.web.ledger.reserving import serve
from rebond.web.ledger.wording import amount_text

Kind = Transaction.Kind
REFERENCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEARS = range(2018, 2101)
MOST_PLACES = 10**9
FROM_SOURCE = (Account.SOURCE, Account.AVAILABLE)
TO_SOURCE = (Account.AVAILABLE, Account.SOURCE)
AVAILABLE = Text("disponible dans le fonds", "available in the fund")


@dataclass(frozen=True, slots=True)
class Opening:
    """What is said of a fund when it is opened; the shares, in their written order, make one."""

    reference: str
    manager: Organisation
    programme_id: str
    measure_id: str
    award_id: str
    year: int
    amount: int
    shares: Sequence[tuple[Organisation, Fraction]]
    unit: str = Fund.Unit.CENTS
    places: int | None = None
    """Places of the quota; None without a quota."""
    place: tuple[str, str] = ("pays", "FR")
    is_fictitious: bool = False


def open_fund(actor: Actor, opening: Opening, reason: str, now: datetime) -> Fund:
    """Open a fund with its envelope.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not permissions.may_open_for(actor, opening.manager.pk):
        raise PermissionDenied
    why = reason_of(reason)
    _check_opening(opening)
    with turns.turn():
        fund = Fund(
            reference=opening.reference,
            manager=opening.manager,
            programme_id=opening.programme_id,
            measure_id=opening.measure_id,
            award_id=opening.award_id,
            year=opening.year,
            place_kind=opening.place[0],
            place_code=opening.place[1],
            unit=opening.unit,
            has_quota=opening.places is not None,
            is_fictitious=opening.is_fictitious or reality.is_fictitious(actor),
            created_at=now,
        )
        if Fund.objects.filter(reference=opening.reference).exists():
            raise FundUnfit(
                Text(
                    "un fonds porte déjà la référence {reference}.",
                    "a fund already has the reference {reference}.",
                ).filled(reference=opening.reference),
                cure=Text("Donnez-en une autre.", "Give another."),
            )
        fund.save(force_insert=True)
        for position, (funder, share) in enumerate(opening.shares):
            FundShare.objects.create(
                fund=fund,
                funder=funder,
                numerator=share.numerator,
                denominator=share.denominator,
                position=position,
            )
        quota = opening.places or 0
        _fund(actor, fund, opening.amount, quota, Kind.ALLOCATED, why, now)
        said = {
            **_said(opening.amount, quota, why),
            "unit": fund.unit,
            "shares": [
                {"funder": funder.slug, "share": str(share)} for funder, share in opening.shares
            ],
        }
        append(actor, "ledger.open", ("fund", fund.reference), said, now=now)
        telling.tell_fund(fund, Text("ouvert", "opened"), now)
        fund.refresh_from_db()
    return fund


def raise_fund(
    actor: Actor,
    fund: Fund,
    amount: int,
    reason: str,
    now: datetime,
    *,
    places: int = 0,
    order: str = "",
) -> Fund:
    """Raise a fund by an amount, by places of its quota, or both; then serve those who wait.

    Raised for an `order` that was taken back though it had been paid, it keeps what that payment takes first, and
    may be closed.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    why = _checked(actor, fund, amount, places, reason)
    with turns.turn():
        held = movements.locked(fund.pk) if order else _open(fund)
        _refuse_places_without_quota(held, places)
        _fund(actor, held, amount, places, Kind.ALLOCATED, why, now)
        if order:
            held.refresh_from_db()
            is_lacking = called_back.commit_again(
                held, called_back.of_fund(held, order), actor, now
            )
            if held.closed_at is not None and not is_lacking:
                raise FundClosed(held.reference)
        served = serve(held.pk, now)
        said = {
            **_said(amount, places, why),
            **({"order": order} if order else {}),
            "served": [one.subject_reference for one in served],
        }
        append(actor, "ledger.raise", ("fund", held.reference), said, now=now)
        telling.tell_fund(held, _by("relevé de", "raised by", held, amount), now)
        telling.tell_served(held, served, now)
        held.refresh_from_db()
    return held


def reduce_fund(
    actor: Actor, fund: Fund, amount: int, reason: str, now: datetime, *, places: int = 0
) -> Fund:
    """Take an amount or free places away from a fund; never what is reserved.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    why = _checked(actor, fund, amount, places, reason)
    with turns.turn():
        held = _open(fund)
        _take(actor, held, amount, places, Kind.REDUCED, why, now)
        append(
            actor, "ledger.reduce", ("fund", held.reference), _said(amount, places, why), now=now
        )
        telling.tell_fund(held, _by("réduit de", "reduced by", held, amount), now)
        held.refresh_from_db()
    return held


def move(
    actor: Actor,
    fund: Fund,
    other: Fund,
    amount: int,
    reason: str,
    now: datetime,
    *,
    places: int = 0,
) -> tuple[Fund, Fund]:
    """Move an amount from a fund to another of the same funders and shares.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    why = _checked(actor, fund, amount, places, reason)
    if not permissions.may_manage(actor, other):
        raise PermissionDenied
    with turns.turn():
        for key in sorted({fund.pk, other.pk}):
            movements.locked(key)
        source, target = _open(fund), _open(other)
        # The row of the journal is about the source alone.
        reality.refuse(actor, ("fund", target.reference))
        if source.is_fictitious != target.is_fictitious:
            raise NotOfOneWorld(source.reference, target.reference)
        if (
            source.pk == target.pk
            or source.unit != target.unit
            or movements.shares_of(source) != movements.shares_of(target)
        ):
            raise NotTheSameFunders(source.reference, target.reference)
        _refuse_places_without_quota(target, places)
        _take(actor, source, amount, places, Kind.MOVED, why, now)
        _fund(actor, target, amount, places, Kind.MOVED, why, now)
        served = serve(target.pk, now)
        said = {
            **_said(amount, places, why),
            "to": target.reference,
            "served": [one.subject_reference for one in served],
        }
        append(actor, "ledger.move", ("fund", source.reference), said, now=now)
        telling.tell_fund(source, _by("réduit de", "reduced by", source, amount), now)
        telling.tell_fund(target, _by("relevé de", "raised by", target, amount), now)
        telling.tell_served(target, served, now)
        source.refresh_from_db()
        target.refresh_from_db()
    return source, target


def close_fund(actor: Actor, fund: Fund, reason: str, now: datetime) -> Fund:
    """Close a fund: it takes no more requests and serves nobody; what is reserved in it goes on.

    Raises
    ------
    PermissionDenied
    BadInput
    """
    if not permissions.may_manage(actor, fund):
        raise PermissionDenied
    why = reason_of(reason)
    with turns.turn():
        held = _open(fund)
        held.closed_at = now
        held.save(update_fields=["closed_at"])
        append(actor, "ledger.close", ("fund", held.reference), {"reason": why}, now=now)
        telling.tell_fund(held, Text("clos", "closed"), now)
    return held


def reason_of(reason: str) -> str:
    """Return a reason fit to stay in the books.

    Raises
    ------
    BadInput
    """
    why = sentences.tidy(reason)
    if len(why) < SHORTEST_REASON:
        raise ReasonTooShort(len(why))
    sentences.check_text(why)
    return why


def _checked(actor: Actor, fund: Fund, amount: int, places: int, reason: str) -> str:
    if not permissions.may_manage(actor, fund):
        raise PermissionDenied
    whole(amount, least=0 if places else 1)
    _whole_places(places)
    return reason_of(reason)


def _open(fund: Fund) -> Fund:
    held = movements.locked(fund.pk)
    if held.closed_at is not None:
        raise FundClosed(held.reference)
    return held


def _fund(
    actor: Actor, fund: Fund, amount: int, places: int, kind: Kind, why: str, now: datetime
) -> None:
    """Bring money and places from the source."""
    if fund.left + amount > FULLEST or fund.places + places > MOST_PLACES:
        raise FundFull(fund.reference)
    told = Told(_next_key(fund, kind), now, reason=why, actor_id=actor.membership_id)
    parts = _parts(fund, amount)
    movements.shift(fund, parts, FROM_SOURCE, kind, told, places=places, quota=places)


def _take(
    actor: Actor, fund: Fund, amount: int, places: int, kind: Kind, why: str, now: datetime
) -> None:
    told = Told(_next_key(fund, kind), now, reason=why, actor_id=actor.membership_id)
    parts = _parts(fund, amount)
    if not movements.shift(fund, parts, TO_SOURCE, kind, told, places=-places, quota=-places):
        if fund.left < amount:
            raise NotEnough(AVAILABLE, fund.left, amount, fund.unit)
        raise NotEnoughPlaces(fund.places_left, places)


def _parts(fund: Fund, amount: int) -> list[movements.Part]:
    funders, shares = movements.shares_of(fund)
    return list(zip(funders, split(amount, shares), strict=True))


def _next_key(fund: Fund, kind: Kind) -> str:
    """Return the key of an act that may be done again: the number that its movement will have."""
    return key_of(kind, fund.reference, fund.last_number + 1)


def _said(amount: int, places: int, why: str) -> dict[str, Any]:
    return {"amount": amount, "places": places, "reason": why}


def _by(fr: str, en: str, fund: Fund, amount: int) -> Text:
    return Text(f"{fr} {{by}}", f"{en} {{by}}").filled(by=amount_text(amount, fund.unit))


def _whole_places(places: object) -> None:
    if isinstance(places, bool) or not isinstance(places, int) or not 0 <= places <= MOST_PLACES:
        raise FundUnfit(
            Text(
                "« {found} » n’est pas un nombre de places, de 0 à {most}.",
                "“{found}” is not a number of places, from 0 to {most}.",
            ).filled(found=str(places)[:40], most=MOST_PLACES)
        )


def _refuse_places_without_quota(fund: Fund, places: int) -> None:
    if places and not fund.has_quota:
        raise FundUnfit(
            Text("le fonds {fund} n’a pas de quota.", "the fund {fund} has no quota.").filled(
                fund=fund.reference
            ),
            cure=Text("Laissez les places à zéro.", "Leave the places at zero."),
        )


def _check_opening(opening: Opening) -> None:
    whole(opening.amount)
    if opening.places is not None:
        _whole_places(opening.places)
    if len(opening.reference) > 40 or not REFERENCE.fullmatch(opening.reference):  # noqa: PLR2004
        raise FundUnfit(
            Text(
                "référence « {found} » : lettres sans accent, chiffres et tirets, 40 au plus.",
                "reference “{found}”: plain letters, digits and hyphens, 40 at most.",
            ).filled(found=opening.reference[:60])
        )
    if opening.year not in YEARS:
        raise FundUnfit(
            Text("année {found} : de {first} à {last}.", "year {found}: {first} to {last}.").filled(
                found=opening.year, first=YEARS[0], last=YEARS[-1]
            )
        )
    if opening.unit not in Fund.Unit.values:
        raise FundUnfit(Text("unité inconnue.", "unknown unit."))
    _check_shares(opening)


def _check_shares(opening: Opening) -> None:
    given = [share for _funder, share in opening.shares]
    total = sum(given, Fraction(0))
    if total != 1 or any(share <= 0 or share.denominator > 10**9 for share in given):
        raise SharesUnfit(
            Text(
                "les parts des financeurs font {total}, et non 1.",
                "the funders’ shares make {total}, not 1.",
            ).filled(total=total),
            cure=Text(
                "Écrivez des fractions exactes, comme 1/3 et 2/3.",
                "Write exact fractions, such as 1/3 and 2/3.",
            ),
        )
    if len({funder.pk for funder, _share in opening.shares}) != len(given):
        raise SharesUnfit(
            Text("un financeur est nommé deux fois.", "a funder is named twice."),
            cure=Text("Additionnez ses parts.", "Add its shares up."),
        )
    stated = policy.shares(opening.programme_id, opening.measure_id, opening.award_id)
    if stated is not None and sorted(stated) != sorted(given):
        raise SharesUnfit(
            Text(
                "la politique donne d’autres parts : {shares}.",
                "the policy gives other shares: {shares}.",
            ).filled(shares=", ".join(str(one) for one in stated)),
            cure=Text(
                "Reprenez ces parts, ou publiez d’abord une politique qui les change.",
                "Take these shares, or first publish a policy that changes them.",
            ),
        )
