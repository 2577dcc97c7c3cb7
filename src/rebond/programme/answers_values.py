"""One value: from what a form or an interface sends to what is kept."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from rebond.errors import RebondError
from rebond.programme.answers_geometry import read_geometry
from rebond.programme.answers_numbers import read_decimal, read_integer, read_money
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.texts import Text, day_text

CommuneResolver = Callable[[str], str]
"""Takes a code or a name as typed, returns the code of today's commune; raises RebondError in words."""

SIREN_DIGITS = 9
PHONE_DIGITS = range(8, 16)
_EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@[^@\s,;<>\"()]{1,190}\.[^@\s,;<>\"().]{2,63}")
_PHONE = re.compile(r"\+?[0-9 .()\-/]+")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
_FRENCH_DAY = re.compile(r"([0-9]{1,2})[/. \-]([0-9]{1,2})[/. \-]([0-9]{4})", re.ASCII)
_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}", re.ASCII)
_CODE_IN_NAME = re.compile(r"\(([0-9][0-9AB][0-9]{3})\)\s*\Z", re.ASCII)
_UNSEEN_DROPPED = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
_LINE_ENDS = str.maketrans({"\u2028": "\n", "\u2029": "\n", "\x85": "\n"})
_REFUSED = frozenset({"Cc", "Cs", "Cn", "Co"})
_DIRECTIONS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_YES = frozenset({"oui", "yes", "true", "vrai", "1"})
_NO = frozenset({"non", "no", "false", "faux", "0"})


def normalise(
    field: Any, raw: Any, *, path: str = "", communes: CommuneResolver | None = None
) -> Any:
    """Read what was sent for a field.

    Parameters
    ----------
    field : FormField
        Of any kind but a group, a list or a file, which have no value of their own.
    raw : JSON value or str
        As typed (French or English numbers and days), or as kept: what is kept is read as itself.
    path : str, optional
        Where the answer stands, for the message; the id of the field by default.
    communes : callable, optional
        Finds a commune; without it only the form of codes is checked.

    Returns
    -------
    JSON value
        None for a blank, which is neither zero nor no. Text as NFC; integer as int; decimal as text with
        the field's decimals (``"60.00"``); money as int, cents; day as ISO text; choices as ids in the order
        of the form; geometry as GeoJSON in WGS 84, six decimals.

    Raises
    ------
    AnswerProblem

    Examples
    --------
    >>> from rebond.programme.forms import DecimalField
    >>> area = DecimalField(id="area", type="decimal", label={"fr": "Surface", "en": "Area"})
    >>> normalise(area, "1 060,5")
    '1060.50'
    >>> normalise(area, "") is None
    True
    """
    reader = _READERS.get(field.type)
    if reader is None:
        raise ValueError(field.type)
    try:
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        if field.type == "commune":
            return _communes(field, raw, communes)
        return reader(field, raw)
    except AnswerProblem as problem:
        raise AnswerProblem(
            problem.fault,
            path or field.id,
            field.label,
            problem.what,
            why=problem.why,
            cure=problem.cure_text,
        ) from None


def fault(kind: AnswerFault, what: Text, cure: Text, *, why: Text | None = None) -> AnswerProblem:
    """Return a problem without its place, which `normalise` adds."""
    return AnswerProblem(kind, "", Text("", ""), what, why=why, cure=cure)


def _line(field: Any, raw: Any) -> str | None:
    written = _clean(raw)
    if "\n" in written or "\t" in written:
        raise _unseen(Text("retour à la ligne ou tabulation", "line break or tab"))
    _measure(written, field.max_length)
    if written and field.format != "plain":
        _formed(field.format, written)
    return written or None


def _long_text(field: Any, raw: Any) -> str | None:
    written = _clean(raw)
    _measure(written, field.max_length)
    return written or None


def _clean(raw: Any) -> str:
    """Return a text in NFC without invisible marks; refuse what could hide or reverse a part of it."""
    if not isinstance(raw, str):
        raise fault(
            AnswerFault.NOT_TEXT,
            Text("ce n’est pas un texte.", "this is not a text."),
            Text("Écrivez un texte.", "Write a text."),
        )
    unfolded = raw.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    written = unicodedata.normalize("NFC", unfolded.translate(_UNSEEN_DROPPED)).strip()
    for letter in written:
        if letter in _DIRECTIONS or (
            letter not in "\n\t" and unicodedata.category(letter) in _REFUSED
        ):
            code = f"U+{ord(letter):04X}"
            raise _unseen(Text(f"caractère {code}", f"character {code}"))
    return written


