"""Days are given and used, not paid; euros keep their words."""

from __future__ import annotations

from rebond.web.ledger import unit_words
from rebond.web.ledger.models import Reservation


def test_each_word_says_days_for_days_and_money_for_money() -> None:
    for name, (money, days) in unit_words.WORDS.items():
        assert unit_words.of_unit(name, "cents") == money
        assert unit_words.of_unit(name, "days") == days
        assert "pay" not in days.en.lower()
        assert "pai" not in days.fr.lower()


def test_a_state_bears_its_own_name_for_days() -> None:
    paid = Reservation.State.PAID
    assert unit_words.label(paid, "payé", "days").en == "used"
    assert unit_words.label(paid, "payé", "cents").fr == "payé"
    assert unit_words.label("reserved", "réservé", "days").fr == "réservé"
