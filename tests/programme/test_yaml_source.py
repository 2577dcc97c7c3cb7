"""One YAML file, read without obeying it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.programme.errors import ProblemKind
from rebond.programme.yaml_scalars import BROKEN
from rebond.programme.yaml_source import MAX_BYTES, read_yaml


@pytest.mark.parametrize(
    ("content", "kind", "line"),
    [
        (b"a: 1\nb: \xe9\n", ProblemKind.NOT_UTF8, 2),
        (b"\xff\xfea\x00", ProblemKind.NOT_UTF8, 1),
        (b"a: 1\nb: \x07\n", ProblemKind.HIDDEN_CHARACTER, 2),
        ("a: 1\nb: x\u202ey\n".encode(), ProblemKind.HIDDEN_CHARACTER, 2),
        (b"a: 1\n---\nb: 2\n", ProblemKind.SYNTAX, 2),
        (b"a: [1\nb: 2\n", ProblemKind.SYNTAX, 2),
        (b"a: 'x\n", ProblemKind.SYNTAX, 2),
        (b"a:\n\t- 1\n", ProblemKind.SYNTAX, 2),
        (b"%TAG ! tag:x,2020:\n---\na: 1\n", ProblemKind.TAG, 1),
    ],
)
def test_a_broken_file_has_one_problem_on_its_line(
    content: bytes, kind: ProblemKind, line: int
) -> None:
    source = read_yaml(content, "a.yaml")
    assert [(problem.kind, problem.line) for problem in source.problems] == [(kind, line)]


def test_a_mark_at_the_start_of_the_file_is_accepted() -> None:
    source = read_yaml(b"\xef\xbb\xbfa: 1\n", "a.yaml")
    assert source.value == {"a": 1}
    assert source.problems == []


def test_an_empty_file_holds_nothing() -> None:
    source = read_yaml(b"", "a.yaml")
    assert source.value is None
    assert source.problems == []


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not() -> None:
    filled = b"a: 1\n".ljust(MAX_BYTES, b"#")
    assert read_yaml(b"a: 1\n#".ljust(MAX_BYTES, b"#"), "a.yaml").value == {"a": 1}
    assert read_yaml(filled + b"#", "a.yaml").value is BROKEN


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    source = read_yaml(content, "a.yaml")
    assert source.value is not BROKEN or source.problems


@given(st.text(alphabet="ab:-[]{}&*!?|>'\"%@` \n\t#,0.~", max_size=60))
def test_any_marks_are_read_or_refused(text: str) -> None:
    source = read_yaml(text.encode(), "a.yaml")
    assert source.value is not BROKEN or source.problems
