"""A sealed file can be hostile: its body is checked before anything reads it."""

from __future__ import annotations

import contextlib
import copy
import io
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.cli.explanation import print_explanation
from rebond.cli.output import Format
from rebond.cli.summary import candidate_rows
from rebond.pipeline.errors import BodyUnusable
from rebond.pipeline.shape import check_body, check_stated
from rebond.record import Record

JUNK: Any = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2**53 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "{x}", "\x1b[31m", "2020-02-30", "x" * 500]),
    st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value under a node."""
    if path:
        yield path
    if isinstance(node, dict | list):
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in inner:
            yield from places(value, (*path, key))


def changed(body: dict[str, Any], path: tuple[Any, ...], *value: Any) -> dict[str, Any]:
    """Return the body with one value replaced, or removed when none is given."""
    forged = copy.deepcopy(body)
    node = forged
    for key in path[:-1]:
        node = node[key]
    if value:
        node[path[-1]] = value[0]
    else:
        del node[path[-1]]
    return forged


def test_what_a_run_writes_has_the_shape(shipped: Record, fictitious: Record) -> None:
    for record in (shipped, fictitious):
        check_body(record.body)
        check_stated(record.body)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("parameters", "draws"), "many", "/body/parameters/draws"),
        (("parameters", "k"), True, "/body/parameters/k"),
        (("parameters", "as_of"), "2020-02-30", "/body/parameters/as_of"),
        (("parameters", "weights", "intervals"), [], "/body/parameters/weights/intervals"),
        (("parameters", "candidates", "own_rows"), [{"a/b": 1}], "own_rows/0/a~1b"),
        (("candidates", 2, "status"), "perhaps", "/body/candidates/2/status"),
        (("candidates", 0, "rank", "low"), 1.5, "/body/candidates/0/rank/low"),
        (("criteria", 0, "indicators", 0, "digits"), 400, "/body/criteria/0/indicators/0/digits"),
        (("criteria", 0, "id"), "other", "/body/mean_contributions/other"),
        (("candidates",), {}, "/body/candidates"),
    ],
)
def test_the_first_place_that_is_wrong_is_named(
    fictitious: Record, path: tuple[Any, ...], value: Any, named: str
) -> None:
    with pytest.raises(BodyUnusable) as caught:
        check_body(changed(fictitious.body, path, value))
    assert caught.value.path.endswith(named)
    assert caught.value.exit_code == 3
    assert caught.value.message("fr") != caught.value.message("en")


def test_a_known_fact_without_its_value_is_refused(fictitious: Record) -> None:
    facts = fictitious.body["candidates"][0]["facts"]
    name = next(name for name, fact in facts.items() if fact["status"] == "known")
    with pytest.raises(BodyUnusable) as caught:
        check_body(changed(fictitious.body, ("candidates", 0, "facts", name, "value"), None))
    assert caught.value.path == f"/body/candidates/0/facts/{name}/value"


def test_a_change_that_names_no_rule_of_the_decision_is_refused(fictitious: Record) -> None:
    change = {"kind": "rule", "rule": "nobody", "from": 1, "to": 2}
    with pytest.raises(BodyUnusable) as caught:
        check_body(changed(fictitious.body, ("candidates", 0, "changes"), [change]))
    assert caught.value.path == "/body/candidates/0/changes/0/rule"


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_body_that_passes_can_be_explained_whatever_it_holds(
    fictitious: Record, data: st.DataObject
) -> None:
    body = fictitious.body
    read = {"parameters", "criteria", "candidates", "portfolio", "mean_contributions", "snapshot"}
    listed = [path for path in places(body) if path[0] in read]
    path = listed[data.draw(st.integers(0, len(listed) - 1))]
    forged = (
        changed(body, path) if data.draw(st.booleans()) else changed(body, path, data.draw(JUNK))
    )
    try:
        check_body(forged)
    except BodyUnusable:
        return
    with contextlib.redirect_stdout(io.StringIO()):
        for entry in forged["candidates"][:3]:
            print_explanation(forged, entry, Format.text, "fr")
            print_explanation(forged, entry, Format.csv, "en")


def test_rows_of_a_body_that_passes_can_be_listed(shipped: Record) -> None:
    assert len(candidate_rows(shipped.body, "fr")) == len(shipped.body["candidates"])
