"""How pages write amounts and the words of states."""

from __future__ import annotations

from django import template

from rebond.web.ledger import policy
from rebond.web.ledger.models import Fund
from rebond.web.ledger.wording import amount_text
from rebond.web.theme import writing

register = template.Library()


@register.filter
def money(amount: int, unit: str = Fund.Unit.CENTS) -> str:
    """Write an amount to the cent, or in days."""
    return amount_text(amount, unit).of(writing.lang())


@register.filter
def measure_title(fund: Fund) -> str:
    """Write the name of the measure of a fund."""
    return writing.words(policy.title(fund.programme_id, fund.measure_id))


@register.filter
def award_title(fund: Fund) -> str:
    """Write the name of what a fund gives."""
    return writing.words(policy.award_title(fund.programme_id, fund.measure_id, fund.award_id))
