"""Events turned into values and places."""

from __future__ import annotations

import yaml

from rebond.programme.yaml_events import MAX_DEPTH, EventReader, Stop
from rebond.programme.yaml_scalars import BROKEN
from rebond.programme.yaml_values import Mark, YamlSource


def read(text: str, loader: type = yaml.SafeLoader) -> YamlSource:
    """Feed the events of a text to a reader."""
    source = YamlSource("a.yaml")
    reader = EventReader(source)
    try:
        for event in yaml.parse(text, Loader=loader):
            reader.take(event)
    except Stop:
        source.value = BROKEN
    return source


NESTED = """a:
  - b: 1
    c: [x, "01"]
  - d
e: {f: true}
"""


def test_values_and_places_follow_the_text() -> None:
    source = read(NESTED)
    assert source.value == {"a": ({"b": 1, "c": ("x", "01")}, "d"), "e": {"f": True}}
    assert source.values["a", 0, "c", 1] == Mark(3, 12)
    assert source.keys["a", 0, "c"] == Mark(3, 5)
    assert source.values["a", 1] == Mark(4, 5)
    assert source.values[()] == Mark(1, 1)


def test_both_parsers_of_the_library_give_the_same() -> None:
    quick = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    assert read(NESTED, quick) == read(NESTED)


def test_a_repeated_key_keeps_its_first_value_and_the_places_under_it() -> None:
    source = read("a: {b: 1}\nc: 2\na: {b: {d: 3}}\n")
    assert source.value == {"a": {"b": 1}, "c": 2}
    assert source.keys["a", "b"] == Mark(1, 5)
    assert "line 1" in source.problems[0].what.en
    assert source.problems[0].line == 3


def test_a_key_repeated_inside_its_own_value_is_not_a_repetition() -> None:
    assert read("a: {a: 1}\n").problems == []


def test_a_tag_on_a_value_or_a_key_is_refused_and_the_rest_is_read() -> None:
    source = read("!!str a: 1\nb: !!int '3'\nc: !x {d: 1}\ne: 2\n")
    assert source.value == {"b": BROKEN, "c": {"d": 1}, "e": 2}
    assert [problem.line for problem in source.problems] == [1, 2, 3]


def test_an_alias_is_refused_and_not_followed() -> None:
    source = read("a: &x [1]\nb: *x\n")
    assert source.value == {"a": (1,), "b": BROKEN}
    assert [problem.key for problem in source.problems] == ["a", "b"]


def test_an_alias_bomb_stays_small() -> None:
    lines = ["a0: &a0 [x, x]"] + [
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)
    ]
    source = read("\n".join(lines))
    assert source.value["a8"] == (BROKEN,) * 9


def test_nesting_stops_at_a_depth() -> None:
    assert read("[" * MAX_DEPTH + "]" * MAX_DEPTH).problems == []
    source = read("[" * (MAX_DEPTH + 1))
    assert source.value is BROKEN
    assert str(MAX_DEPTH) in source.problems[0].what.en


def test_too_many_values_stop_the_reading() -> None:
    source = read("[" + "1," * 40_001 + "]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert source.value is BROKEN
    assert "40000" in source.problems[0].what.en


def test_a_key_that_is_a_list_stops_the_reading() -> None:
    assert read("? [1]\n: 2\n").value is BROKEN


def test_a_merge_key_and_a_key_that_is_no_word_are_refused() -> None:
    source = read("<<: {a: 1}\n3: x\n~: z\nb: 2\n")
    assert source.value == {"b": 2}
    assert [problem.line for problem in source.problems] == [1, 2, 3]


def test_an_escape_brings_in_nothing_hidden() -> None:
    source = read('a: "x\\u202ey"\n')
    assert source.value == {"a": "xy"}
    assert source.problems[0].key == "a"
