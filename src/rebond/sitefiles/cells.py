"""Checking cells, column by column: each field's checker is built once and remembers what it has seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import field as default

from rebond.sitefiles.communes import CommuneBook
from rebond.sitefiles.notes import UNWRITABLE, Remark, Value
from rebond.sitefiles.numbers import read_date, read_number, read_year
from rebond.sitefiles.sources import OBJECT
from rebond.sitefiles.tables import MISSING_VALUES, Field, Table
from rebond.texts import Text

Checked = tuple[Value | None, tuple[Remark, ...]]
Check = Callable[[str], Checked]

LONGEST_TEXT = 20_000
LONGEST_MEMORY = 2_000
"""Distinct cells that a column remembers."""
LONGEST_REMEMBERED = 60
NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")
NEUTRALISED_OR_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
DANGEROUS = re.compile(r"[=+\-@\t\r]")
_HARMLESS = re.compile(r"[+-]?[\d .,()/]*|-+|- .*", re.DOTALL)
"""What starts like a formula and is none: a number, a telephone, a dash before words."""
_CONTROL = re.compile(r"\r\n?|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_GARBLED = re.compile("Ã[\u0080-\u00bf\u0152-\u2122]|â€[\u0080-\u2122]|\ufffd")
_PLAIN = re.compile(
    r"[0-9A-Za-zàâçéèêëîïôùûÉÈ](?:[0-9A-Za-zàâçéèêëîïôùûÉÈ’' ,.:/()&-]{0,500}[0-9A-Za-zàâçéèêëîïôùû.)])?"
)
"""Most texts: about them nothing can be said."""
_SPACES_OF_BAR = re.compile(r" *\| *")
_UNWRITABLE: Checked = (None, (Remark("refused", "unwritable"),))
_IDENTIFIER = re.compile(r"[\w.-]{1,80}", re.ASCII)
_FORMS = {
    "url": Text("https://…", "https://…"),
    "urls": Text("https://…|https://…", "https://…|https://…"),
    "url_or_mail": Text("https://… ou nom@domaine", "https://… or name@domain"),
    "parcels": Text(
        "80024000ZO0030|80024000ZO0034 (14 caractères chacune)",
        "80024000ZO0030|80024000ZO0034 (14 characters each)",
    ),
    "distances": Text("2|6|46", "2|6|46"),
    "digest": Text("sha256:…", "sha256:…"),
    "list": Text("valeurs du standard jointes par « | »", "values of the standard joined by “|”"),
}
_FORMATS = {
    "uri": re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S*"),
    "email": re.compile(
        r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@([A-Za-z0-9](-*[A-Za-z0-9])*\.)+[A-Za-z]{2,24}",
        re.ASCII,
    ),
}
_FORMATS_TOLD = {
    "uri": Text("https://…", "https://…"),
    "email": Text("nom@domaine.fr", "name@domain.fr"),
}
_YES = {"oui", "o", "yes", "y", "true", "vrai", "1"}
_NO = {"non", "n", "no", "false", "faux", "0"}
_LISTS = {"list", "links", "communes", "parcels", "urls", "distances"}
SIREN_DIGITS, SIRET_DIGITS = 9, 14


@dataclass(frozen=True)
class Habits:
    """How a file writes.

    Parameters
    ----------
    is_csv : bool
        Whether text cells may have been neutralised against formulas.
    has_decimal_comma : bool
        Whether a comma in a number can only be decimal, because cells are not separated by commas.
    """

    is_csv: bool = False
    has_decimal_comma: bool = False


@dataclass
class ColumnChecker:
    """The cells of one field.

    Parameters
    ----------
    field : Field
    check : callable
        Checks one cell.
    """

    field: Field
    check: Check
    memory: dict[str, Checked] = default(default_factory=dict)

    def column(
        self, cells: Sequence[str]
    ) -> tuple[list[Value | None], list[tuple[int, tuple[Remark, ...]]]]:
        """Return the values of cells, and the remarks of those that have some, with their place."""
        memory, check = self.memory, self.check
        values: list[Value | None] = []
        remarked: list[tuple[int, tuple[Remark, ...]]] = []
        add = values.append
        for place, cell in enumerate(cells):
            checked = memory.get(cell)
            if checked is None:
                checked = check(cell) if not _is_unwritable(cell) else _UNWRITABLE
                if len(memory) < LONGEST_MEMORY and len(cell) <= LONGEST_REMEMBERED:
                    memory[cell] = checked
            add(checked[0])
            if checked[1]:
                remarked.append((place, checked[1]))
        return values, remarked


def checkers(
    table: Table, names: Sequence[str], communes: CommuneBook, habits: Habits
) -> dict[str, ColumnChecker]:
    """Return a checker for each named field that holds no place.

    Parameters
    ----------
    table : Table
    names : sequence of str
    communes : CommuneBook
    habits : Habits
    """
    found = (table.field(name) for name in names)
    return {
        one.name: ColumnChecker(one, _check_of(one, communes, habits))
        for one in found
        if not one.is_geometry
    }


def _is_unwritable(cell: str) -> bool:
    return UNWRITABLE.search(cell) is not None and not cell.startswith(OBJECT)


def empty(field: Field) -> Checked:
    """Return what an empty cell of a field is."""
    if not field.required:
        return None, ()
    if field.when_empty is not None:
        return field.when_empty, (Remark("corrected", "when-empty", "", field.when_empty),)
    return None, (Remark("refused", "required"),)


def _check_of(field: Field, communes: CommuneBook, habits: Habits) -> Check:
    if field.type in {"number", "integer"}:
        return _numbers(field, empty(field), has_decimal_comma=habits.has_decimal_comma)
    inner = _inner(field, communes)
    nothing = empty(field)
    may_be_neutralised = habits.is_csv and field.type == "string"

    def check(cell: str) -> Checked:
        text = cell.strip()
        if text in MISSING_VALUES:
            return nothing
        if text.startswith(OBJECT):
            return None, (Remark("refused", "kind-of-value", text.removeprefix(OBJECT)),)
        spaces = () if text == cell else (Remark("corrected", "spaces", cell, text),)
        if may_be_neutralised and NEUTRALISED.match(text):
            value, remarks = inner(text[1:])
            remarks = tuple(one for one in remarks if one.code != "formula")
        else:
            value, remarks = inner(text)
        return value, (*spaces, *remarks)

    is_plain = field.type == "string" and not (field.choices or field.pattern or field.format)
    if not is_plain or field.kind is not None:
        return check

    def check_plain(cell: str) -> Checked:
        if _PLAIN.fullmatch(cell) and cell not in MISSING_VALUES:
            return cell, ()
        return check(cell)

    return check_plain


def _numbers(field: Field, nothing: Checked, *, has_decimal_comma: bool) -> Check:
    """Return the check of a number; spaces around one say nothing worth a remark."""

    def check(cell: str) -> Checked:
        text = cell.strip()
        if text in MISSING_VALUES:
            return nothing
        return read_number(text, field, has_decimal_comma=has_decimal_comma)

    return check


def _inner(field: Field, communes: CommuneBook) -> Check:
    if field.type == "date":
        return read_date
    if field.type == "year":
        return read_year
    if field.choices:
        return _choices(field)
    special = {
        "commune": communes.read,
        "communes": lambda text: _communes(text, communes),
        "siren": lambda text: _numbered(text, SIREN_DIGITS),
        "siret": lambda text: _numbered(text, SIRET_DIGITS),
    }
    if field.kind in special:
        return special[field.kind]
    return _text(field)


def _choices(field: Field) -> Check:
    listed = {choice: (choice, ()) for choice in field.choices}
    folded = {_folded(choice): choice for choice in field.choices}
    if field.choices[:2] == ("oui", "non"):
        folded |= dict.fromkeys(_YES, "oui") | dict.fromkeys(_NO, "non")
    choices = " · ".join(field.choices)

    def check(text: str) -> Checked:
        exact = listed.get(text)
        if exact is not None:
            return exact
        choice = folded.get(_folded(text))
        if choice is not None:
            return choice, (Remark("corrected", "choice-spelling", text, choice),)
        if field.is_enforced or not text.isprintable():
            return None, (Remark("refused", "choice-refused", text, "", (("choices", choices),)),)
        kept, remarks = _clean(text)
        return kept, (*remarks, Remark("warning", "choice-unlisted", kept, kept))

    return check


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("œ", "oe"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _communes(text: str, communes: CommuneBook) -> Checked:
    codes: list[str] = []
    remarks: list[Remark] = []
    parts = [part.strip() for part in re.split(r"[|;,]", text)]
    for part in parts:
        code, said = communes.read(part)
        remarks += said
        if code is None:
            return None, tuple(remarks)
        codes.append(code)
    joined = "|".join(dict.fromkeys(codes))
    if joined != text and not remarks:
        remarks.append(Remark("corrected", "choice-spelling", text, joined))
    return joined, tuple(remarks)


def _numbered(text: str, digits: int) -> Checked:
    """Check a SIREN or a SIRET; the latter is an identifier, hence refused when it is none."""
    bare = re.sub(r"[\s.\u00a0\u202f]", "", text)
    remarks = [Remark("corrected", "digits-spaced", text, bare)] if bare != text else []
    is_number = len(bare) == digits and bare.isascii() and bare.isdigit()
    if digits == SIRET_DIGITS and not is_number:
        return None, (Remark("refused", "siret", text),)
    if not is_number:
        return text, (Remark("warning", "siren", text, text),)
    if not _luhn(bare) and not bare.startswith("356000000"):  # the post office has its own rule
        code = "siren" if digits == SIREN_DIGITS else "siret-key"
        remarks.append(Remark("warning", code, bare, bare))
    return bare, tuple(remarks)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - sum of two digits
    return total % 10 == 0


def _text(field: Field) -> Check:
    pattern = re.compile(field.pattern) if field.pattern else None
    form = _FORMS.get(field.kind or "list", _FORMS["list"])
    is_list = field.kind in _LISTS

    def check(text: str) -> Checked:
        kept, remarks = _clean(text)
        if kept in MISSING_VALUES:
            value, said = empty(field)
            return value, (*remarks, *said)
        if len(kept) > LONGEST_TEXT:
            return None, (Remark("refused", "too-long", str(len(kept)), str(LONGEST_TEXT)),)
        if is_list and "|" in kept:
            tidy = _SPACES_OF_BAR.sub("|", kept)
            if tidy != kept:
                remarks = (*remarks, Remark("corrected", "spaces", kept, tidy))
                kept = tidy
        if pattern is not None and not pattern.search(kept):
            return None, (*remarks, Remark("refused", "pattern", kept, "", (("form", form),)))
        if field.format is not None and not _FORMATS[field.format].fullmatch(kept):
            if field.kind != "url_or_mail":
                more = (("form", _FORMATS_TOLD[field.format]),)
                return None, (*remarks, Remark("refused", "pattern", kept, "", more))
            remarks = (*remarks, Remark("warning", "mail-for-uri", kept, kept))
        said = _more(field, kept)
        return (None if said and said[0].severity == "refused" else kept), (*remarks, *said)

    return check


def _more(field: Field, text: str) -> tuple[Remark, ...]:
    """Return what the kind of a text field says of it."""
    if field.kind == "identifier" and not _IDENTIFIER.fullmatch(text):
        return (Remark("refused", "identifier", text),)
    if field.kind in {"link", "links"} and text != field.when_empty:
        for part in text.split("|"):
            if not _IDENTIFIER.fullmatch(part):
                return (Remark("warning", "link-form", part, part),)
    if field.name == "terr_refcad" and re.search(r"(^|\|)2[AB]", text):
        return (Remark("warning", "parcels-corsica", text, text),)
    return ()


def _clean(text: str) -> tuple[str, tuple[Remark, ...]]:
    """Return a text without what cannot be seen, and what is odd about it."""
    remarks: tuple[Remark, ...] = ()
    if not text.isprintable():
        tidy = _CONTROL.sub(_replaced, text).strip()
        if tidy != text:
            remarks = (Remark("corrected", "control-characters", text, tidy),)
            text = tidy
    if DANGEROUS.match(text) and not _HARMLESS.fullmatch(text):
        remarks = (*remarks, Remark("warning", "formula", text, text))
    if not text.isascii() and _GARBLED.search(text):
        remarks = (*remarks, Remark("warning", "garbled", text, text))
    return text, remarks


def _replaced(found: re.Match[str]) -> str:
    character = found[0]
    if character[0] in "\r\u2028\u2029\x85":
        return "\n"
    return " " if character == "\t" else ""
