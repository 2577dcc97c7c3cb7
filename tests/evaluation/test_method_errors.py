from rebond.evaluation.errors import BadValueFunction, ContradictoryWeights, OutsideBounds
from rebond.evaluation.method_errors import position
from rebond.texts import Text


def test_a_position_names_row_and_column():
    assert position("scores", (3, 1)) == "scores[3, 1]"
    assert position("weights", ()) == "weights"


def test_messages_carry_the_values_found():
    message = OutsideBounds("scores", (2, 0), 7.5, 0.0, 5.0).message("en")
    assert message.startswith("scores[2, 0]: 7.5 is outside the bounds [0.0, 5.0]")
    error = BadValueFunction("steps", Text("trop : {found}", "too many: {found}"), "3 / 3")
    assert error.message("fr").startswith("steps: trop : 3 / 3")


def test_a_contradiction_lists_its_constraints_in_both_languages():
    error = ContradictoryWeights([Text("a pèse 1", "a weighs 1"), Text("b pèse 1", "b weighs 1")])
    assert "a pèse 1 ; b pèse 1" in error.message("fr")
    assert "a weighs 1; b weighs 1" in error.message("en")
    assert len(error.constraints) == 2
