"""Reading what was typed in the forms of offers, profiles and recruitments: a value, or an error that says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.texts import Text, money, verbatim
from rebond.web.aids import simulator_place, skills
from rebond.web.aids.recruiting_errors import (
    AmountUnfit,
    DayUnfit,
    FieldMissing,
    PlaceUnfit,
    TooLong,
    TooManyChosen,
    UnknownChoice,
)
from rebond.web.territories.places import atlas

FIRST, LAST = date(1920, 1, 1), date(2100, 12, 31)
LABELLED = re.compile(r"\([^()]*, ([0-9][0-9AB][0-9]{3})\)$")
KEY = re.compile(r"^(?:.*\[)?([a-z_]+:[0-9A-Za-z@.-]+)\]?$", re.DOTALL)
"""What the proposals write: « Lisieux (Calvados, 14366) », « Calvados [departement:14] »."""
MOST_SKILLS = 12
MOST_CENTS = 10_000_000
BY_CODE = Text(
    "Donnez le nom ou le code INSEE d’une commune, ou le numéro d’un département.",
    "Give the name or the INSEE code of a commune, or the number of a département.",
)
SKILLS = Text("Compétences", "Skills")


def text(field: str, label: Text, written: str, most: int, *, is_required: bool = True) -> str:
    """Return a text without blanks around it and without control characters; line breaks stay."""
    kept = "".join(one for one in written.replace("\r\n", "\n") if one == "\n" or one.isprintable())
    kept = kept.strip()
    if is_required and not kept:
        raise FieldMissing(field, label)
    if len(kept) > most:
        raise TooLong(field, label, len(kept), most)
    return kept


def choice(
    field: str, label: Text, written: str, among: Mapping[str, Text], *, is_required: bool = False
) -> str:
    """Return one of the choices; empty for none where none will do."""
    if not written and not is_required:
        return ""
    if not written:
        raise FieldMissing(field, label)
    if written not in among:
        raise UnknownChoice(field, label, written)
    return written


def chosen_skills(written: Iterable[str]) -> list[str]:
    """Return the ids of skills, each once, in the order of the list."""
    known, given = skills.titles(), set(written)
    for one in given:
        if one not in known:
            raise UnknownChoice("skills", SKILLS, one)
    if len(given) > MOST_SKILLS:
        raise TooManyChosen("skills", SKILLS, len(given), MOST_SKILLS)
    return [one for one in known if one in given]


def day(
    field: str, label: Text, written: str | date | None, *, is_required: bool = False
) -> date | None:
    """Return a day; None for none where none will do."""
    if not written:
        if is_required:
            raise FieldMissing(field, label)
        return None
    try:
        found = written if isinstance(written, date) else date.fromisoformat(written.strip())
    except ValueError:
        raise DayUnfit(field, label, str(written), FIRST, LAST) from None
    if not FIRST <= found <= LAST:
        raise DayUnfit(field, label, found.isoformat(), FIRST, LAST)
    return found


def cents(field: str, label: Text, written: str) -> int | None:
    """Return an amount in cents, written in euros; None for none."""
    plain = "".join(written.replace("€", "").split()).replace(",", ".")
    if not plain:
        return None
    unfit = AmountUnfit(field, label, written, money(1), money(MOST_CENTS))
    try:
        amount = Decimal(plain) * 100
        if not amount.is_finite() or amount != int(amount) or not 0 < amount <= MOST_CENTS:
            raise unfit
    except InvalidOperation:
        raise unfit from None
    return int(amount)


def whole(field: str, label: Text, written: str, least: int, most: int) -> int:
    """Return a whole number between two bounds."""
    plain = written.strip()
    unfit = AmountUnfit(field, label, written, verbatim(least), verbatim(most))
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(most))):
        raise unfit
    if not least <= int(plain) <= most:
        raise unfit
    return int(plain)


def commune(field: str, label: Text, written: str) -> str:
    """Return the code of today's commune for a name, a code or a proposal."""
    if not written.strip():
        raise FieldMissing(field, label)
    if len(written) > 200:  # noqa: PLR2004 - longer than any name
        raise TooLong(field, label, len(written), 200)
    read = simulator_place.read(written.strip())
    if read.place is None:
        raise PlaceUnfit(field, read.fault or label, [one.label for one in read.proposed[:3]])
    return str(read.place.key.code)


def wanted(field: str, label: Text, written: str) -> list[str]:
    """Return a commune or a département as kind and code, from a name, a code or a proposal."""
    if len(written) > 200:  # noqa: PLR2004
        raise TooLong(field, label, len(written), 200)
    asked = written.strip()
    labelled = LABELLED.search(asked)
    try:
        if labelled:
            place = atlas().place(PlaceKey("commune", labelled[1]))
        elif KEY.search(asked):
            place = atlas().place(PlaceKey.parse(KEY.search(asked)[1]))  # type: ignore[index]
        elif asked[:1].isdigit() and len(asked) >= 5:  # noqa: PLR2004 - a commune's code
            found = atlas().resolve_commune(asked.upper())
            place = atlas().place(PlaceKey("commune", str(found.code)))
        elif asked[:1].isdigit():
            place = atlas().place(PlaceKey("departement", asked.upper()))
        else:
            place = atlas().find(asked, kinds={"commune", "departement"}).only()
    except RebondError as error:
        raise PlaceUnfit(field, error.what, cure=BY_CODE) from error
    if place.kind not in {"commune", "departement"}:
        raise PlaceUnfit(
            field,
            Text(
                f"{place.name}\u00a0: ni commune ni département.",
                f"{place.name}: neither commune nor département.",
            ),
        )
    return [place.kind, str(place.key.code)]
