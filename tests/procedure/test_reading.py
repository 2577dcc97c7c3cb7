from __future__ import annotations

import pytest

from rebond.procedure.errors import ModelInvalid
from rebond.procedure.reading import place_of, read_model
from rebond.programme.complaints import Complaint
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import PolicyModel
from rebond.texts import Text


class Pair(PolicyModel):
    """Two numbers."""

    a: int
    b: int


def read(content: bytes, **options: object) -> Pair:
    return read_model(Pair, content, "pair.yaml", error=ModelInvalid, guide="docs/x.md", **options)[
        0
    ]  # type: ignore[arg-type]


def test_yaml_and_json_are_read_by_the_same_reader() -> None:
    assert read(b"a: 1\nb: 2\n") == read(b'{"a": 1, "b": 2}') == Pair(a=1, b=2)


@pytest.mark.parametrize(
    ("content", "line", "key"),
    [
        (b"a: 1\nb: two\n", 2, "b"),
        (b"a: 1\nb: 2\nc: 3\n", 3, "c"),
        (b"a: 1\n", 1, "b"),
        (b"a: 1\na: 2\nb: 1\n", 2, "a"),
    ],
)
def test_each_problem_has_its_line_and_key(content: bytes, line: int, key: str) -> None:
    with pytest.raises(ModelInvalid) as refused:
        read(content)
    problem = refused.value.problems[0]
    assert (problem.file, problem.line, problem.key) == ("pair.yaml", line, key)
    assert problem.cure.fr


def test_further_checks_have_their_line_too() -> None:
    def check(pair: Pair) -> list[Complaint]:
        words = Text("non", "no")
        return [Complaint(ProblemKind.OUT_OF_RANGE, ("b",), words, words)] if pair.b > 5 else []

    assert read(b"a: 1\nb: 5\n", check=check).b == 5
    with pytest.raises(ModelInvalid) as refused:
        read(b"a: 1\nb: 6\n", check=check)
    assert refused.value.problems[0].line == 2


def test_a_malformed_file_is_refused_without_a_model() -> None:
    with pytest.raises(ModelInvalid):
        read(b"a: [1\n")


def test_the_place_of_a_key_is_file_and_line() -> None:
    _, source = read_model(Pair, b"a: 1\nb: 2\n", "pair.yaml", error=ModelInvalid, guide="x")
    assert place_of(source, ("b",)) == "pair.yaml:2"
