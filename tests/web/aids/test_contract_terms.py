"""What the days of a contract and of a diploma allow to say; pure."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.aids import contract_terms
from rebond.web.aids.contract_errors import ContractTooShort, EndMissing, EndTooMany

LABEL = Text("Contrat", "Contract")
CDD, ALTERNANCE = "cdd_douze_mois", "alternance_dix_mois"


@pytest.mark.parametrize(
    ("contract", "starts", "least"),
    [
        (CDD, date(2031, 9, 1), date(2032, 8, 31)),
        (CDD, date(2031, 3, 1), date(2032, 2, 29)),
        (CDD, date(2032, 2, 29), date(2033, 2, 27)),
        (ALTERNANCE, date(2031, 9, 1), date(2032, 6, 30)),
        (ALTERNANCE, date(2031, 4, 30), date(2032, 2, 28)),
    ],
)
def test_a_contract_lasts_from_day_to_day_of_the_month(
    contract: str, starts: date, least: date
) -> None:
    assert contract_terms.least_end(contract, starts) == least
    contract_terms.check(contract, LABEL, starts, least)
    short = date.fromordinal(least.toordinal() - 1)
    with pytest.raises(ContractTooShort):
        contract_terms.check(contract, LABEL, starts, short)
    assert contract_terms.as_dated(contract, starts, least) == contract
    assert contract_terms.as_dated(contract, starts, short) == "autre"


def test_missing_days_are_refused_only_where_the_whole_is_wanted() -> None:
    day = date(2031, 9, 1)
    with pytest.raises(EndMissing):
        contract_terms.check(CDD, LABEL, day, None)
    contract_terms.check(CDD, LABEL, day, None, is_whole=False)
    contract_terms.check(CDD, LABEL, None, day, is_whole=False)
    with pytest.raises(EndTooMany):
        contract_terms.check("cdi", LABEL, day, day, is_whole=False)
    for contract, ends_on in (("cdi", None), ("autre", day), ("autre", None), ("", day)):
        contract_terms.check(contract, LABEL, day, ends_on)
    assert contract_terms.as_dated(CDD, day, None) is None
    assert contract_terms.as_dated("", day, None) is None
    assert contract_terms.as_dated("cdi", day, day) == "autre"


@pytest.mark.parametrize(
    ("graduated", "is_untrue"),
    [(date(2029, 6, 2), True), (date(2029, 6, 3), False), (date(2033, 1, 1), False), (None, False)],
)
def test_two_years_after_the_diploma_the_situation_is_another(
    graduated: date | None, is_untrue: bool
) -> None:
    on, recent = date(2031, 6, 2), "diplome_moins_de_deux_ans"
    assert contract_terms.is_contradicted(recent, graduated, on) is is_untrue
    assert not contract_terms.is_contradicted("autre", graduated, on)
    if is_untrue:
        with pytest.raises(BadInput, match="does not go with a diploma"):
            contract_terms.check_situation(recent, LABEL, graduated, on)
    else:
        contract_terms.check_situation(recent, LABEL, graduated, on)
