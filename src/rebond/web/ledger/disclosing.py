"""What may be told of money by territory: each amount by how many cases stand behind it, few are kept secret.

The public dataset and the page of a measure both read this, so that neither tells what the other keeps back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from rebond.web.ledger.models import Fund, Posting
from rebond.web.publishing.secrecy import kept_back

Account = Posting.Account
Place = tuple[str, str]
HELD: Mapping[str, str] = {Account.RESERVED: "reserved", Account.COMMITTED: "committed"}
"""Accounts told by what they hold."""
EVER: Mapping[str, str] = {Account.PAID: "paid", Account.RECOVERED: "recovered"}
"""Accounts told by all that ever came in, whatever came back."""
AMOUNTS = (*HELD.values(), *EVER.values())


@dataclass(frozen=True, slots=True)
class Cells:
    """What is told of one territory, or of all together; None is kept secret."""

    reservations: int | None = 0
    reserved: int | None = 0
    committed: int | None = 0
    paid: int | None = 0
    recovered: int | None = 0

    @property
    def is_secret(self) -> bool:
        """Whether a cell at least is kept secret."""
        return None in (self.reservations, *(getattr(self, name) for name in AMOUNTS))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a fund: its total, and each territory; an empty key is an unknown one."""

    total: Cells
    places: Mapping[Place, Cells]


class _Counted:
    """The sums of a fund, and the cases behind each of them."""

    def __init__(self) -> None:
        self.cases: dict[Place, set[int]] = defaultdict(set)
        self.sums: dict[str, dict[Place, int]] = {name: defaultdict(int) for name in AMOUNTS}
        self.behind: dict[str, dict[Place, int]] = {name: defaultdict(int) for name in AMOUNTS}

    def add(self, place: Place, account: str, case: int, held: int, ever: int) -> None:
        """Count one case in one account."""
        self.cases[place].add(case)
        name, amount = HELD.get(account), held
        if name is None:
            name, amount = EVER.get(account), ever
        if name is not None and amount:
            self.sums[name][place] += amount
            self.behind[name][place] += 1

    def told(self, least: int) -> Told:
        """Return what is told: a sum of few cases is secret, and others with it against subtraction."""
        cases = {place: len(found) for place, found in self.cases.items()}
        columns = {"reservations": (cases, cases)}
        for name in AMOUNTS:
            behind = {place: self.behind[name].get(place, 0) for place in cases}
            columns[name] = (behind, self.sums[name])
        total: dict[str, int | None] = {}
        cells: dict[Place, dict[str, int | None]] = {place: {} for place in cases}
        for name, (behind, sums) in columns.items():
            hidden = kept_back(behind, least)
            is_small = 0 < sum(behind.values()) < least
            total[name] = None if is_small else sum(sums.values())
            for place in cases:
                cells[place][name] = None if place in hidden else sums.get(place, 0)
        for said in cells.values():
            # Of a territory of few cases, «nothing was paid» would be told of each of them.
            if said["reservations"] is None:
                said.update(dict.fromkeys(said))
        return Told(Cells(**total), {place: Cells(**cells[place]) for place in sorted(cases)})


def of_funds(funds: QuerySet[Fund]) -> dict[int, Told]:
    """Return what may be told of each fund that ever reserved anything; one query."""
    rows = (
        Posting.objects.filter(fund__in=funds, transaction__reservation__isnull=False)
        .order_by()
        .values_list(
            "fund",
            "territory_kind",
            "territory_code",
            "account",
            "transaction__reservation",
        )
        .annotate(
            held=Coalesce(Sum("amount"), 0),
            ever=Coalesce(Sum("amount", filter=Q(amount__gt=0)), 0),
        )
    )
    found: dict[int, _Counted] = defaultdict(_Counted)
    for fund, kind, code, account, case, held, ever in rows.iterator(chunk_size=5_000):
        found[fund].add((kind, code) if code else ("", ""), account, case, int(held), int(ever))
    return {fund: one.told(settings.LEAST_COUNT) for fund, one in found.items()}


def together(funds: QuerySet[Fund]) -> tuple[dict[tuple[Place, str], Cells], dict[str, Cells]]:
    """Return several funds put together by territory and unit, and by unit what no territory is told of.

    A cell kept secret in one fund is secret in the sum, which would give it by subtraction. A territory of which
    nothing is told is not named. What is left of a total that is secret is secret.
    """
    units = dict(funds.values_list("pk", "unit"))
    parts: dict[tuple[Place, str], list[Cells]] = defaultdict(list)
    totals: dict[str, list[Cells]] = defaultdict(list)
    for fund, told in of_funds(funds).items():
        totals[units[fund]].append(told.total)
        for place, cells in told.places.items():
            parts[place, units[fund]].append(cells)
    summed = {key: _sum(cells) for key, cells in sorted(parts.items())}
    named = {
        key: cells for key, cells in summed.items() if key[0][1] and cells.reservations is not None
    }
    rest = {}
    for unit, each in totals.items():
        whole = _sum(each)
        shown = [cells for (_place, one), cells in named.items() if one == unit]
        left = _left(whole, shown)
        if left != Cells():
            rest[unit] = left
    return named, rest


def _sum(cells: list[Cells]) -> Cells:
    said = {}
    for name in ("reservations", *AMOUNTS):
        values = [getattr(one, name) for one in cells]
        said[name] = None if None in values else sum(values)
    return Cells(**said)


def _left(whole: Cells, shown: list[Cells]) -> Cells:
    said = {}
    for name in ("reservations", *AMOUNTS):
        total = getattr(whole, name)
        said[name] = (
            None if total is None else total - sum(getattr(one, name) or 0 for one in shown)
        )
    return Cells(**said)