def _unseen(found: Text) -> AnswerProblem:
    return fault(
        AnswerFault.NOT_TEXT,
        Text("le texte contient un {found}.", "the text holds a {found}.").filled(found=found),
        Text(
            "Retirez-le, ou copiez le texte depuis une page sans mise en forme.",
            "Remove it, or copy the text from a page without formatting.",
        ),
        why=Text(
            "Un caractère qui ne se voit pas pourrait cacher ou retourner une partie du texte.",
            "A character that nobody sees could hide or reverse a part of the text.",
        ),
    )


def _measure(written: str, most: int) -> None:
    if len(written) > most:
        raise fault(
            AnswerFault.TOO_LONG,
            Text(
                f"le texte a {len(written)} caractères, {most} au plus sont acceptés.",
                f"the text has {len(written)} characters; at most {most} are accepted.",
            ),
            Text(
                f"Retirez-en au moins {len(written) - most}.",
                f"Remove at least {len(written) - most}.",
            ),
        )


def _formed(kind: str, written: str) -> None:
    sound = {
        "email": lambda: _EMAIL.fullmatch(written) is not None,
        "phone": lambda: (
            _PHONE.fullmatch(written) is not None
            and sum(letter.isdigit() for letter in written) in PHONE_DIGITS
        ),
        "url": lambda: _is_web_address(written),
    }
    if not sound[kind]():
        noun, example = _FORMS[kind]
        raise fault(
            AnswerFault.BAD_FORM,
            Text("ce n’est pas {noun}.", "this is not {noun}.").filled(noun=noun),
            Text(f"Écrivez par exemple {example}.", f"Write for instance {example}."),
        )


_FORMS = {
    "email": (Text("une adresse électronique", "an e-mail address"), "prenom.nom@exemple.fr"),
    "phone": (Text("un numéro de téléphone", "a telephone number"), "01 23 45 67 89"),
    "url": (Text("une adresse de page", "a web address"), "https://exemple.fr/page"),
}


def _is_web_address(written: str) -> bool:
    try:
        parts = urlsplit(written)
        return (
            parts.scheme in {"http", "https"}
            and "." in (parts.hostname or "")
            and (parts.username is None and not any(letter.isspace() for letter in written))
        )
    except ValueError:
        return False


def _day(field: Any, raw: Any) -> str:
    written = raw.isoformat() if type(raw) is dt.date else raw
    iso = _ISO_DAY.fullmatch(written.strip()) if isinstance(written, str) else None
    french = _FRENCH_DAY.fullmatch(written.strip()) if isinstance(written, str) else None
    numbers = iso.groups() if iso else french.groups()[::-1] if french else None
    try:
        day = dt.date(*map(int, numbers or ()))
    except (TypeError, ValueError):
        raise fault(
            AnswerFault.NOT_DAY,
            Text("ce n’est pas un jour du calendrier.", "this is not a day of the calendar."),
            Text(
                "Écrivez le jour, le mois et l’année\u202f: 31/12/2031.",
                "Write year, month and day: 2031-12-31.",
            ),
        ) from None
    low, high = field.earliest, field.latest
    if (low is not None and day < low) or (high is not None and day > high):
        bounds = _between(
            None if low is None else day_text(low), None if high is None else day_text(high)
        )
        raise fault(
            AnswerFault.OUT_OF_RANGE,
            Text("le {day} n’est pas accepté.", "{day} is not accepted.").filled(day=day_text(day)),
            bounds,
        )
    return day.isoformat()


def _between(low: Text | None, high: Text | None) -> Text:
    if low is None:
        return Text("Au plus tard le {high}.", "At the latest {high}.").filled(high=high)
    if high is None:
        return Text("Au plus tôt le {low}.", "At the earliest {low}.").filled(low=low)
    return Text("Entre le {low} et le {high}.", "Between {low} and {high}.").filled(
        low=low, high=high
    )


def _choice(field: Any, raw: Any) -> str:
    if isinstance(raw, str) and raw.strip() in {option.id for option in field.options}:
        return raw.strip()
    listed = [option.label for option in field.options]
    raise fault(
        AnswerFault.NOT_OPTION,
        Text("cette valeur n’est pas un des choix.", "this value is not one of the choices."),
        Text(
            "Choisissez\u202f: " + ", ".join(one.fr for one in listed) + ".",
            "Choose: " + ", ".join(one.en for one in listed) + ".",
        ),
    )


