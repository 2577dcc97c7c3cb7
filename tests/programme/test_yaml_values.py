"""Values with their places."""

from __future__ import annotations

from rebond.programme.errors import ProblemKind
from rebond.programme.yaml_scalars import BROKEN
from rebond.programme.yaml_values import Mark, YamlSource, path_text
from rebond.texts import Text

SOURCE = YamlSource(
    "a.yaml",
    value={"grid": ({"id": BROKEN},)},
    values={
        (): Mark(1, 1),
        ("grid",): Mark(2, 3),
        ("grid", 0): Mark(2, 5),
        ("grid", 0, "id"): Mark(2, 9),
    },
    keys={("grid",): Mark(1, 1), ("grid", 0, "id"): Mark(2, 5)},
)


def test_a_key_path_is_written_with_dots_and_brackets() -> None:
    assert path_text(("grid", "criteria", 2, "id")) == "grid.criteria[2].id"
    assert path_text(()) == ""
    assert path_text((3, "a")) == "[3].a"


def test_the_place_of_a_value_is_its_own_or_that_of_what_holds_it() -> None:
    assert SOURCE.mark_of(("grid", 0, "id")) == Mark(2, 9)
    assert SOURCE.mark_of(("grid", 0, "absent", "deeper")) == Mark(2, 5)
    assert SOURCE.mark_of(("elsewhere",)) == Mark(1, 1)
    assert YamlSource("b.yaml").mark_of(("x",)) == Mark(1, 1)


def test_what_is_missing_is_told_at_the_key_that_should_hold_it() -> None:
    assert SOURCE.holder_of(("grid",)) == Mark(1, 1)
    assert SOURCE.holder_of(("grid", 0)) == Mark(2, 5)


def test_unreadable_values_are_found_wherever_they_stand() -> None:
    assert SOURCE.broken_paths() == {("grid", 0, "id")}
    assert YamlSource("b.yaml", value=BROKEN).broken_paths() == {()}


def test_a_problem_keeps_file_place_and_key() -> None:
    source = YamlSource("a.yaml")
    source.complain(ProblemKind.TAG, ("a", 0), Mark(4, 2), Text("x", "x"), Text("y", "y"))
    source.complain_hidden("\u202e", (), Mark(5, 1))
    assert [problem.where for problem in source.problems] == ["a.yaml:4:2 a[0]", "a.yaml:5:1"]
    assert "U+202E" in source.problems[1].what.en
