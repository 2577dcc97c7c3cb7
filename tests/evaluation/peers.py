"""Independent libraries, asked the same question as we are.

Their own warnings are theirs: they are silenced around each call, so that ours stay errors.
"""

from __future__ import annotations

import importlib
import warnings
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest


@contextmanager
def quiet():
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def library(name: str) -> Any:
    """Import a peer, or skip the test when it is not installed."""
    with quiet():
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as missing:
            pytest.skip(f"{missing.name} is not installed: no second opinion from it here")


def pymcdm_topsis(table, weights, types):
    methods, normalizations = library("pymcdm.methods"), library("pymcdm.normalizations")
    with quiet():
        # its default is min-max; the published cases use the vector normalisation
        return methods.TOPSIS(normalizations.vector_normalization)(table, weights, types)


def pyrepo_topsis(table, weights, types):
    methods, normalizations = (
        library("pyrepo_mcda.mcda_methods"),
        library("pyrepo_mcda.normalizations"),
    )
    with quiet():
        return methods.TOPSIS(normalization_method=normalizations.vector_normalization)(
            np.asarray(table), np.asarray(weights), np.asarray(types)
        )


def skcriteria_matrix(table, weights, types):
    skcriteria = library("skcriteria")
    with quiet():
        return skcriteria.mkdm(
            np.asarray(table), [max if t > 0 else min for t in types], weights=list(weights)
        )


def skcriteria_topsis(table, weights, types):
    agg, scalers = library("skcriteria.agg.topsis"), library("skcriteria.preprocessing.scalers")
    with quiet():
        scaled = scalers.VectorScaler(target="matrix").transform(
            skcriteria_matrix(table, weights, types)
        )
        return np.asarray(agg.TOPSIS().evaluate(scaled).e_.similarity)


def pymcdm_weighted_sum(table, weights):
    methods = library("pymcdm.methods")
    with quiet():
        return methods.WSM(lambda x, cost=False: x)(table, weights, np.ones(len(weights)))  # noqa: ARG005


def pyrepo_weighted_sum(table, weights):
    methods = library("pyrepo_mcda.mcda_methods")
    with quiet():
        return methods.SAW(normalization_method=lambda matrix, _: matrix)(
            np.asarray(table), np.asarray(weights), np.ones(len(weights))
        )


def skcriteria_weighted_sum(table, weights):
    agg = library("skcriteria.agg.simple")
    with quiet():
        matrix = skcriteria_matrix(table, weights, np.ones(len(weights)))
        return np.asarray(agg.WeightedSumModel().evaluate(matrix).e_.score)


def pymcdm_spotis(table, weights, types, bounds):
    methods = library("pymcdm.methods")
    with quiet():
        return methods.SPOTIS(np.asarray(bounds, dtype=float))(
            np.asarray(table), np.asarray(weights), np.asarray(types)
        )


def pyrepo_spotis(table, weights, types, bounds):
    methods = library("pyrepo_mcda.mcda_methods")
    with quiet():
        return methods.SPOTIS()(
            np.asarray(table), np.asarray(weights), np.asarray(types), np.asarray(bounds).T
        )


def skcriteria_spotis(table, weights, types, bounds):
    agg = library("skcriteria.agg.spotis")
    with quiet():
        result = agg.SPOTIS().evaluate(
            skcriteria_matrix(table, weights, types), bounds=np.asarray(bounds)
        )
        return np.asarray(result.e_.score)


def pymcdm_promethee(table, weights, types, kind, q, p):
    methods = library("pymcdm.methods")
    name = {"u_shape": "ushape", "v_shape": "vshape", "linear": "vshape_2"}.get(kind, kind)
    with quiet():
        # one object a call: its second call fails, because it keeps a consumed generator
        return methods.PROMETHEE_II(name, p=list(p), q=list(q))(table, weights, types)


def pyrepo_promethee(table, weights, types, kinds, q, p):
    methods = library("pyrepo_mcda.mcda_methods")
    with quiet():
        method = methods.PROMETHEE_II()
        functions = [getattr(method, f"_{kind.replace('_', '')}_function") for kind in kinds]
        return method(
            np.asarray(table),
            np.asarray(weights),
            np.asarray(types),
            preference_functions=functions,
            p=np.asarray(p),
            q=np.asarray(q),
        )


def mcda_electre_tri(table, weights, profiles, q, p, v, cut_level):
    """Return pessimistic and optimistic classes, 0 the worst, of the package `mcda`."""
    electre, core = library("mcda.outranking.electre"), library("mcda")
    scales = library("mcda.scales")
    with quiet():
        names = list(range(len(weights)))
        scale = {j: scales.QuantitativeScale(-1e9, 1e9) for j in names}

        def performances(rows, prefix):
            labels = [f"{prefix}{i}" for i in range(len(rows))]
            return core.PerformanceTable(rows, alternatives=labels, criteria=names, scales=scale)

        method = electre.ElectreTri(
            performances(np.asarray(table).tolist(), "a"),
            dict(enumerate(weights)),
            performances(np.asarray(profiles).tolist(), "b"),
            dict(enumerate(q)),
            dict(enumerate(p)),
            {j: (None if np.isinf(x) else x) for j, x in enumerate(v)},
            cut_level,
        )
        classes = (method.assign(pessimistic=rule).data for rule in (True, False))
        return tuple([int(one[f"a{i}"]) for i in range(len(table))] for one in classes)


def pydecision_credibility(table, weights, profiles, q, p, v):
    """Return aSb and bSa of each candidate and profile, from pyDecision's inner functions."""
    electre = library("pyDecision.algorithm.e_tri_b")
    with quiet():
        table, profiles = np.asarray(table, dtype=float), np.asarray(profiles, dtype=float)
        h, n = len(profiles), len(table)
        q, p, v = (np.asarray(x, dtype=float)[None, :] for x in (q, p, v))
        agree = electre.concordance_matrices_vectors(
            table, h, n, profiles, p, q, np.asarray(weights)
        )
        oppose = electre.discordance_matrices(table, h, n, profiles, p, v)
        over, under = electre.credibility_vectors(h, n, *agree, *oppose)
        # it lists profiles from the best down, one run of candidates each
        return tuple(x.reshape(h, n)[::-1].T for x in (over, under))
