from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from rebond.procedure.graph_model import shipped_graph
from rebond.procedure.skeleton import skeleton_of
from rebond.procedure.streams import site_words, step_words, stream_key, uniforms, words


def test_words_are_the_two_halves_of_a_key() -> None:
    assert words(0x0123456789ABCDEF) == (0x89ABCDEF, 0x01234567)


def test_a_key_depends_on_the_name_alone() -> None:
    assert stream_key("le-carnet") == stream_key("le-carnet")
    assert stream_key("le-carnet") != stream_key("le-carnet ")


def test_uniforms_are_uniform_and_never_0_nor_1() -> None:
    unit = uniforms(200_000, step="permis", site="le-carnet", seed=1)
    assert unit.min() > 0
    assert unit.max() < 1
    assert stats.kstest(unit, "uniform").pvalue > 1e-3


def test_the_first_draws_of_a_longer_run_are_those_of_a_shorter_one() -> None:
    short = uniforms(300, step="permis", site="le-carnet", seed=7)
    long = uniforms(5_000, step="permis", site="le-carnet", seed=7)
    assert np.array_equal(long[:300], short)


@pytest.mark.parametrize(
    "other",
    [
        {"step": "diagnostic", "site": "le-carnet", "seed": 7},
        {"step": "permis", "site": "portes-du-tarn", "seed": 7},
        {"step": "permis", "site": "le-carnet", "seed": 8},
        {"step": "permis", "site": "le-carnet", "seed": 7 + 2**32},
    ],
)
def test_another_step_site_or_seed_gives_independent_numbers(other: dict[str, object]) -> None:
    one = uniforms(50_000, step="permis", site="le-carnet", seed=7)
    two = uniforms(50_000, **other)  # type: ignore[arg-type]
    assert abs(np.corrcoef(one, two)[0, 1]) < 5 / np.sqrt(50_000)
    assert not np.array_equal(one, two)


def test_no_two_steps_or_branches_of_the_graph_share_their_numbers() -> None:
    skeleton = skeleton_of(shipped_graph())
    branches = [f"branch:{name}" for name in set(skeleton.branch_keys)]
    names = [*skeleton.steps, *branches]
    assert len(set(step_words(names).tolist())) == len(names)


def test_words_of_sites_have_one_row_a_site() -> None:
    assert site_words(["a", "b"]).shape == (2, 2)
    assert site_words([]).shape == (0, 2)
