import inspect

import pytest

from rebond.errors import BadInput, RebondError
from rebond.evaluation import errors, method_errors
from rebond.texts import Text

EXAMPLES = [
    errors.NotFinite("scores", (1, 2), float("nan")),
    errors.WrongShape("scores", (3,), "(2, 2)"),
    errors.EmptyInput("scores"),
    errors.NegativeWeight((0,), -0.5),
    errors.WeightsDoNotSumToOne("weights", (), 0.9),
    errors.RankLimitOutOfRange(0, 149),
    errors.NumberOutOfRange("draws", 0, 1),
    errors.NumberOutOfRange("cut_level", 0.2, 0.5, 1.0),
    errors.BadDirection(1, 0.0),
    errors.BadInterval("low, high", (0, 1), 2.0, 1.0),
    errors.TooFewCandidates("promethee_ii", 1, 2),
    errors.TooManyCandidates(6_000, 5_000),
    errors.UnknownMethod("vikor", ["topsis"]),
    errors.Cancelled(256, 10_000),
    errors.BadThresholds("q, p", (0,), "q = 2, p = 1", "0 <= q <= p"),
    errors.UnknownPreferenceFunction("sigmoid", ["usual"]),
    errors.UnorderedProfiles(1, 0, 5.0, 4.0),
    errors.OutsideBounds("scores", (0, 0), 2.0, 0.0, 1.0),
    errors.IdenticalCandidates(3),
    errors.BadValueFunction("steps", Text("trop : {found}", "too many: {found}"), "9"),
    errors.UnknownCategory((4,), 7.0, [0.0, 1.0]),
    errors.UnknownCriterion("rial", ["rail"]),
    errors.ContradictoryWeights([Text("a pèse 1", "a weighs 1"), Text("b pèse 1", "b weighs 1")]),
]


def test_every_error_of_the_room_has_an_example_here():
    declared = {
        value
        for module in (errors, method_errors)
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, RebondError)
        and value.__module__.startswith("rebond.evaluation")
    }
    assert declared == {type(example) for example in EXAMPLES}
    assert {cls.__name__ for cls in declared} == set(errors.__all__)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_both_languages_say_what_and_how_to_repair(error):
    french, english = error.message("fr"), error.message("en")
    assert french != english
    assert "{" not in french + english
    if isinstance(error, BadInput):
        assert error.exit_code == 2
        assert error.where
        assert error.cure is not None


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda e: type(e).__name__)
def test_the_data_are_attributes(error):
    parameters = [
        name for name in inspect.signature(type(error).__init__).parameters if name != "self"
    ]
    for name in parameters:
        if name != "problem":  # a text, already part of the message
            assert hasattr(error, name)
