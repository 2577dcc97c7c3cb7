"""Money by fund and territory, and laureates of calls for training, as datasets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.ledger import disclosing
from rebond.web.ledger.models import Fund, Transaction
from rebond.web.publishing.dataset import OPEN_LICENCE, Column, Dataset, Row
from rebond.web.territories.places import atlas
from rebond.web.training.models import Laureate, PathStep

CHUNK = 1_000

MONEY_COLUMNS = (
    Column("row", "string", Text("enveloppe et territoire", "fund and territory"), required=True),
    Column("fund", "string", Text("enveloppe", "fund"), required=True),
    Column("programme", "string", Text("programme", "programme")),
    Column("measure", "string", Text("mesure", "measure")),
    Column("award", "string", Text("aide", "award")),
    Column("year", "integer", Text("année", "year")),
    Column("unit", "string", Text("unité", "unit"), choices=tuple(Fund.Unit.values)),
    Column(
        "territory",
        "string",
        Text("territoire ; vide pour le total", "territory; empty for the total"),
    ),
    Column("territory_name", "string", Text("nom du territoire", "name of the territory")),
    Column("reservations", "integer", Text("nombre de réservations", "number of reservations")),
    Column("reserved", "integer", Text("réservé", "reserved"), unit="unit"),
    Column("committed", "integer", Text("engagé", "committed"), unit="unit"),
    Column("paid", "integer", Text("payé", "paid"), unit="unit"),
    Column("recovered", "integer", Text("recouvré", "recovered"), unit="unit"),
    Column(
        "is_secret",
        "boolean",
        Text("une case au moins est tenue secrète", "a cell at least is kept secret"),
        required=True,
    ),
)


def _money(_now: datetime) -> Iterator[Row]:
    for fund in Fund.objects.filter(is_fictitious=False).order_by("reference").iterator():
        told = disclosing.of_funds(Fund.objects.filter(pk=fund.pk)).get(fund.pk)
        yield _money_row(fund, "", "", disclosing.Cells() if told is None else told.total)
        for key, cells in () if told is None else told.places.items():
            yield _money_row(fund, ":".join(key) if key[1] else "unknown", _name(*key), cells)


def _money_row(fund: Fund, territory: str, name: str, cells: disclosing.Cells) -> Row:
    row = f"{fund.reference}/{territory or 'total'}"
    return Row(
        row,
        {
            "row": row,
            "fund": fund.reference,
            "programme": fund.programme_id,
            "measure": fund.measure_id,
            "award": fund.award_id,
            "year": fund.year,
            "unit": fund.unit,
            "territory": territory or None,
            "territory_name": name or None,
            "reservations": cells.reservations,
            **{each: getattr(cells, each) for each in disclosing.AMOUNTS},
            "is_secret": cells.is_secret,
        },
    )


def _name(kind: str, code: str) -> str:
    try:
        return atlas().place(PlaceKey.parse(f"{kind}:{code}")).name
    except (RebondError, ValueError):
        return ""


def _money_stamp(_now: datetime) -> str:
    said = Transaction.objects.aggregate(count=Count("pk"), last=Max("pk"))
    return f"{said}-{settings.LEAST_COUNT}"


def _money_changed(_now: datetime) -> datetime | None:
    found: datetime | None = Transaction.objects.filter(fund__is_fictitious=False).aggregate(
        at=Max("at")
    )["at"]
    return found


LAUREATE_COLUMNS = (
    Column("reference", "string", Text("référence", "reference"), required=True),
    Column("call_name", "string", Text("appel", "call")),
    Column(
        "name", "string", Text("nom, tel que la source l’écrit", "name, as the source writes it")
    ),
    Column("territory", "string", Text("clé du territoire", "key of the territory")),
    Column("retained_on", "date", Text("retenu le", "retained on")),
    Column("steps", "integer", Text("étapes connues", "known steps")),
    Column("source_url", "string", Text("source", "source")),
)


def _laureates(_now: datetime) -> Iterator[Row]:
    found = Laureate.objects.filter(is_fictitious=False).annotate(known=Count("steps"))
    for one in found.order_by("reference").iterator(chunk_size=CHUNK):
        yield Row(
            one.reference,
            {
                "reference": one.reference,
                "call_name": one.call_name,
                "name": one.name,
                "territory": f"{one.place_kind}:{one.place_code}" if one.place_code else None,
                "retained_on": one.retained_on,
                "steps": one.known,
                "source_url": one.source_url or None,
            },
            starts_on=one.retained_on,
        )


def _laureates_stamp(_now: datetime) -> str:
    real = Laureate.objects.filter(is_fictitious=False)
    steps = PathStep.objects.filter(laureate__in=real)
    said = [one.aggregate(count=Count("pk"), last=Max("pk")) for one in (real, steps)]
    return f"{said}"


def _laureates_changed(_now: datetime) -> datetime | None:
    real = PathStep.objects.filter(laureate__is_fictitious=False)
    found: datetime | None = real.aggregate(at=Max("recorded_at"))["at"]
    return found


MONEY = Dataset(
    "money",
    Text("Argent par enveloppe et territoire", "Money by fund and territory"),
    Text(
        "Ce qui est réservé, engagé, payé et recouvré, par enveloppe, mesure et territoire ; montants en centimes, ou "
        "en jours de conseil.",
        "What is reserved, committed, paid and recovered, by fund, measure and territory; amounts in cents, or in days "
        "of advice.",
    ),
    OPEN_LICENCE,
    "CONT",
    MONEY_COLUMNS,
    "row",
    _money,
    _money_stamp,
    _money_changed,
    filters=("fund", "measure", "year", "territory"),
    secrecy=Text(
        "Un nombre ou un montant derrière lequel il y a peu de réservations est tenu secret, et un second avec lui pour "
        "que la soustraction ne le trouve pas : la case est vide, « is_secret » est vrai.",
        "A count or an amount behind which there are few reservations is kept secret, and a second one with it so that "
        "subtraction does not find it: the cell is empty and “is_secret” is true.",
    ),
)
LAUREATES = Dataset(
    "training-laureates",
    Text("Lauréats des appels à formation", "Laureates of the calls for training"),
    Text(
        "Les territoires retenus dans les appels à formation, tels que les sources les nomment.",
        "The territories retained in the calls for training, as the sources name them.",
    ),
    OPEN_LICENCE,
    "IRREG",
    LAUREATE_COLUMNS,
    "reference",
    _laureates,
    _laureates_stamp,
    _laureates_changed,
    has_time=True,
    filters=("call_name", "territory"),
)
