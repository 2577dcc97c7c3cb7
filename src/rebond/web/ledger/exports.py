"""The books for accountants: postings as CSV, and a workbook whose totals are formulas that equal ours."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from rebond.web.desk.exports import harmless, moment
from rebond.web.ledger import queries, unit_words
from rebond.web.ledger.models import Fund, Posting, Transaction
from rebond.web.theme import writing

COLUMNS = (
    "fund",
    "programme",
    "measure",
    "year",
    "number",
    "at",
    "kind",
    "kind_words",
    "key",
    "subject_type",
    "subject",
    "funder",
    "account",
    "account_words",
    "amount",
    "unit",
    "territory_kind",
    "territory_code",
    "reason",
    "is_fictitious",
)
"""Names that do not change; codes keep their words beside them, in the language of the page; nobody is named."""
AMOUNT, ACCOUNT, FUNDER = COLUMNS.index("amount"), COLUMNS.index("account"), COLUMNS.index("funder")
SHEET, TOTALS = "Ecritures", "Totaux"
CENTS = 100
CHUNK = 2_000
MOST_ROWS = 1_048_575


def postings(fund: Fund) -> Iterator[Posting]:
    """Yield the postings of a fund in the order of its movements."""
    found = Posting.objects.filter(fund=fund.pk).select_related(
        "transaction__reservation", "funder"
    )
    yield from found.order_by("transaction__number", "pk").iterator(chunk_size=CHUNK)


def as_csv(fund: Fund) -> Iterator[str]:
    """Return the file line by line; amounts to the cent, with a point."""
    # Words are read now: a response that streams is written once the language of the request is gone.
    return _lines(fund, _words(fund))


def _words(fund: Fund) -> Mapping[str, str]:
    """Return movements and accounts in words."""
    found = {**dict(Transaction.Kind.choices), **dict(Posting.Account.choices)}
    return {
        code: writing.words(unit_words.label(code, str(words), fund.unit))
        for code, words in found.items()
    }


def _lines(fund: Fund, words: Mapping[str, str]) -> Iterator[str]:
    yield "\ufeff" + _line(COLUMNS)
    for one in postings(fund):
        cells = _cells(fund, one, words)
        cells[AMOUNT] = amount_written(one.amount, fund.unit)
        yield _line([cell if at == AMOUNT else harmless(cell) for at, cell in enumerate(cells)])


def as_xlsx(fund: Fund) -> bytes:
    """Return a workbook: every posting, and totals by account and funder as formulas on them."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet, totals = book.add_worksheet(SHEET), book.add_worksheet(TOTALS)
    bold = book.add_format({"bold": True})
    form = book.add_format({"num_format": "0" if fund.unit == Fund.Unit.DAYS else "#,##0.00"})
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name, bold)
    count, words = 0, _words(fund)
    for count, one in enumerate(postings(fund), start=1):
        for column, cell in enumerate(_cells(fund, one, words)):
            if column == AMOUNT:
                sheet.write_number(count, column, _value(one.amount, fund.unit), form)
            else:
                sheet.write_string(count, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(COLUMNS) - 1, 16)
    _totals(totals, fund, max(count, 1), bold, form)
    book.close()
    return target.getvalue()


def amount_written(amount: int, unit: str) -> str:
    """Write an amount for programs: euros with two decimals, or days."""
    if unit == Fund.Unit.DAYS:
        return str(amount)
    sign, size = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{size // CENTS}.{size % CENTS:02d}"


def _totals(
    sheet: xlsxwriter.worksheet.Worksheet,
    fund: Fund,
    last: int,
    bold: xlsxwriter.format.Format,
    form: xlsxwriter.format.Format,
) -> None:
    """Write one row an account, one column a funder, and their sums; all are formulas with their result."""

    def column(at: int) -> str:
        first = xl_rowcol_to_cell(1, at, row_abs=True, col_abs=True)
        return f"{SHEET}!{first}:{xl_rowcol_to_cell(last, at, row_abs=True, col_abs=True)}"

    rows = queries.by_funder(fund)
    accounts = list(Posting.Account.values)
    end = len(rows) + 1
    sheet.write_string(0, 0, "account", bold)
    for at, (share, _held) in enumerate(rows, start=1):
        sheet.write_string(0, at, share.funder.slug, bold)
    sheet.write_string(0, end, "total", bold)
    sheet.write_string(0, end + 1, "account_words", bold)
    words = _words(fund)
    for line, account in enumerate(accounts, start=1):
        sheet.write_string(line, 0, account)
        sheet.write_string(line, end + 1, words[account])
        for at, (_share, held) in enumerate(rows, start=1):
            name = xl_rowcol_to_cell(0, at, row_abs=True)
            formula = (
                f"=ROUND(SUMIFS({column(AMOUNT)},{column(ACCOUNT)},$A{line + 1},"
                f"{column(FUNDER)},{name}),2)"
            )
            sheet.write_formula(line, at, formula, form, _value(held[account], fund.unit))
        whole = sum(held[account] for _share, held in rows)
        left, right = xl_rowcol_to_cell(line, 1), xl_rowcol_to_cell(line, len(rows))
        sheet.write_formula(
            line, end, f"=ROUND(SUM({left}:{right}),2)", form, _value(whole, fund.unit)
        )
    bottom = len(accounts) + 1
    sheet.write_string(bottom, 0, "total", bold)
    for at in range(1, end + 1):
        top, low = xl_rowcol_to_cell(1, at), xl_rowcol_to_cell(len(accounts), at)
        sheet.write_formula(bottom, at, f"=ROUND(SUM({top}:{low}),2)", form, 0)
    sheet.set_column(0, end, 18)


def _value(amount: int, unit: str) -> float | int:
    return amount if unit == Fund.Unit.DAYS else amount / CENTS


def _cells(fund: Fund, one: Posting, words: Mapping[str, str]) -> list[str]:
    moved = one.transaction
    case = moved.reservation
    return [
        fund.reference,
        fund.programme_id,
        fund.measure_id,
        str(fund.year),
        str(moved.number),
        moment(moved.at),
        moved.kind,
        words[moved.kind],
        moved.key,
        case.subject_type if case else "",
        case.subject_reference if case else "",
        one.funder.slug,
        one.account,
        words[one.account],
        str(one.amount),
        "EUR" if fund.unit == Fund.Unit.CENTS else "days",
        one.territory_kind,
        one.territory_code,
        moved.reason,
        "true" if fund.is_fictitious else "false",
    ]


def _line(values: Iterator[str] | list[str] | tuple[str, ...]) -> str:
    line = io.StringIO(newline="")
    csv.writer(line).writerow(values)
    return line.getvalue()
