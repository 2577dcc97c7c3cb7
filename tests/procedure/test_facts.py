from __future__ import annotations

import itertools

import pytest
from pydantic import ValidationError

from rebond.procedure.facts import Choice, Condition, Fact, condition_complaints, judge
from rebond.texts import Text

WET = {"fact": "wet", "is": (True,)}
DRY = {"fact": "wet", "is": (False,)}
BIG = {"fact": "size", "is": ("large",)}


def condition(**content: object) -> Condition:
    return Condition.model_validate(content)


def test_a_fact_that_is_not_known_leaves_a_condition_open() -> None:
    verdict = judge(condition(**WET), {})
    assert (verdict.holds, verdict.unknown) == (None, ("wet",))
    assert judge(condition(**WET), {"wet": None}).holds is None
    assert judge(condition(**WET), {"wet": True}).because == ("wet",)
    assert judge(condition(**WET), {"wet": False}).holds is False


VALUES = (True, False, None)


@pytest.mark.parametrize(("wet", "size"), list(itertools.product(VALUES, VALUES)))
def test_all_any_and_none_follow_kleene(wet: bool | None, size: bool | None) -> None:
    facts = {"wet": wet, "size": None if size is None else ("large" if size else "small")}
    both = (WET, BIG)
    every = judge(condition(all=both), facts).holds
    some = judge(condition(any=both), facts).holds
    no = judge(condition(none=both), facts).holds
    known = [value for value in (wet, size) if value is not None]
    assert every is (False if False in known else (None if len(known) < 2 else True))
    assert some is (True if True in known else (None if len(known) < 2 else False))
    assert no is (None if some is None else not some)


def test_what_would_settle_a_condition_is_named() -> None:
    verdict = judge(condition(all=(WET, BIG)), {"wet": True})
    assert (verdict.because, verdict.unknown) == (("wet",), ("size",))
    settled = judge(condition(any=(WET, BIG)), {"wet": True})
    assert (settled.because, settled.unknown) == (("wet",), ())


def test_numbers_are_compared_with_a_floor() -> None:
    floor = condition(fact="area", at_least=5)
    assert judge(floor, {"area": 5.0}).holds is True
    assert judge(floor, {"area": 4.9}).holds is False
    assert judge(floor, {"area": True}).holds is False
    assert judge(floor, {}).holds is None


def test_always_always_holds() -> None:
    assert judge(condition(always=True), {}).holds is True


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"fact": "wet"},
        {"fact": "wet", "is": (True,), "at_least": 2},
        {"all": (WET,), "any": (WET,)},
        {"always": True, "is": (True,)},
        {"all": ()},
    ],
)
def test_a_condition_is_one_thing(content: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        condition(**content)


def fact(kind: str, *choices: str) -> Fact:
    text = {"fr": "Taille", "en": "Size"}
    listed = tuple({"id": name, "title": text} for name in choices)
    return Fact.model_validate(
        {"id": "size", "of": "site", "kind": kind, "title": text, "choices": listed}
    )


def test_facts_say_what_they_allow_and_show_their_values() -> None:
    size = fact("choice", "small", "large")
    assert size.allowed == ("small", "large", "unknown")
    assert size.shows(None) == Text("inconnu", "unknown")
    assert size.shows("large") == Text("Taille", "Size")
    assert fact("boolean").shows(value=True) == Text("oui", "yes")
    assert fact("boolean").allowed == ("true", "false", "unknown")
    assert fact("number").shows(2.5) == Text("2.5", "2.5")
    with pytest.raises(ValidationError):
        fact("boolean", "small")
    with pytest.raises(ValidationError):
        fact("choice")


def test_a_condition_names_only_facts_and_values_that_exist() -> None:
    facts = {"size": fact("choice", "small", "large")}
    assert condition_complaints(condition(**BIG), facts, ()) == []
    wrong = condition(any=({"fact": "colour", "is": ("red",)}, {"fact": "size", "is": ("huge",)}))
    complaints = condition_complaints(wrong, facts, ("needed_when",))
    assert [complaint.at for complaint in complaints] == [
        ("needed_when", "any", 0, "fact"),
        ("needed_when", "any", 1, "is", 0),
    ]


def test_the_facts_of_a_condition_are_listed() -> None:
    assert list(condition(all=(WET, {"none": (BIG, DRY)})).facts()) == ["wet", "size", "wet"]


def test_choices_have_their_texts() -> None:
    choice = Choice.model_validate({"id": "a", "title": {"fr": "un", "en": "one"}})
    assert choice.title.en == "one"
