"""Following the money of every measure: allocated, reserved, committed, paid, recovered, by whatever is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from rebond.texts import Text
from rebond.web.accounts.models import Organisation
from rebond.web.ledger import disclosing
from rebond.web.ledger.disclosing import Cells
from rebond.web.ledger.models import Fund, Posting

Account = Posting.Account
FICTITIOUS, PARTLY = Text("fictif", "fictitious"), Text("en partie fictif", "partly fictitious")


@dataclass(frozen=True, slots=True)
class Money:
    """What became of sums; paid and recovered are all that ever was, whatever came back."""

    allocated: int = 0
    reserved: int = 0
    committed: int = 0
    paid: int = 0
    recovered: int = 0

    def __add__(self, other: Money) -> Money:
        return Money(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


Key = tuple[Any, ...]
TOTAL = (
    ("allocated", Q(account=Account.SOURCE), -1),
    ("reserved", Q(account=Account.RESERVED), 1),
    ("committed", Q(account=Account.COMMITTED), 1),
    ("paid", Q(account=Account.PAID, amount__gt=0), 1),
    ("recovered", Q(account=Account.RECOVERED, amount__gt=0), 1),
)


def totals(funds: QuerySet[Fund], *by: str) -> dict[Key, Money]:
    """Return the sums of funds by columns of their postings; one query."""
    sums = {name: Coalesce(Sum("amount", filter=which), 0) for name, which, _sign in TOTAL}
    rows = Posting.objects.filter(fund__in=funds).order_by().values_list(*by).annotate(**sums)
    found = {}
    for row in rows:
        key, values = row[: len(by)], row[len(by) :]
        found[key] = Money(
            *(sign * int(value) for (_n, _w, sign), value in zip(TOTAL, values, strict=True))
        )
    return found


def by_measure(funds: QuerySet[Fund]) -> dict[Key, Money]:
    """Return the sums by programme, measure and unit."""
    return totals(funds, "fund__programme_id", "fund__measure_id", "fund__unit")


def marks(funds: QuerySet[Fund], *by: str) -> dict[Key, Text]:
    """Return which sums are fictitious by columns of their postings, wholly or in part, in words; one query."""
    rows = Posting.objects.filter(fund__in=funds).order_by().values_list(*by)
    counted = rows.annotate(
        invented=Count("pk", filter=Q(fund__is_fictitious=True)),
        real=Count("pk", filter=Q(fund__is_fictitious=False)),
    )
    return {row[: len(by)]: PARTLY if row[-1] else FICTITIOUS for row in counted if row[len(by)]}


MEASURE = ("fund__programme_id", "fund__measure_id")
YEAR = ("fund__year", "fund__unit")
FUNDER = ("funder", "fund__unit")
PLACE = ("territory_kind", "territory_code", "fund__unit")


def by_year(funds: QuerySet[Fund]) -> list[tuple[int, str, Money, Text | None]]:
    """Return the sums by year and unit, each with its mark."""
    rows, mark = totals(funds, *YEAR), marks(funds, *YEAR)
    return [(*key, money, mark.get(key)) for key, money in sorted(rows.items())]


def by_funder(funds: QuerySet[Fund]) -> list[tuple[str, str, Money, Text | None]]:
    """Return the sums by funder and unit, each with its mark."""
    rows, mark = totals(funds, *FUNDER), marks(funds, *FUNDER)
    names: Mapping[int, str] = dict(
        Organisation.objects.filter(pk__in={key[0] for key in rows}).values_list("pk", "name")
    )
    named = [(names[key[0]], key[1], money, mark.get(key)) for key, money in rows.items()]
    return sorted(named, key=lambda one: (one[0], one[1]))


def by_territory(
    funds: QuerySet[Fund], *, is_whole: bool
) -> list[tuple[tuple[str, str] | None, str, Money | Cells, Text | None]]:
    """Return the sums by territory and unit, each with its mark, whole for who reads the funds.

    For anyone else what the public dataset keeps back is secret here too; the territories that are not named
    are put together (None), under the mark of all territories: theirs alone would tell of one of them.
    """
    mark = marks(funds, *PLACE)
    if not is_whole:
        named, rest = disclosing.together(funds.all())
        told = [
            (place, unit, cells, mark.get((*place, unit))) for (place, unit), cells in named.items()
        ]
        of_unit = marks(funds, "fund__unit")
        left = [(None, unit, cells, of_unit.get((unit,))) for unit, cells in sorted(rest.items())]
        return [*told, *left]
    rows = totals(funds.all(), *PLACE)
    return [
        (key[:2], key[2], money, mark.get(key)) for key, money in sorted(rows.items()) if key[1]
    ]
