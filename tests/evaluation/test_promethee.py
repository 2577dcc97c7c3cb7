import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rebond.evaluation.errors import (
    BadThresholds,
    NotFinite,
    NumberOutOfRange,
    TooFewCandidates,
    UnknownPreferenceFunction,
    WrongShape,
)
from rebond.evaluation.promethee import (
    KINDS,
    PreferenceFunction,
    Workspace,
    criterion_flows,
    promethee_ii,
)
from tests.evaluation import peers

# Brans, J. P., Vincke, Ph., Mareschal, B. (1986). How to select and how to rank projects: the PROMETHEE
# method. European Journal of Operational Research 24: six hydroelectric power stations, six criteria,
# one preference function of each type, equal weights. The article was not at hand when this was written:
# the figures are as it is usually quoted, and an independent library confirms the net flows below.
STATIONS = np.array(
    [
        [80, 90, 600, 5.4, 8, 5],
        [65, 58, 200, 9.7, 1, 1],
        [83, 60, 400, 7.2, 4, 7],
        [40, 80, 1000, 7.5, 7, 10],
        [52, 72, 600, 2.0, 3, 8],
        [94, 96, 700, 3.6, 5, 6.0],
    ]
)
STATION_TYPES = [-1, 1, -1, -1, -1, 1]
STATION_FUNCTIONS = [
    PreferenceFunction("u_shape", q=10),
    PreferenceFunction("v_shape", p=30),
    PreferenceFunction("linear", q=50, p=500),
    PreferenceFunction("level", q=1, p=6),
    PreferenceFunction("usual"),
    PreferenceFunction("gaussian", s=5),
]
SIXTHS = [1 / 6] * 6
STATION_POSITIVE = [0.220, 0.396, 0.247, 0.329, 0.455, 0.300]
STATION_NEGATIVE = [0.366, 0.379, 0.336, 0.349, 0.162, 0.355]
STATION_NET = [-0.146, 0.017, -0.090, -0.020, 0.293, -0.055]

# Papathanasiou, J., Ploskas, N. (2018). Multiple Criteria Decision Aid. Springer, chapter 3.
BOOK = np.array(
    [[8, 7, 2, 1], [5, 3, 7, 5], [7, 5, 6, 4], [9, 9, 7, 3], [11, 10, 3, 7], [6, 9, 5, 4.0]]
)
BOOK_WEIGHTS = [0.4, 0.3, 0.1, 0.2]
BOOK_NET = [-0.26, -0.52, -0.22, 0.36, 0.70, -0.06]


def all_pairs(table, weights, functions, types):
    """Slow and obvious: every pair, every criterion."""
    n = len(table)
    positive, negative = np.zeros(n), np.zeros(n)
    for j, function in enumerate(functions):
        x = table[:, j] * types[j]
        preferences = function.of(x[:, None] - x[None, :])
        positive += weights[j] * preferences.sum(axis=1) / (n - 1)
        negative += weights[j] * preferences.sum(axis=0) / (n - 1)
    return positive, negative


def test_it_gives_the_published_flows_of_the_power_stations():
    result = promethee_ii(STATIONS, SIXTHS, STATION_FUNCTIONS, STATION_TYPES)
    np.testing.assert_allclose(result.positive, STATION_POSITIVE, atol=1e-3)
    np.testing.assert_allclose(result.negative, STATION_NEGATIVE, atol=1e-3)
    np.testing.assert_allclose(result.net, STATION_NET, atol=1e-3)
    assert result.ranks.tolist() == [6, 2, 5, 3, 1, 4]


def test_it_gives_the_published_net_flows_of_the_book():
    result = promethee_ii(BOOK, BOOK_WEIGHTS, PreferenceFunction("linear", q=1, p=2))
    np.testing.assert_allclose(result.net, BOOK_NET, atol=1e-9)


def test_the_sign_is_that_of_the_formula():
    # one public test suite carries inverted signs: the candidate that beats all others has net flow 1
    assert promethee_ii([[1.0], [2.0], [5.0]], [1.0], PreferenceFunction("usual")).net.tolist() == [
        -1.0,
        0.0,
        1.0,
    ]


