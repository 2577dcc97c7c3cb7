"""The methods that exist and their versions: the version stored in a result is the version used.

A method's version changes when its results change. Documentation lists the same names and versions;
a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from rebond.evaluation.errors import UnknownMethod
from rebond.texts import Text


@dataclass(frozen=True, slots=True)
class Method:
    """One registered method.

    Parameters
    ----------
    name : str
        Stable code, stored in results and records.
    version : str
        Semantic version of its results.
    title : Text
    """

    name: str
    version: str
    title: Text


METHODS: tuple[Method, ...] = (
    Method("value_functions", "1.0.0", Text("Fonctions de valeur", "Value functions")),
    Method("weighted_sum", "1.0.0", Text("Somme pondérée", "Weighted sum")),
    Method("topsis", "1.0.0", Text("TOPSIS", "TOPSIS")),
    Method("promethee_ii", "1.0.0", Text("PROMETHEE II", "PROMETHEE II")),
    Method("electre_tri_b", "1.0.0", Text("ELECTRE TRI-B", "ELECTRE TRI-B")),
    Method("spotis", "1.0.0", Text("SPOTIS", "SPOTIS")),
    Method(
        "weight_sampling",
        "1.0.0",
        Text("Tirage uniforme des poids", "Uniform sampling of weights"),
    ),
    Method(
        "acceptability",
        "1.0.0",
        Text("Acceptabilité des rangs (SMAA-2)", "Rank acceptability (SMAA-2)"),
    ),
    Method(
        "top_k_acceptability",
        "1.0.0",
        Text(
            "Acceptabilité des K premiers, grands nombres de candidats",
            "Acceptability of the first K, large numbers of candidates",
        ),
    ),
)


def method(name: str) -> Method:
    """Return the registered method called `name`.

    Raises
    ------
    UnknownMethod

    Examples
    --------
    >>> method("topsis").version
    '1.0.0'
    """
    for candidate in METHODS:
        if candidate.name == name:
            return candidate
    raise UnknownMethod(name, [candidate.name for candidate in METHODS])


def versions() -> dict[str, str]:
    """Return ``{name: version}`` of every method, the form a record keeps."""
    return {candidate.name: candidate.version for candidate in METHODS}