def _choices(field: Any, raw: Any) -> list[str] | None:
    values = [raw] if isinstance(raw, str) else raw
    if not isinstance(values, (list, tuple)):
        values = [None]
    chosen = {_choice(field, one) for one in values if one != ""}
    if field.max_items is not None and len(chosen) > field.max_items:
        raise too_many(len(chosen), field.max_items)
    return [option.id for option in field.options if option.id in chosen] or None


def too_many(count: int, most: int) -> AnswerProblem:
    """Return the problem of too many choices, communes, items or files."""
    return fault(
        AnswerFault.TOO_MANY,
        Text(f"{count} donnés, {most} au plus sont acceptés.", f"{count} given; at most {most}."),
        Text(f"Retirez-en {count - most}.", f"Remove {count - most}."),
    )


def _yes_or_no(_field: Any, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    written = raw.strip().lower() if isinstance(raw, str) else ""
    if written in _YES or written in _NO:
        return written in _YES
    raise fault(
        AnswerFault.NOT_YES_OR_NO,
        Text("ce n’est ni oui ni non.", "this is neither yes nor no."),
        Text("Répondez par oui ou par non.", "Answer yes or no."),
    )


def _siren(_field: Any, raw: Any) -> str:
    """Read a SIREN number.

    Notes
    -----
    The key is Luhn's. The well-known exception of La Poste is one of SIRET numbers (establishments, fourteen
    digits): its SIREN, 356 000 000, has a right key.
    """
    written = "".join(str(raw).split()) if isinstance(raw, str) else ""
    if len(written) != SIREN_DIGITS or not (written.isascii() and written.isdigit()):
        raise fault(
            AnswerFault.BAD_SIREN,
            Text("un numéro SIREN a neuf chiffres.", "a SIREN number has nine digits."),
            Text(
                "Écrivez les neuf premiers chiffres du SIRET.",
                "Write the first nine digits of the SIRET.",
            ),
        )
    if not int(written) or _luhn(written) % 10:
        raise fault(
            AnswerFault.BAD_SIREN,
            Text("la clé de ce numéro SIREN est fausse.", "the key of this SIREN number is wrong."),
            Text(
                "Vérifiez chaque chiffre\u202f: l’un d’eux est faux ou deux sont échangés.",
                "Check each digit: one is wrong, or two are swapped.",
            ),
        )
    return written


def _luhn(digits: str) -> int:
    total = 0
    for position, letter in enumerate(reversed(digits)):
        doubled = int(letter) * (1 + position % 2)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - a digit
    return total


def _communes(field: Any, raw: Any, resolve: CommuneResolver | None) -> list[str] | None:
    if isinstance(raw, str):
        asked = [raw] if field.max_items == 1 else re.split(r"[,;\n]", raw)
    elif isinstance(raw, (list, tuple)) and all(isinstance(one, str) for one in raw):
        asked = list(raw)
    else:
        raise _no_commune(str(raw)[:80])
    codes = dict.fromkeys(_commune(one.strip(), resolve) for one in asked if one.strip())
    if len(codes) > field.max_items:
        raise too_many(len(codes), field.max_items)
    return list(codes) or None


def _commune(written: str, resolve: CommuneResolver | None) -> str:
    named = _CODE_IN_NAME.search(written)
    asked = named.group(1) if named else written
    if resolve is None:
        if _CODE.fullmatch(asked.upper()):
            return asked.upper()
        raise _no_commune(asked)
    try:
        return resolve(asked)
    except RebondError as error:
        raise fault(
            AnswerFault.NOT_COMMUNE, error.what, error.cure or _COMMUNE_CURE, why=error.why
        ) from None


_COMMUNE_CURE = Text(
    "Écrivez le code INSEE de la commune, cinq caractères, ou son nom entier.",
    "Write the INSEE code of the commune, five characters, or its whole name.",
)


def _no_commune(asked: str) -> AnswerProblem:
    return fault(
        AnswerFault.NOT_COMMUNE,
        Text(f"«\u202f{asked}\u202f» n’est pas une commune.", f"“{asked}” is not a commune."),
        _COMMUNE_CURE,
    )


def _geometry(field: Any, raw: Any) -> dict[str, Any]:
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except (ValueError, RecursionError):
            raw = None
    return read_geometry(raw, field.shapes)


_READERS: dict[str, Callable[[Any, Any], Any]] = {
    "text": _line,
    "long_text": _long_text,
    "integer": read_integer,
    "decimal": read_decimal,
    "money": read_money,
    "date": _day,
    "choice": _choice,
    "multi_choice": _choices,
    "boolean": _yes_or_no,
    "siren": _siren,
    "commune": lambda field, raw: _communes(field, raw, None),
    "geometry": _geometry,
}
