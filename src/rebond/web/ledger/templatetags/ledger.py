"""How pages write amounts and the words of states."""

from __future__ import annotations

from django import template

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.ledger import policy, queries, unit_words
from rebond.web.ledger.models import Fund, Reservation
from rebond.web.ledger.wording import amount_text
from rebond.web.territories.places import atlas
from rebond.web.theme import writing

register = template.Library()


@register.filter
def money(amount: int, unit: str = Fund.Unit.CENTS) -> str:
    """Write an amount to the cent, or in days."""
    return amount_text(amount, unit).of(writing.lang())


@register.filter
def of_unit(name: str, unit: str) -> str:
    """Write a word of the pages, for money or for days."""
    return writing.words(unit_words.of_unit(name, unit))


@register.simple_tag
def state_words(code: str, words: object, unit: str) -> str:
    """Write a state, a movement or an account: in the model's words, but for days."""
    return writing.words(unit_words.label(code, str(words), unit))


@register.simple_tag
def awarded(reference: str) -> list[Reservation]:
    """Return what is reserved for the dossier of a decision, or waits."""
    return list(queries.of_decision(reference))


@register.filter
def territory(code: str, kind: str) -> str:
    """Write the name of a territory, of which codes hold the phase; as it stands when the atlas has none such."""
    phase, _colon, rest = code.rpartition(":")
    try:
        return atlas().place(PlaceKey(kind, rest, phase)).name
    except (RebondError, LookupError):
        return f"{kind} {code}"


@register.filter
def measure_title(fund: Fund) -> str:
    """Write the name of the measure of a fund."""
    return writing.words(policy.title(fund.programme_id, fund.measure_id))


@register.filter
def award_title(fund: Fund) -> str:
    """Write the name of what a fund gives."""
    return writing.words(policy.award_title(fund.programme_id, fund.measure_id, fund.award_id))
