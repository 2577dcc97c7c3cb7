"""Canonical bytes, digests, and whole-or-nothing files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from rebond.canonical import canonical_bytes, digest, digest_bytes, replace_file

# RFC 8785, section 3.2.2 and 3.2.3: the worked example of the RFC.
RFC_EXAMPLE = {
    "numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u002f",
    "literals": [None, True, False],
}
RFC_BYTES = (
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
)


def test_the_example_of_the_rfc() -> None:
    assert canonical_bytes(RFC_EXAMPLE).decode() == RFC_BYTES


def test_a_digest_is_the_sha256_of_the_canonical_bytes() -> None:
    assert digest({"b": 1, "a": 2}) == "sha256:" + hashlib.sha256(b'{"a":2,"b":1}').hexdigest()


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(-1, 1).map(lambda one: round(one, 7))
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@given(JSON_VALUES)
@example([0.0, -0.0, -1.0, 1e15, 1e16, 123456789012345680.0, 1e20, 1e21, 1e-4, 1e-5, 1e-6, 1e-7])
@example({"\ufb33": 1, "\U0001f600": 2, "é": 3, "": 4, "\x7f\u2028/": [(), {}, ("a",)]})
def test_the_bytes_are_those_of_the_library(value: object) -> None:
    assert canonical_bytes(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


class Word(str):
    """What is a string, but not plainly one."""


@pytest.mark.parametrize("value", [{1: 2}, {"x": {1, 2}}, "\ud800", {"\ud800": 1}, {"é": 1, 2: 3}])
def test_what_is_no_json_is_refused_as_the_library_does(value: object) -> None:
    with pytest.raises(ValueError) as ours:  # noqa: PT011 -- the library words it; its classes are ValueErrors
        canonical_bytes(value)
    with pytest.raises(type(ours.value)):
        rfc8785.dumps(value)  # type: ignore[arg-type]


def test_a_kind_of_string_is_a_string() -> None:
    assert canonical_bytes([Word("a"), True]) == b'["a",true]'


@given(st.dictionaries(st.text(max_size=5), st.integers(-1000, 1000), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**60])
def test_what_json_cannot_hold_is_refused(value: float) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the library words it; its classes are ValueErrors
        canonical_bytes({"x": value})


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "d.json"
    replace_file(target, b"old")
    target.chmod(0o640)
    replace_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "d.json"
    target.write_bytes(b"old")

    def full_disk(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_digest_of_bytes_names_its_algorithm() -> None:
    assert digest_bytes(b"").startswith("sha256:e3b0c442")
