"""Sentences that only the whole run can say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rebond.texts import Text, day_text, percent

if TYPE_CHECKING:
    from rebond.pipeline.running import RunResult


_CENTRE = Text("au centre de sa commune", "at the centre of its commune")
_FIRST_CENTRE = Text(
    "au centre de la première commune citée", "at the centre of the first commune named"
)


def reference_reason(
    result: RunResult, row: int, entry: Mapping[str, Any], *, is_chosen: bool
) -> Text:
    """Say where a known labelled site would stand among the candidates."""
    label = result.everyone[row].label or {}
    codes = list(label.get("commune_codes") or ())  # type: ignore[call-overload]
    place = (
        Text("il serait dans le portefeuille", "it would be in the portfolio")
        if is_chosen
        else Text("il ne serait pas dans le portefeuille", "it would not be in the portfolio")
    )
    chance = entry["chance"]
    return Text(
        "Site labellisé (vague {wave}, {date}). Entré seul parmi les {count} candidats, {centre}, "
        "il serait parmi les {k} premiers dans {chance} des tirages (pondération admissible, faits dans "
        "leurs bornes) ; {place}.",
        "Labelled site (wave {wave}, {date}). Entered alone among the {count} candidates, {centre}, "
        "it would be among the first {k} in {chance} of the draws (admissible weighting, facts "
        "within their bounds); {place}.",
    ).filled(
        wave=label.get("wave"),
        date=day_text(str(label.get("announced_on"))),
        centre=_CENTRE if len(codes) <= 1 else _FIRST_CENTRE,
        count=len(result.scored),
        k=result.plan.k,
        chance=Text(percent(chance, "fr", digits=1), percent(chance, "en", digits=1)),
        place=place,
    )
