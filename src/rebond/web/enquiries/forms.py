"""What the pages of enquiries send, read into values that services take; nothing is trusted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict

from rebond.texts import Text, verbatim
from rebond.web.enquiries.countries import countries
from rebond.web.enquiries.errors import BadFigure, NotAsked
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.services import Contact, Outcome
from rebond.web.enquiries.services.standing import LONGEST_TEXT
from rebond.web.enquiries.wording import clean, one_line

NAME, COMPANY, EMAIL, NEED = 120, 160, 254, 2000
MOST_LETTERS = 40
GREATEST = Decimal(10) ** 12
CENTS_A_MILLION = 100_000_000
SPACES = re.compile(r"[\s\u00a0\u202f]")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Figure:
    """One optional number of a project: its field of the form, where it is kept, how it is written."""

    field: str
    kept: str
    label: Text
    unit: str
    is_whole: bool = False
    times: int = 1


FIGURES = (
    Figure("surface", "area_ha", Text("Surface cherchée", "Area sought"), "ha"),
    Figure("puissance", "power_mva", Text("Puissance électrique", "Electric power"), "MVA"),
    Figure("emplois", "jobs", Text("Emplois", "Jobs"), "", is_whole=True),
    Figure(
        "investissement",
        "investment_cents",
        Text("Investissement", "Investment"),
        "M€",
        is_whole=True,
        times=CENTS_A_MILLION,
    ),
)


@dataclass(slots=True)
class ContactForm:
    """The investor's form as typed, kept as it is when it cannot be sent."""

    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, sent: QueryDict, language: str) -> ContactForm:
        """Read what was sent, bounded."""
        bounds = {
            "nom": NAME,
            "courriel": EMAIL,
            "societe": COMPANY,
            "pays": 2,
            "niveau": 10,
            "langue": 2,
            "besoin": NEED,
            **{one.field: MOST_LETTERS for one in FIGURES},
        }
        typed = {name: one_line(sent.get(name, ""))[:most] for name, most in bounds.items()}
        typed["message"] = clean(sent.get("message", ""))[:LONGEST_TEXT]
        typed["langue"] = typed["langue"] if typed["langue"] in {"fr", "en"} else language
        return cls(typed)

    def contact(self) -> Contact:
        """Return what is asked.

        Raises
        ------
        NotAsked
            When something needed is missing or cannot be used; the first such field is named.
        BadFigure
        """
        typed = self.typed
        for name, label in _NEEDED:
            if not typed.get(name):
                missing = Text("Il manque\u00a0: {label}.", "Missing: {label}.").filled(label=label)
                raise NotAsked(missing, name)
        try:
            validate_email(typed["courriel"])
        except ValidationError as fault:
            wrong = Text(
                "«\u00a0{email}\u00a0» n’est pas une adresse électronique.",
                "“{email}” is no e-mail address.",
            )
            raise NotAsked(wrong.filled(email=verbatim(typed["courriel"])), "courriel") from fault
        if typed["niveau"] not in Enquiry.Confidentiality.values:
            raise NotAsked(
                Text("Choisissez qui saura qui vous êtes.", "Choose who will know who you are."),
                "niveau",
            )
        if typed["pays"] not in dict(countries("fr")):
            raise NotAsked(Text("Ce pays n’est pas connu.", "This country is not known."), "pays")
        return Contact(
            name=typed["nom"],
            email=typed["courriel"].lower(),
            company=typed["societe"],
            country=typed["pays"],
            message=typed["message"],
            confidentiality=typed["niveau"],
            language=typed["langue"],
            need=typed["besoin"],
            figures=dict(self._figures()),
        )

    def _figures(self) -> Iterable[tuple[str, Any]]:
        for one in FIGURES:
            written = self.typed.get(one.field, "")
            if written:
                yield one.kept, figure(one, written)


_NEEDED = (
    ("nom", Text("votre nom", "your name")),
    ("courriel", Text("votre adresse électronique", "your e-mail address")),
    ("societe", Text("votre société", "your company")),
    ("pays", Text("le pays", "the country")),
    ("message", Text("votre message", "your message")),
)


def figure(one: Figure, written: str) -> int | float:
    """Read a positive number in French or English; money becomes whole cents.

    Raises
    ------
    BadFigure
    """
    plain = SPACES.sub("", written)
    plain = plain.replace(",", "") if GROUPED.fullmatch(plain) else plain.replace(",", ".")
    try:
        value = Decimal(plain) if plain.isascii() and "_" not in plain else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or not 0 <= value < GREATEST:
        raise BadFigure(one.label, written)
    value *= one.times
    if one.is_whole and value != value.to_integral_value():
        raise BadFigure(one.label, written)
    return int(value) if one.is_whole else float(value)


def outcome(sent: QueryDict) -> Outcome:
    """Read what is said of a new state.

    Raises
    ------
    BadFigure
    """
    figures = {}
    for one in FIGURES:
        if one.kept in {"jobs", "investment_cents"}:
            written = one_line(sent.get(one.field, ""))[:MOST_LETTERS]
            if written:
                figures[one.kept] = int(figure(one, written))
    return Outcome(
        on=_day(sent.get("jour", "")),
        figures=figures,
        lost_reason=sent.get("motif", "")[:20],
        is_public=sent.get("public") == "1",
        text=sent.get("phrase", ""),
    )


def identifiers(sent: QueryDict) -> list[str]:
    """Return the sites named, each once; what could be no identifier is left out."""
    found = (one.strip()[:80] for one in sent.getlist("site")[:50])
    return list(dict.fromkeys(one for one in found if one and "\0" not in one))


def _day(written: str) -> date | None:
    if not written.strip():
        return None
    try:
        day = date.fromisoformat(written.strip()[:10])
    except ValueError as fault:
        raise BadFigure(Text("Le jour", "The day"), written) from fault
    if day.year < 2000:  # noqa: PLR2004 - before any programme
        raise BadFigure(Text("Le jour", "The day"), written)
    return day
