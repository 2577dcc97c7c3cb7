"""Numbers, days and years as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import math
import re

from rebond.sitefiles.notes import Remark
from rebond.sitefiles.tables import Field

Number = tuple[int | float | None, tuple[Remark, ...]]

_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d+)?", re.ASCII)
_COMMA = re.compile(r"[+-]?\d*,\d+", re.ASCII)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_UNIT = re.compile(r"(.*?\d)\s*([^\d\s.,].*)", re.DOTALL)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", re.ASCII
)
_OTHER_DAY = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII)
_COMPACT_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_YEAR_OF = re.compile(r"(\d{4})(?:\.0+|-\d{2}-\d{2}.*)", re.ASCII | re.DOTALL)
EXACT = 2**53
FIRST_YEAR, LAST_YEAR = 1000, 2999


def number_text(value: float) -> str:
    """Write a number as files of ours do: a whole one without decimals.

    Examples
    --------
    >>> number_text(21.0), number_text(37.2)
    ('21', '37.2')
    """
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        value = int(value)
    return repr(value)


def read_number(text: str, field: Field, *, has_decimal_comma: bool) -> Number:
    """Return the number that a cell holds.

    Parameters
    ----------
    text : str
        Without spaces around.
    field : Field
    has_decimal_comma : bool
        Whether a comma can only be decimal.

    Returns
    -------
    tuple
        An int when the number is whole, a float otherwise; None when it is refused.
    """
    if _PLAIN.fullmatch(text):
        whole = int(text)
        return _bounded(whole, field, ())
    remarks: tuple[Remark, ...] = ()
    bare = text
    unit = _UNIT.fullmatch(text)
    if unit and field.unit and unit[2].strip().casefold() == field.unit.casefold():
        bare = unit[1]
        remarks = (Remark("corrected", "number-unit", text, bare),)
    if _GROUPED.fullmatch(bare):
        tidy = re.sub(r"[ \u00a0\u202f']", "", bare)
        remarks = (*remarks, Remark("corrected", "number-spaced", text, tidy))
        has_decimal_comma, bare = True, tidy
    if _COMMA.fullmatch(bare):
        if not has_decimal_comma and _TWO_WAYS.fullmatch(bare):
            return None, (Remark("refused", "number-ambiguous", text),)
        tidy = bare.replace(",", ".")
        remarks = (*remarks, Remark("corrected", "decimal-comma", text, tidy))
        bare = tidy
    value = float(bare) if _NUMBER.fullmatch(bare) else math.nan
    if not math.isfinite(value):
        return None, (Remark("refused", "number", text),)
    if value.is_integer() and abs(value) < EXACT:
        return _bounded(int(value), field, remarks)
    if field.type == "integer":
        return None, (Remark("refused", "integer", text),)
    return _bounded(value, field, remarks)


def _bounded(value: float, field: Field, remarks: tuple[Remark, ...]) -> Number:
    if field.minimum is not None and value < field.minimum:
        end = number_text(field.minimum)
        return None, (Remark("refused", "minimum", number_text(value), end),)
    if field.maximum is not None and value > field.maximum:
        end = number_text(field.maximum)
        return None, (Remark("refused", "maximum", number_text(value), end),)
    return value, remarks


def read_date(text: str) -> tuple[str | None, tuple[Remark, ...]]:
    """Return the ISO day that a cell holds.

    A day written with the year last is read as the French do, day first; a moment loses its time.
    """
    if _DAY.fullmatch(text) and _is_day(text):
        return text, ()
    written = _rewritten(text)
    if written is not None and _is_day(written):
        return written, (Remark("corrected", "date-written", text, written),)
    return None, (Remark("refused", "date", text),)


def _rewritten(text: str) -> str | None:
    french = _FRENCH_DAY.fullmatch(text)
    if french:
        return f"{french[3]}-{int(french[2]):02}-{int(french[1]):02}"
    other = _OTHER_DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if other:
        return f"{other[1]}-{int(other[2]):02}-{int(other[3]):02}"
    moment = _MOMENT.fullmatch(text)
    return moment[1] if moment else None


def _is_day(text: str) -> bool:
    try:
        return FIRST_YEAR <= dt.date.fromisoformat(text).year <= LAST_YEAR
    except ValueError:
        return False


def read_year(text: str) -> tuple[str | None, tuple[Remark, ...]]:
    """Return the year that a cell holds, as four digits."""
    year = text
    remarks: tuple[Remark, ...] = ()
    longer = _YEAR_OF.fullmatch(text)
    if longer:
        year = longer[1]
        remarks = (Remark("corrected", "date-written", text, year),)
    if not _YEAR.fullmatch(year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None, (Remark("refused", "year", text),)
    return year, remarks
