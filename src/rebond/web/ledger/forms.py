"""What the pages of funds read from people: sums, shares, days and words, never trusted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from rebond.texts import Text
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.ledger import amounts
from rebond.web.ledger.errors import DayUnfit, FundUnfit, SharesUnfit
from rebond.web.ledger.models import Fund
from rebond.web.ledger.services import Opening

SHARE_ROWS = 4
WHOLE = re.compile(r"\d{1,9}")
SHARE = re.compile(r"(\d{1,9})\s*/\s*(\d{1,9})|(\d{1,3})(?:[.,](\d{1,6}))?\s*%|1")
FUNDERS = (
    Kind.NATIONAL_TEAM,
    Kind.BPIFRANCE,
    Kind.BANQUE_DES_TERRITOIRES,
    Kind.CNAM,
    Kind.ACTION_LOGEMENT,
    Kind.REGION,
)
"""Kinds that the form proposes as funders; a service may name any organisation."""


def amount(posted: Mapping[str, Any], unit: str, name: str = "amount") -> int:
    """Return the sum that a form holds; nothing typed is zero, which services refuse where it cannot be."""
    written = str(posted.get(name, "")).strip()[:60]
    if written in {"", "0"}:
        return 0
    return amounts.read(written, unit)


def places(posted: Mapping[str, Any], name: str = "places") -> int:
    """Return a number of places; nothing typed is zero."""
    written = str(posted.get(name, "")).strip()[:20]
    if not written:
        return 0
    if not (written.isascii() and WHOLE.fullmatch(written)):
        raise FundUnfit(
            Text(
                "« {found} » n’est pas un nombre de places.",
                "“{found}” is not a number of places.",
            ).filled(found=written)
        )
    return int(written)


def day(posted: Mapping[str, Any], name: str) -> date:
    """Return a day of a form."""
    written = str(posted.get(name, "")).strip()[:20]
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DayUnfit(
            Text(
                "« {written} » n’est pas un jour, comme 2031-06-02.",
                "“{written}” is not a day, such as 2031-06-02.",
            ).filled(written=written)
        ) from None


def opening(posted: Mapping[str, Any]) -> Opening:
    """Return the fund that a form describes.

    Raises
    ------
    BadInput
    """
    chosen = str(posted.get("award", "")).split(":")
    programme, measure, award = chosen if len(chosen) == 3 else ("", "", "")  # noqa: PLR2004
    unit = str(posted.get("unit", Fund.Unit.CENTS))
    quota = str(posted.get("places", "")).strip()
    return Opening(
        reference=str(posted.get("reference", "")).strip(),
        manager=_organisation(str(posted.get("manager", ""))),
        programme_id=programme,
        measure_id=measure,
        award_id=award,
        year=places(posted, "year"),
        amount=amount(posted, unit),
        shares=_shares(posted),
        unit=unit,
        places=places(posted) if quota else None,
        is_fictitious=bool(posted.get("is_fictitious")),
    )


def _shares(posted: Mapping[str, Any]) -> list[tuple[Organisation, Fraction]]:
    found = []
    for row in range(1, SHARE_ROWS + 1):
        slug, written = (
            str(posted.get(f"{name}_{row}", "")).strip() for name in ("funder", "share")
        )
        if slug or written:
            found.append((_organisation(slug), share(written)))
    return found


def share(written: str) -> Fraction:
    """Read a share: ``1/3``, ``12,5 %`` or ``1``.

    Raises
    ------
    SharesUnfit
    """
    match = SHARE.fullmatch(written.translate(amounts.SPACES)) if written.isascii() else None
    if match is None or match[2] == "0" or (match[2] and int(match[2]) == 0):
        raise SharesUnfit(
            Text("« {found} » n’est pas une part.", "“{found}” is not a share.").filled(
                found=written[:30]
            ),
            cure=Text(
                "Écrivez une fraction, comme 1/3, ou un pourcentage.",
                "Write a fraction, such as 1/3, or a percentage.",
            ),
        )
    if match[1]:
        return Fraction(int(match[1]), int(match[2]))
    if match[3]:
        digits = match[4] or ""
        return Fraction(int(match[3] + digits), 100 * 10 ** len(digits))
    return Fraction(1)


def _organisation(slug: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug[:80], closed_at=None).first()
    if found is None:
        raise FundUnfit(
            Text(
                "« {found} » n’est pas une organisation d’ici.",
                "“{found}” is not an organisation of this place.",
            ).filled(found=slug[:80])
        )
    return found
