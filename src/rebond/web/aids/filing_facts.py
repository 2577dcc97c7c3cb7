"""What a recruitment tells of the facts of an aid, so that nobody is asked twice and nobody tells otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rebond.aid import Aid, FactSpec
from rebond.errors import RebondError
from rebond.web.aids import contract_terms, simulator_place
from rebond.web.aids.models import Recruitment
from rebond.web.aids.simulator_fields import CONTRACT_FACTS

State = Recruitment.State
LABELLED = frozenset({State.LABELLED, State.ENDED, State.BROKEN})
TOLD = frozenset(
    {
        "contrat",
        "contrat_logement",
        "niveau_jeune",
        "salaire_brut_mensuel",
        "situation_jeune",
    }
)
"""Facts that were read but that somebody told: an operator may ask for them again. The others are established
here, by signatures, the label and the place."""


def known(aid: Aid, recruitment: Recruitment, on: date) -> dict[str, Any]:
    """Return the facts that the offer, the contract, the signatures, the label and the place tell."""
    found = {
        "charte_signee": recruitment.firm_signed_at is not None
        and recruitment.person_signed_at is not None,
        "est_vte": recruitment.state in LABELLED,
        "salaire_brut_mensuel": recruitment.offer.monthly_pay,
        **_contract(recruitment),
        **_young(recruitment, on),
        **_places(recruitment.offer.commune_code, on),
    }
    specs = {one.id: one for one in aid.facts}
    return {
        name: value
        for name, value in found.items()
        if value is not None and name in specs and _fits(specs[name], value)
    }


def asked(aid: Aid, fixed: Mapping[str, Any]) -> tuple[FactSpec, ...]:
    """Return the facts that are left to ask, in the order in which the rules read them."""
    specs = {one.id: one for one in aid.facts}
    return tuple(specs[name] for name in aid.read if name not in fixed)


def askable(aid: Aid, fixed: Mapping[str, Any]) -> tuple[FactSpec, ...]:
    """Return the facts that an operator may ask for: those left to ask, and those that somebody told before."""
    specs = {one.id: one for one in aid.facts}
    return tuple(specs[name] for name in aid.read if name not in fixed or name in TOLD)


def _contract(recruitment: Recruitment) -> dict[str, Any]:
    """Return the contract in the words of each aid; one that could be several leaves the other open.

    A contract whose days are shorter than its name is another in the aid that asks for the length.
    """
    option = recruitment.offer.contract
    others = {
        facts["contrat_logement"] for facts in CONTRACT_FACTS.values() if facts["contrat"] == option
    }
    return {
        "contrat": contract_terms.as_dated(option, recruitment.starts_on, recruitment.ends_on),
        "contrat_logement": others.pop() if len(others) == 1 else None,
    }


def _young(recruitment: Recruitment, on: date) -> dict[str, Any]:
    """Return what the person agreed to tell with the signature; what a day contradicts is not known."""
    one = recruitment
    is_untrue = contract_terms.is_contradicted(one.situation, one.graduated_on, on)
    return {
        "niveau_jeune": one.level or None,
        "situation_jeune": None if is_untrue else one.situation or None,
    }


def _places(commune: str, on: date) -> dict[str, bool | None]:
    try:
        read = simulator_place.read(commune)
    except RebondError:
        return {}
    if read.place is None:
        return {}
    return {one.fact: one.answer for one in simulator_place.insides(read.place, on)}


def _fits(spec: FactSpec, value: Any) -> bool:
    return spec.kind != "choice" or value in {one.id for one in spec.options}
