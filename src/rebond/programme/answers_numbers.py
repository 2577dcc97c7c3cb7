"""Numbers and amounts as people write them, in French or in English."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.texts import NO_BREAK_SPACE, Text, number

LARGEST = 2**53 - 1
"""Beyond it a canonical file cannot hold an integer."""
MONEY_DIGITS = 2
_BLANKS = str.maketrans("", "", f" \t{NO_BREAK_SPACE}\u202f\u2009\u2007")
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_PLAIN = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?", re.ASCII)
_GROUPED_BY_COMMA = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", re.ASCII)
_GROUPED_TWICE = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3}){2,}", re.ASCII)
_GROUPED_BY_BLANK = re.compile(
    r"[+-]?[0-9]{1,3}([ \u00a0\u202f\u2009\u2007][0-9]{3})+([.,][0-9]+)?"
)
_LONGEST = 60


def read_number(raw: Any) -> Decimal:
    """Read a number as it was written.

    Parameters
    ----------
    raw : str, int, float or Decimal
        ``60,5``, ``60.5``, ``1 060,5`` with any blank between thousands, ``1,060.5``. One comma or one point is
        the decimal sign; it is never guessed to part thousands.

    Returns
    -------
    Decimal

    Raises
    ------
    AnswerProblem

    Examples
    --------
    >>> read_number("1\u202f060,5"), read_number("1,060.5")
    (Decimal('1060.5'), Decimal('1060.5'))
    """
    if isinstance(raw, (int, float, Decimal)) and not isinstance(raw, bool):
        value = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
        if value.is_finite():
            return value
        raise _not_a_number()
    if not isinstance(raw, str) or len(raw) > _LONGEST:
        raise _not_a_number()
    written = raw.strip().translate(_MINUS)
    if _GROUPED_BY_BLANK.fullmatch(written):
        written = written.translate(_BLANKS)
    if _GROUPED_BY_COMMA.fullmatch(written) or _GROUPED_TWICE.fullmatch(written):
        written = written.replace(",", "")
    if not _PLAIN.fullmatch(written):
        raise _not_a_number()
    try:
        return Decimal(written.replace(",", "."))
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        raise _not_a_number() from None


def read_integer(field: Any, raw: Any) -> int:
    """Read a whole number inside the bounds of a field."""
    value = read_number(raw)
    if value != value.to_integral_value() or (isinstance(raw, str) and _has_decimals(raw)):
        raise AnswerProblem(
            AnswerFault.NOT_NUMBER,
            "",
            Text("", ""),
            Text("ce n’est pas un nombre entier.", "this is not a whole number."),
            cure=Text(
                "Écrivez un nombre sans virgule ni point.", "Write a number without comma or point."
            ),
        )
    _bounded(value, field.minimum, field.maximum, 0, field.unit)
    return int(value)


def _has_decimals(raw: str) -> bool:
    """Return whether a text has one comma or point, which would be its decimal sign."""
    return raw.count(",") + raw.count(".") == 1


def read_decimal(field: Any, raw: Any) -> str:
    """Read a number with the decimals of a field; more of them are refused, not rounded away."""
    value = _with_digits(read_number(raw), field.digits)
    low, high = (
        None if one is None else Decimal(repr(one)) for one in (field.minimum, field.maximum)
    )
    _bounded(value, low, high, field.digits, field.unit)
    return f"{value:f}"


def read_money(field: Any, raw: Any) -> int:
    """Read an amount: a text is euros as typed, a whole number is cents as kept."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        value = Decimal(raw) / 100
    elif isinstance(raw, str):
        bare = re.sub(r"(?i)(^\s*€)|((€|eur|euros?)\s*$)", "", raw.strip())
        value = read_number(bare)
    else:
        raise _not_a_number()
    value = _with_digits(value, MONEY_DIGITS)
    low = Decimal(field.minimum_cents) / 100
    high = None if field.maximum_cents is None else Decimal(field.maximum_cents) / 100
    _bounded(value, low, high, MONEY_DIGITS, Text("€", "€"))
    cents = int(value * 100)
    if abs(cents) > LARGEST:
        raise _not_a_number()
    return cents


def _with_digits(value: Decimal, digits: int) -> Decimal:
    if abs(value) > LARGEST:
        raise _not_a_number()
    exact = value.as_tuple().exponent
    if isinstance(exact, int) and -exact > digits:
        raise AnswerProblem(
            AnswerFault.NOT_NUMBER,
            "",
            Text("", ""),
            Text(
                f"ce nombre a {-exact} décimales, {digits} au plus sont gardées.",
                f"this number has {-exact} decimals; at most {digits} are kept.",
            ),
            why=Text(
                "Une virgule ou un point seul est lu comme signe décimal, jamais comme séparateur de milliers.",
                "A single comma or point is read as the decimal sign, never as a separator of thousands.",
            ),
            cure=Text(
                "Arrondissez-le vous-même, ou écrivez les milliers sans séparateur.",
                "Round it yourself, or write thousands without a separator.",
            ),
        )
    kept = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
    return abs(kept) if kept == 0 else kept


def _bounded(value: Decimal, low: Any, high: Any, digits: int, unit: Text | None) -> None:
    if abs(value) > LARGEST:
        raise _not_a_number()
    if (low is None or value >= low) and (high is None or value <= high):
        return
    unit = unit or Text("", "")

    def words(bound: Any) -> Text:
        return Text(
            f"{number(float(bound), 'fr', digits=digits)} {unit.fr}".strip(),
            f"{number(float(bound), 'en', digits=digits)} {unit.en}".strip(),
        )

    if low is not None and value < low:
        cure = Text("Le minimum accepté est {low}.", "The least accepted is {low}.").filled(
            low=words(low)
        )
    else:
        cure = Text("Le maximum accepté est {high}.", "The most accepted is {high}.").filled(
            high=words(high)
        )
    raise AnswerProblem(
        AnswerFault.OUT_OF_RANGE,
        "",
        Text("", ""),
        Text("{value} est hors des bornes.", "{value} is out of bounds.").filled(
            value=words(value)
        ),
        cure=cure,
    )


def _not_a_number() -> AnswerProblem:
    return AnswerProblem(
        AnswerFault.NOT_NUMBER,
        "",
        Text("", ""),
        Text("ce n’est pas un nombre.", "this is not a number."),
        cure=Text(
            "Écrivez un nombre, par exemple 1\u202f060,50.",
            "Write a number, for instance 1,060.50.",
        ),
    )
