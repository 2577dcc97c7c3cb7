import dataclasses

import numpy as np
import pytest

from rebond.evaluation.results import MethodResult, Step, competition_ranks, ranks_of_sorted
from rebond.texts import Text


def result():
    step = Step("sum", Text("Somme", "Sum"), np.array([1.0, 2.0]))
    return MethodResult(
        method="m",
        method_version="1.0.0",
        inputs_digest="sha256:0",
        parameters={"k": 1},
        trace=(step,),
    )


def test_a_result_is_frozen_down_to_its_arrays_and_parameters():
    made = result()
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.method = "other"
    with pytest.raises(TypeError):
        made.parameters["k"] = 2
    with pytest.raises(ValueError, match="read-only"):
        made.trace[0].value[0] = 9.0


def test_parameters_do_not_follow_the_callers_dict():
    given = {"k": 1}
    made = dataclasses.replace(result(), parameters=given)
    given["k"] = 2
    assert made.parameters["k"] == 1


def test_steps_are_found_by_name():
    made = result()
    assert made.step("sum") is made.trace[0]
    with pytest.raises(KeyError):
        made.step("product")


def test_ties_share_the_better_rank_from_either_end():
    scores = np.array([0.3, 0.7, 0.7, 0.1])
    assert competition_ranks(scores).tolist() == [3, 1, 1, 4]
    assert competition_ranks(scores, best="low").tolist() == [2, 3, 3, 1]


def test_sorted_values_are_ranked_for_their_candidates():
    ranks = ranks_of_sorted(np.array([2, 0, 3, 1]), np.array([0.1, 0.4, 0.4, 0.9]))
    assert ranks.tolist() == [2, 4, 1, 2]
