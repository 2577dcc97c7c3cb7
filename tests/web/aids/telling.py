"""How the facts of a case are told to the form of the simulator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rebond.web.aids.simulator_fields import CONTRACT_FACTS, asked_by

INSIDE, OUTSIDE = "Lisieux", "75056"
"""A commune that every list of Territoires d'industrie holds, and one that none does."""
USUAL_CONTRACTS = ("cdi", "cdd_long", "alternance_longue", "autre")


def told(facts: Mapping[str, Any], on: Any) -> dict[str, str]:
    """Return the facts of a case as someone types them in French."""
    typed = {"jour": on.isoformat()}
    for name, value in facts.items():
        if value is None:
            continue
        field = asked_by(name)
        if field.kind == "commune":
            typed[field.key] = INSIDE if value else OUTSIDE
        elif name in CONTRACT_FACTS["cdi"]:
            typed[field.key] = next(
                one for one in USUAL_CONTRACTS if CONTRACT_FACTS[one][name] == value
            )
        elif field.kind == "yes_no":
            typed[field.key] = "oui" if value else "non"
        elif field.kind == "money":
            typed[field.key] = f"{value // 100},{value % 100:02d}\u00a0€"
        else:
            typed[field.key] = str(value)
    return typed
