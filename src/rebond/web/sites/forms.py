"""Reading what the pages of the registry send."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from rebond.sitefiles.tables import Field
from rebond.texts import Text
from rebond.web.sites.errors import BadEvent, NotADay, SourceMissing
from rebond.web.sites.services import Given

SOURCE, STATED_ON, URL = "provenance_source", "provenance_date", "provenance_url"
STILL_TRUE = "toujours_vrai"
"""Names of the fields whose value is confirmed as it stands."""
EURO = 100


def given(sent: Mapping[str, str]) -> Given:
    """Return what values come from.

    Raises
    ------
    SourceMissing
        Without a day that can be read.
    """
    try:
        stated_on = date.fromisoformat(sent.get(STATED_ON, ""))
    except ValueError:
        raise SourceMissing from None
    return Given(sent.get(SOURCE, ""), stated_on, sent.get(URL, ""))


def stated_on(sent: Mapping[str, str]) -> date | None:
    """Return the day of what a file says; None when it is not told.

    Raises
    ------
    NotADay
    """
    written = sent.get("etabli", "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotADay from None


def cells(sent: Mapping[str, str], fields: tuple[Field, ...]) -> dict[str, str]:
    """Return what was typed in each field; only what the form showed counts."""
    return {one.name: _cell(one, sent[one.name]) for one in fields if one.name in sent}


def _cell(one: Field, text: str) -> str:
    written = text.strip()
    if one.type in {"number", "integer"}:
        # What a French keyboard writes: 12,5 and 1 200.
        return "".join(written.split()).replace(",", ".")
    return written


def event(sent: Mapping[str, str]) -> dict[str, Any]:
    """Return what was typed about a fact.

    Raises
    ------
    BadEvent
    """
    try:
        on = date.fromisoformat(sent.get("jour", ""))
    except ValueError:
        raise BadEvent(
            Text("il manque le jour.", "the day is missing."),
            Text("Donnez le jour du fait.", "Give the day of the fact."),
        ) from None
    figures: dict[str, float] = {}
    for name, field in (
        ("jobs", "emplois"),
        ("investment_cents", "montant"),
        ("area_ha", "surface"),
    ):
        written = "".join(sent.get(field, "").split()).replace(",", ".")
        if not written:
            continue
        try:
            value = float(written)
            if not math.isfinite(value):
                raise ValueError(written)  # noqa: TRY301 - «nan» and «inf» are read, and are no figures
        except ValueError:
            raise BadEvent(
                Text("« {text} » n’est pas un nombre.", "“{text}” is not a number.").filled(
                    text=written[:40]
                )
            ) from None
        figures[name] = (
            value if name == "area_ha" else round(value * (EURO if "cents" in name else 1))
        )
    return {
        "kind": sent.get("sorte", ""),
        "on": on,
        "basis": sent.get("etablissement", ""),
        "figures": figures,
        "sentence": sent.get("phrase", ""),
        "source_url": sent.get("page", ""),
        "is_public": sent.get("public", "") == "oui",
    }
