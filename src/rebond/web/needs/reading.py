"""What a search reads of one site's public values, and the field that each reading comes from.

`values` holds the public fields of the CNIG row and of our extension together. A reading is a pair: the
value, None when it is not known, and the name of the field, empty when there is none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from rebond.web.needs.fields import REGIMES, SEVESO

Values = Mapping[str, Any]
Reading = tuple[float | None, str]
YES, NO = "oui", "non"

SIDING = ("rail_siding", "reseau_fret_ferroviaire")
QUAY = ("quay_length_m", "reseau_fluvial")
POWER, ICPE, SEVESO_FIELD, SECTIONS = "power_mva", "icpe_regimes", "seveso", "naf_sections"
STATION, PORT, JUNCTION = "gare_fret_dist", "port_dist", "autoroute_echang_dist"
FIELDS = (*SIDING, *QUAY, POWER, ICPE, SEVESO_FIELD, SECTIONS, STATION, PORT, JUNCTION)
_REGIME_WORDS = dict(
    zip(("aucun", "déclaration", "enregistrement", "autorisation"), REGIMES, strict=True)
)
_SEVESO_WORDS = dict(zip(("non", "seuil bas", "seuil haut"), SEVESO, strict=True))


def number(values: Values, field: str) -> Reading:
    """Read a quantity; a word such as «inconnu» is no quantity."""
    value = values.get(field)
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None, ""
    return (float(value), field) if math.isfinite(value) and value >= 0 else (None, "")


def is_on_site(values: Values, fields: tuple[str, ...]) -> Reading:
    """Read whether a siding or a quay is on the site: 1, 0 or None; the first field that tells wins."""
    for field in fields:
        value = values.get(field)
        if value is None:
            continue
        if value in (YES, NO):
            return (1.0 if value == YES else 0.0), field
        length, _field = number(values, field)
        if length is not None:
            return (1.0 if length > 0 else 0.0), field
    return None, ""


def distance(values: Values, on_site: tuple[str, ...], field: str) -> Reading:
    """Read a distance; 0 where it is on the site itself."""
    here, source = is_on_site(values, on_site)
    return (0.0, source) if here == 1.0 else number(values, field)


def regime(values: Values) -> Reading:
    """Read the heaviest regime accepted, as its place in `REGIMES`."""
    words = str(values.get(ICPE) or "").split("|")
    known = [REGIMES.index(_REGIME_WORDS[word]) for word in words if word in _REGIME_WORDS]
    return (float(max(known)), ICPE) if known else (None, "")


def seveso(values: Values) -> Reading:
    """Read the highest tier accepted, as its place in `SEVESO`."""
    word = _SEVESO_WORDS.get(str(values.get(SEVESO_FIELD) or ""))
    return (float(SEVESO.index(word)), SEVESO_FIELD) if word else (None, "")


NUMBERS: dict[str, Callable[[Values], Reading]] = {
    "power_mva": lambda values: number(values, POWER),
    "rail_km": lambda values: distance(values, SIDING, STATION),
    "port_km": lambda values: distance(values, QUAY, PORT),
    "motorway_km": lambda values: number(values, JUNCTION),
}
CODES: dict[str, Callable[[Values], Reading]] = {
    "siding": lambda values: is_on_site(values, SIDING),
    "quay": lambda values: is_on_site(values, QUAY),
    "icpe": regime,
    "seveso": seveso,
}
CODE_NAMES: dict[str, tuple[str, ...]] = {
    "siding": (NO, YES),
    "quay": (NO, YES),
    "icpe": REGIMES,
    "seveso": SEVESO,
    "brownfield": (NO, YES),
    "labelled": (NO, YES),
    "fictitious": (NO, YES),
}
