"""Funds are opened, raised, reduced and moved by acts with a reason; shares make one."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from rebond.errors import BadInput
from rebond.web.ledger import services
from rebond.web.ledger.amounts import read, split, split_within
from rebond.web.ledger.checking import differences
from rebond.web.ledger.errors import (
    AmountUnfit,
    FundFull,
    FundUnfit,
    NotEnough,
    NotEnoughPlaces,
    NotTheSameFunders,
    ReasonTooShort,
    SharesUnfit,
)
from rebond.web.ledger.models import Fund, Posting, Transaction
from rebond.web.ledger.reserving import reserve
from tests.web.ledger.funds import AID, HALF, WHY, days, opening, vte
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def test_an_opened_fund_is_one_movement_of_each_funder(cast: World) -> None:
    fund = vte(cast)
    assert (fund.left, fund.places, fund.places_left, fund.last_number) == (10 * AID, 10, 10, 1)
    lines = Posting.objects.order_by("pk").values_list("funder__slug", "account", "amount")
    assert list(lines) == [
        ("equipe-nationale", "source", -5 * AID),
        ("equipe-nationale", "available", 5 * AID),
        ("banque", "source", -5 * AID),
        ("banque", "available", 5 * AID),
    ]
    assert Transaction.objects.get().reason == WHY


def test_raised_reduced_and_moved(cast: World) -> None:
    actor, fund = cast.actor("recused"), vte(cast)
    other = vte(cast, reference="vte-2032", year=2032)
    services.raise_fund(actor, fund, 7, WHY, NOW, places=2)
    services.raise_fund(actor, fund, 0, WHY, NOW, places=1)
    services.reduce_fund(actor, fund, 3, WHY, NOW, places=13)
    assert Fund.objects.get(pk=fund.pk).places == 0
    source, target = services.move(actor, fund, other, 4, WHY, NOW)
    assert (source.left, target.left) == (10 * AID, 10 * AID + 4)
    reserve(target, ("aid_application", "A"), AID, now=NOW)
    with pytest.raises(NotEnough, match=r"36,000\.04"):
        services.move(actor, other, fund, 10 * AID, WHY, NOW)
    with pytest.raises(NotEnoughPlaces):
        services.reduce_fund(actor, other, 1, WHY, NOW, places=10)
    with pytest.raises(NotTheSameFunders):
        services.move(cast.actor("national"), other, days(cast), 1, WHY, NOW)
    with pytest.raises(NotTheSameFunders):
        services.move(actor, other, other, 1, WHY, NOW)
    assert differences() == []


def test_what_cannot_be_held_is_refused_before_it_overflows(cast: World) -> None:
    fund, actor = vte(cast), cast.actor("recused")
    Fund.objects.filter(pk=fund.pk).update(left=10**18 - 5)
    with pytest.raises(FundFull):
        services.raise_fund(actor, fund, 10, WHY, NOW)
    for amount in (0, -5, 10**19, 1.5, "7"):
        with pytest.raises(AmountUnfit):
            services.raise_fund(actor, fund, amount, WHY, NOW)  # type: ignore[arg-type]
    for places in (-1, 10**10, 1.5, True):
        with pytest.raises(FundUnfit):
            services.raise_fund(actor, fund, 1, WHY, NOW, places=places)  # type: ignore[arg-type]
    with pytest.raises(ReasonTooShort):
        services.raise_fund(actor, fund, 1, "trop court", NOW)


@pytest.mark.parametrize(
    "shares",
    [
        [],
        [("bpi", HALF)],
        [("bpi", Fraction(2, 3)), ("banque", HALF)],
        [("bpi", HALF), ("bpi", HALF)],
        [("bpi", Fraction(3, 2)), ("banque", -HALF)],
    ],
)
def test_shares_that_do_not_make_one_open_nothing(cast: World, shares: Any) -> None:
    named = [(cast.organisations[slug], share) for slug, share in shares]
    with pytest.raises(SharesUnfit):
        vte(cast, shares=named)
    assert not Fund.objects.exists()


def test_shares_that_the_policy_states_are_kept(
    cast: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.policy, "shares", lambda *_one: [Fraction(1, 4), Fraction(3, 4)])
    with pytest.raises(SharesUnfit, match="1/4, 3/4"):
        vte(cast)


@pytest.mark.parametrize(
    "changes",
    [
        {"reference": "VTE 2031"},
        {"reference": "a" * 41},
        {"reference": "é"},
        {"year": 1999},
        {"unit": "kg"},
        {"award_id": "aucune"},
        {"measure_id": "aucune"},
        {"amount": -1},
        {"places": -1},
    ],
)
def test_a_fund_that_cannot_be_is_refused_in_words(cast: World, changes: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        vte(cast, **changes)
    assert refused.value.why is not None
    assert not Fund.objects.exists()


def test_a_reference_is_taken_once(cast: World) -> None:
    vte(cast)
    with pytest.raises(FundUnfit, match="already"):
        vte(cast)


def test_an_operator_opens_only_what_it_manages(cast: World) -> None:
    actor = cast.actor("recused")
    assert services.open_fund(actor, opening(cast), WHY, NOW).manager.slug == "bpi"
    with pytest.raises(services.PermissionDenied):
        services.open_fund(
            actor, opening(cast, reference="x", manager=cast.organisations["cnam"]), WHY, NOW
        )


def test_amounts_are_read_as_people_type_them() -> None:
    assert [read(one, "cents") for one in ("4 000,00", "4000.5", "0,01", "4\u202f000 €")] == [
        400_000,
        400_050,
        1,
        400_000,
    ]
    assert read("12", "days") == 12
    for written in ("", "-1", "1,234", "1e3", "٣", "0", "1.000.000", "nan", "9" * 14):
        with pytest.raises(AmountUnfit):
            read(written, "cents")
    with pytest.raises(AmountUnfit):
        read("1,5", "days")


def test_remainders_go_to_the_largest_fraction_then_in_order() -> None:
    assert split(10, [Fraction(1, 7), Fraction(2, 7), Fraction(4, 7)]) == [1, 3, 6]
    assert split(1, [HALF, HALF]) == [1, 0]
    assert split_within(3, [HALF, HALF], [1, 5]) == [1, 2]
