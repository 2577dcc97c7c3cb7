"""A comparison in words and as JSON values: the answer first, never more than its evidence."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rebond.impact.assumptions import ASSUMPTIONS
from rebond.impact.cautions import STRENGTH_TEXTS, Strength
from rebond.texts import Text, number, percent

if TYPE_CHECKING:
    from rebond.impact.comparing import Comparison


def answer_of(found: Comparison, unit: Text, *, digits: int = 1) -> Text:
    """Return the answer in one sentence.

    Parameters
    ----------
    found : Comparison
    unit : Text
        Unit of the outcome.
    digits : int, default 1

    Returns
    -------
    Text
    """
    if found.strength is Strength.NONE or found.estimate is None:
        return Text(
            "Aucune conclusion n’est permise sur l’effet de la décision : les données ne la soutiennent pas.",
            "No claim can be made on the effect of the decision: the data do not support one.",
        )
    one = found.estimate
    if one.low is None or one.high is None:
        return Text(
            "L’écart ne peut pas être distingué du hasard : son incertitude n’est pas mesurable.",
            "The gap cannot be told from chance: its uncertainty cannot be measured.",
        )
    words = {
        "value": signed(one.value, digits),
        "low": signed(one.low, digits),
        "high": signed(one.high, digits),
        "unit": unit,
        "pairs": one.count,
        "confidence": Text(percent(one.confidence, "fr"), percent(one.confidence, "en")),
    }
    if found.finds_nothing:
        return Text(
            "Aucun effet n’est établi : après la décision, l’écart entre les retenus et des candidats comparables a changé de {value} {unit} ({confidence} : de {low} à {high}), sur {pairs} paires. L’absence de preuve n’est pas la preuve d’une absence.",
            "No effect is established: after the decision, the gap between the retained and comparable candidates changed by {value} {unit} ({confidence}: {low} to {high}), on {pairs} pairs. No evidence of an effect is not evidence of none.",
        ).filled(**words)
    return Text(
        "Après la décision, l’écart entre les retenus et des candidats comparables a changé de {value} {unit} ({confidence} : de {low} à {high}), sur {pairs} paires. Cela n’est dû à la décision que si les hypothèses tiennent.",
        "After the decision, the gap between the retained and comparable candidates changed by {value} {unit} ({confidence}: {low} to {high}), on {pairs} pairs. The decision is its cause only if the assumptions hold.",
    ).filled(**words)


def signed(value: float, digits: int) -> Text:
    """Write a difference with its sign, a true minus."""
    rounded = round(value, digits)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else ""
    return Text(
        sign + number(abs(rounded), "fr", digits=digits),
        sign + number(abs(rounded), "en", digits=digits),
    )


def as_json(found: Comparison) -> dict[str, Any]:
    """Return everything that a program needs; what does not exist is null."""
    return {
        "method": found.method,
        "method_version": found.method_version,
        "versions": dict(found.versions),
        "inputs_digest": found.inputs_digest,
        "parameters": dict(found.parameters),
        "strength": found.strength.value,
        "strength_text": STRENGTH_TEXTS[found.strength].as_json(),
        "cautions": [
            {"code": one.code, "forbids": one.forbids, "words": one.words.as_json()}
            for one in found.cautions
        ],
        "assumptions": [
            {"id": one.id, "title": one.title.as_json(), "words": one.words.as_json()}
            for one in ASSUMPTIONS
        ],
        "retained": found.retained,
        "others": found.others,
        "pairs": [
            {
                "retained": found.units[one.retained],
                "other": found.units[one.other],
                "distance": one.distance,
            }
            for one in found.pairing.pairs
        ],
        "without_neighbour": [found.units[row] for row in found.pairing.without_neighbour],
        "missing_facts": [found.units[row] for row in found.pairing.missing_facts],
        "balance": [asdict(one) for one in found.pairing.balance],
        "complete_pairs": found.complete,
        "incomplete_pairs": found.incomplete,
        "estimate": _estimate(found.estimate),
        "least_detectable": found.estimate.least_detectable if found.estimate else None,
        "without_pairing": _estimate(found.unpaired),
        "years_left": list(found.years_left),
        "years": [
            {"year": one.year, "is_before": one.is_before, **asdict(one.estimate)}
            for one in found.years_estimates
        ],
        "permutation": None if found.permutation is None else asdict(found.permutation),
        "trend_before": asdict(found.trend),
    }


def _estimate(one: Any) -> dict[str, Any] | None:
    return None if one is None else asdict(one)
