"""Exactly the list on the page, as CSV and XLSX; every cell is text or a date, never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.web.desk import search
from rebond.web.dossiers.models import Dossier

# A spreadsheet takes a cell that starts with one of these as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (
    "reference",
    "call",
    "title",
    "organisation",
    "organisation_kind",
    "region_code",
    "region",
    "commune_code",
    "commune",
    "state",
    "eligibility",
    "filed_at",
    "saved_at",
)
"""Names that do not change; nobody is named."""


def cells(dossier: Dossier) -> list[str]:
    """Return one row under the names of `COLUMNS`; what is missing is empty."""
    return [
        dossier.reference,
        dossier.call.reference,
        dossier.title,
        dossier.organisation.name,
        dossier.organisation.kind,
        dossier.region_code,
        search.regions().get(dossier.region_code, ""),
        dossier.commune_code,
        search.commune_name(dossier.commune_code),
        dossier.state,
        dossier.eligibility,
        moment(dossier.filed_at),
        moment(dossier.saved_at),
    ]


def moment(value: datetime | None) -> str:
    """Write a moment with its offset; nothing when there is none."""
    return timezone.localtime(value).isoformat(timespec="seconds") if value else ""


def as_csv(dossiers: Iterable[Dossier]) -> Iterator[str]:
    """Yield the file line by line, so that a long list never stands in memory."""
    yield "\ufeff" + _line(COLUMNS)
    for one in dossiers:
        yield _line([harmless(cell) for cell in cells(one)])


def as_xlsx(dossiers: Iterable[Dossier]) -> bytes:
    """Return a workbook; long lists go through the disk, not through memory."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Dossiers"))
    bold = book.add_format({"bold": True})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, bold)
    count = 0
    for count, one in enumerate(dossiers, start=1):
        for column, cell in enumerate(cells(one)):
            sheet.write_string(count, column, cell)
    sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(COLUMNS) - 1, 18)
    book.close()
    return target.getvalue()


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet will not run."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _line(values: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()