@pytest.mark.parametrize("kind", ["usual", "u_shape", "v_shape", "level", "linear"])
def test_pymcdm_gives_the_same_net_flows(kind):
    rng = np.random.default_rng(1)
    table = rng.integers(0, 30, (20, 4)).astype(float)
    q, p = [2.0] * 4, [7.0] * 4
    theirs = peers.pymcdm_promethee(table, BOOK_WEIGHTS, [1, -1, 1, 1], kind, q, p)
    thresholds = {"q": 2.0, "p": 7.0}
    used = {"usual": (), "u_shape": ("q",), "v_shape": ("p",)}.get(kind, ("q", "p"))
    function = PreferenceFunction(kind, **{name: thresholds[name] for name in used})
    ours = promethee_ii(table, BOOK_WEIGHTS, function, [1, -1, 1, 1])
    np.testing.assert_allclose(ours.net, theirs, atol=1e-12)


def test_pyrepo_gives_the_same_net_flows_with_six_different_functions():
    theirs = peers.pyrepo_promethee(
        STATIONS,
        SIXTHS,
        STATION_TYPES,
        ["u_shape", "v_shape", "linear", "level", "usual", "gaussian"],
        q=[10, 0, 50, 1, 0, 5],  # its gaussian takes the middle of p and q
        p=[0, 30, 500, 6, 0, 5],
    )
    ours = promethee_ii(STATIONS, SIXTHS, STATION_FUNCTIONS, STATION_TYPES)
    np.testing.assert_allclose(ours.net, theirs, atol=1e-11)


steps = hnp.arrays(
    np.float64,
    st.tuples(st.integers(2, 12), st.just(6)),
    elements=st.integers(-20, 20).map(lambda x: x / 4),
)


@settings(deadline=None)
@given(steps)
def test_the_merge_equals_the_comparison_of_all_pairs(table):
    functions = [
        PreferenceFunction("u_shape", q=0.5),
        PreferenceFunction("v_shape", p=3),
        PreferenceFunction("linear", q=0.25, p=2),
        PreferenceFunction("level", q=0.5, p=2.5),
        PreferenceFunction("usual"),
        PreferenceFunction("gaussian", s=1.5),
    ]
    positive, negative = all_pairs(table, SIXTHS, functions, [1, -1, 1, 1, -1, 1])
    result = promethee_ii(table, SIXTHS, functions, [1, -1, 1, 1, -1, 1])
    np.testing.assert_allclose(result.positive, positive, atol=2e-12)
    np.testing.assert_allclose(result.negative, negative, atol=2e-12)


@pytest.mark.parametrize("offset", [0.0, 1e6, -1e9])
def test_values_far_from_zero_lose_no_precision(offset):
    values = np.random.default_rng(3).integers(0, 4000, 800) / 4 + offset
    function = PreferenceFunction("linear", q=50, p=300)
    preferences = function.of(values[:, None] - values[None, :])
    positive, negative = np.empty_like(values), np.empty_like(values)
    criterion_flows(values, function, 1.0, positive, negative, Workspace(values.size))
    np.testing.assert_allclose(positive, preferences.sum(axis=1) / 799, atol=1e-14)
    np.testing.assert_allclose(negative, preferences.sum(axis=0) / 799, atol=1e-14)


@settings(deadline=None)
@given(steps)
def test_net_flows_sum_to_zero_and_tied_candidates_have_equal_flows(table):
    doubled = np.vstack([table, table[:1]])
    result = promethee_ii(doubled, SIXTHS, PreferenceFunction("linear", q=0.5, p=2))
    assert abs(result.net.sum()) < 1e-12
    assert result.net[0] == result.net[-1]
    assert result.ranks[0] == result.ranks[-1]


@settings(deadline=None)
@given(steps, st.randoms(use_true_random=False))
def test_reordering_candidates_reorders_their_flows_bit_for_bit(table, random):
    order = list(range(len(table)))
    random.shuffle(order)
    function = PreferenceFunction("v_shape", p=2)
    np.testing.assert_array_equal(
        promethee_ii(table, SIXTHS, function).net[order],
        promethee_ii(table[order], SIXTHS, function).net,
    )


@settings(deadline=None)
@given(steps, st.integers(0, 5), st.integers(1, 8))
def test_a_better_value_never_lowers_a_net_flow(table, criterion, gain):
    better = table.copy()
    better[0, criterion] += gain / 4
    function = PreferenceFunction("linear", q=0.5, p=2)
    before = promethee_ii(table, SIXTHS, function).net[0]
    assert promethee_ii(better, SIXTHS, function).net[0] >= before - 1e-15


