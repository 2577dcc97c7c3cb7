"""From values to ranks and chances: how candidates compare, under every admissible weighting.

Everything here takes plain arrays and returns frozen results that say which method and version made
them, from which inputs, by which steps.

- `value_functions`: an indicator in its unit -> a value in [0, 1]
- `weighted_sum`, `topsis`, `promethee`, `electre`, `spotis`: one way of aggregating criteria each
- `weights`: sets of admissible weights; `feasibility` finds contradictions in them, `polytope` their
  shape, `sampling` draws uniformly from them
- `acceptability`: chances and ranks when weights and values are uncertain (SMAA-2)
- `top_k`: the chances of being among the first K for very many candidates
- `registry`: names and versions of methods; `results`, `arrays`, `errors`, `method_errors`: what all
  methods share
- `compiled` and modules ending in `_kernels`: compiled loops
"""

from rebond.evaluation.acceptability import Acceptability, acceptability
from rebond.evaluation.electre import ElectreTriResult, electre_tri_b
from rebond.evaluation.promethee import PreferenceFunction, PrometheeResult, promethee_ii
from rebond.evaluation.registry import METHODS, Method, method, versions
from rebond.evaluation.spotis import SpotisResult, spotis
from rebond.evaluation.top_k import TopKAcceptability, top_k_acceptability
from rebond.evaluation.topsis import TopsisResult, topsis
from rebond.evaluation.value_functions import (
    Categories,
    Linear,
    Piecewise,
    Steps,
    ValueFunction,
    value_interval,
)
from rebond.evaluation.weighted_sum import WeightedSumResult, contributions, weighted_sum
from rebond.evaluation.weights import Ordering, WeightSet

__all__ = [
    "METHODS",
    "Acceptability",
    "Categories",
    "ElectreTriResult",
    "Linear",
    "Method",
    "Ordering",
    "Piecewise",
    "PreferenceFunction",
    "PrometheeResult",
    "SpotisResult",
    "Steps",
    "TopKAcceptability",
    "TopsisResult",
    "ValueFunction",
    "WeightSet",
    "WeightedSumResult",
    "acceptability",
    "contributions",
    "electre_tri_b",
    "method",
    "promethee_ii",
    "spotis",
    "top_k_acceptability",
    "topsis",
    "value_interval",
    "versions",
    "weighted_sum",
]
