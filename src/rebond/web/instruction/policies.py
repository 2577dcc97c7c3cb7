"""The policy that a dossier was filed under, read once for each version."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rebond.programme import Measure, Programme, thaw_programme
from rebond.programme.gates import Gate
from rebond.texts import Text
from rebond.web.calls.models import Revision
from rebond.web.dossiers.models import Dossier

POLICIES_KEPT = 16


def measure_of(dossier: Dossier) -> Measure:
    """Return the measure as the dossier's revision froze it, without reading the policy again."""
    digest = dossier.revision.policy_digest
    return _programme(digest, dossier.revision_id).measure(dossier.call.measure_id)


@lru_cache(maxsize=POLICIES_KEPT)
def _programme(_digest: str, revision: int) -> Programme:
    text = Revision.objects.values_list("policy", flat=True).get(pk=revision)
    return thaw_programme(text.encode())


def failed_gates(dossier: Dossier) -> tuple[Gate, ...]:
    """Return the conditions that make the dossier ineligible, in the policy's order."""
    failed = failed_ids(dossier)
    if not failed:
        return ()
    return tuple(one for one in measure_of(dossier).gates if one.id in failed)


def failed_ids(dossier: Dossier) -> frozenset[str]:
    """Return the ids of the conditions that the dossier missed when it was filed."""
    return frozenset(_gate_id(one) for one in dossier.failed_gates)


def gate_sentence(dossier: Dossier) -> Text | None:
    """Return the sentence of an ineligible dossier: the conditions that it misses."""
    if dossier.eligibility != "no":
        return None
    gates = failed_gates(dossier)
    if not gates:
        return Text(
            "Non éligible : une condition d’accès n’est pas remplie.",
            "Not eligible: a condition of access is not met.",
        )
    names = Text(
        "\u202f; ".join(one.title.fr.rstrip(".") for one in gates),
        "; ".join(one.title.en.rstrip(".") for one in gates),
    )
    if len(gates) == 1:
        said = Text("Condition non remplie\u00a0: {names}.", "Condition not met: {names}.")
    else:
        said = Text("Conditions non remplies\u00a0: {names}.", "Conditions not met: {names}.")
    return said.filled(names=names)


def _gate_id(item: Any) -> str:
    """Read a failed gate, kept as its id or as an object that names it."""
    if isinstance(item, dict):
        return str(item.get("id") or item.get("gate") or "")
    return str(item)