@settings(deadline=None)
@given(steps, st.sampled_from([2.0, 8.0, 1024.0]))
def test_another_unit_changes_nothing_when_thresholds_follow(table, factor):
    here = promethee_ii(table, SIXTHS, PreferenceFunction("linear", q=0.5, p=2))
    there = promethee_ii(
        table * factor, SIXTHS, PreferenceFunction("linear", q=0.5 * factor, p=2 * factor)
    )
    np.testing.assert_allclose(here.net, there.net, atol=1e-14)


def test_threads_and_repetition_do_not_change_a_bit():
    table = np.random.default_rng(8).random((500, 6))
    results = [promethee_ii(table, SIXTHS, STATION_FUNCTIONS, threads=t) for t in (1, 2, 3, 1)]
    for other in results[1:]:
        np.testing.assert_array_equal(results[0].net, other.net)
        np.testing.assert_array_equal(results[0].criterion_flows, other.criterion_flows)


def test_ranks_are_those_of_the_net_flow():
    table = np.random.default_rng(4).integers(0, 4, (200, 6)).astype(float)
    result = promethee_ii(table, SIXTHS, PreferenceFunction("usual"))
    better = result.net[None, :] > result.net[:, None]
    assert result.ranks.tolist() == (1 + better.sum(axis=1)).tolist()


def test_contributions_added_in_order_are_the_net_flow():
    result = promethee_ii(STATIONS, SIXTHS, STATION_FUNCTIONS, STATION_TYPES)
    total = np.zeros(6)
    for j in range(6):
        total += result.contributions[:, j]
    np.testing.assert_array_equal(total, result.net)


@pytest.mark.parametrize(
    ("function", "differences", "preferences"),
    [
        (PreferenceFunction("usual"), [-1, 0, 1e-9], [0, 0, 1]),
        (PreferenceFunction("u_shape", q=2), [2, 2.1], [0, 1]),
        (PreferenceFunction("v_shape", p=4), [-1, 1, 4, 5], [0, 0.25, 1, 1]),
        (PreferenceFunction("level", q=1, p=3), [1, 1.1, 3, 3.1], [0, 0.5, 0.5, 1]),
        (PreferenceFunction("linear", q=1, p=3), [1, 2, 3, 9], [0, 0.5, 1, 1]),
        (PreferenceFunction("gaussian", s=2), [-2, 0, 2], [0, 0, 1 - np.exp(-0.5)]),
    ],
)
def test_preference_at_the_edges_of_each_function(function, differences, preferences):
    np.testing.assert_allclose(function.of(np.array(differences, dtype=float)), preferences)


@pytest.mark.parametrize(
    ("kind", "thresholds"),
    [
        ("u_shape", {"q": -1}),
        ("v_shape", {"p": 0}),
        ("level", {"q": 2, "p": 1}),
        ("linear", {"q": 1, "p": 1}),
        ("linear", {"q": 1, "p": float("inf")}),
        ("gaussian", {"s": 0}),
        ("gaussian", {"s": float("nan")}),
    ],
)
def test_thresholds_that_make_no_function_are_refused(kind, thresholds):
    with pytest.raises(BadThresholds):
        PreferenceFunction(kind, **thresholds)


def test_an_unknown_function_is_refused_with_the_known_ones():
    with pytest.raises(UnknownPreferenceFunction) as refused:
        PreferenceFunction("sigmoid")
    assert refused.value.known == KINDS
    assert "linear" in refused.value.message("fr")


def test_bad_input_is_refused():
    usual = PreferenceFunction("usual")
    with pytest.raises(TooFewCandidates) as refused:
        promethee_ii([[1.0]], [1.0], usual)
    assert (refused.value.found, refused.value.needed) == (1, 2)
    with pytest.raises(WrongShape):
        promethee_ii([[1.0, 2.0], [2.0, 1.0]], [0.5, 0.5], [usual])
    with pytest.raises(NotFinite):
        promethee_ii([[np.nan], [1.0]], [1.0], usual)
    with pytest.raises(NumberOutOfRange):
        promethee_ii([[2.0], [1.0]], [1.0], usual, threads=0)
