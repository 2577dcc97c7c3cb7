"""What the days of a contract and of a diploma allow to say: a contract of twelve months lasts twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from rebond.procedure.legal_time import add_months
from rebond.texts import Text
from rebond.web.aids.contract_errors import (
    ContractTooShort,
    EndMissing,
    EndTooMany,
    SituationUnfit,
)

LEAST_MONTHS: Mapping[str, int] = {"cdd_douze_mois": 12, "alternance_dix_mois": 10}
"""By option of the forms: months that the contract lasts at least, as its own name says; it has a last day."""
ENDLESS = frozenset({"cdi"})
"""Options without a last day."""
OTHER = "autre"
RECENT_MONTHS: Mapping[str, int] = {"diplome_moins_de_deux_ans": 24}
"""By option: the diploma is younger than so many months."""


def least_end(contract: str, starts_on: date) -> date | None:
    """Return the earliest last day of a contract, «de quantième à quantième»; None where any will do.

    Examples
    --------
    >>> least_end("cdd_douze_mois", date(2031, 9, 1))
    datetime.date(2032, 8, 31)
    """
    months = LEAST_MONTHS.get(contract)
    return None if months is None else add_months(starts_on, months) - timedelta(days=1)


def check(
    contract: str,
    label: Text,
    starts_on: date | None,
    ends_on: date | None,
    *,
    is_whole: bool = True,
) -> None:
    """Refuse days that contradict the contract; with `is_whole`, also those that are missing.

    Raises
    ------
    EndMissing, EndTooMany, ContractTooShort
    """
    if contract in ENDLESS and ends_on is not None:
        raise EndTooMany(label, ends_on)
    if contract not in LEAST_MONTHS:
        return
    if ends_on is None:
        if is_whole:
            raise EndMissing(label)
        return
    if starts_on is None:
        return
    least = least_end(contract, starts_on)
    if least is not None and ends_on < least:
        raise ContractTooShort(label, starts_on, ends_on, least)


def as_dated(contract: str, starts_on: date | None, ends_on: date | None) -> str | None:
    """Return the contract that the days make of the one named: shorter than its name it is another.

    None where the days do not tell.
    """
    if contract in ENDLESS:
        return OTHER if ends_on is not None else contract
    if contract not in LEAST_MONTHS:
        return contract or None
    if starts_on is None or ends_on is None:
        return None
    least = least_end(contract, starts_on)
    return OTHER if least is not None and ends_on < least else contract


def is_contradicted(situation: str, graduated_on: date | None, on: date) -> bool:
    """Return whether the day of the diploma makes a situation untrue on a day.

    Examples
    --------
    >>> is_contradicted("diplome_moins_de_deux_ans", date(2030, 7, 1), date(2032, 7, 1))
    True
    """
    months = RECENT_MONTHS.get(situation)
    if months is None or graduated_on is None:
        return False
    return add_months(graduated_on, months) <= on


def check_situation(situation: str, label: Text, graduated_on: date | None, on: date) -> None:
    """Refuse a situation that the day of the diploma contradicts.

    Raises
    ------
    SituationUnfit
    """
    if graduated_on is not None and is_contradicted(situation, graduated_on, on):
        raise SituationUnfit(label, graduated_on, on)
