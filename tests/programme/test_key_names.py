"""Which keys may stand where."""

from __future__ import annotations

from pydantic import BaseModel

from rebond.programme.awards import Award
from rebond.programme.forms import FieldBase, TextField
from rebond.programme.key_names import allowed_keys, kinds_of, models_at, models_in
from rebond.programme.measures import Measure
from rebond.programme.policy_model import PROBLEM_TAGS, BilingualShape, NotApplicable, Unknown
from rebond.programme.programmes import ProgrammeHead
from rebond.programme.sources import Source
from rebond.texts import Text


def test_models_are_found_through_lists_unions_and_texts() -> None:
    assert models_in(tuple[Source, ...] | None) == {Source}
    assert models_in(Text) == {BilingualShape}
    assert models_in(int) == set()


def test_a_choice_is_told_by_its_kind() -> None:
    assert kinds_of(TextField) == {"text"}
    assert kinds_of(Source) == {"official", "law", "press", "data", "other"}
    assert kinds_of(FieldBase) == set()
    assert kinds_of(Unknown) | kinds_of(NotApplicable) < PROBLEM_TAGS


def test_keys_follow_the_place() -> None:
    assert allowed_keys(ProgrammeHead, ("sources", 0))[:2] == ["id", "title"]
    assert allowed_keys(ProgrammeHead, ("title",)) == ["fr", "en"]
    assert allowed_keys(Measure, ("form", "fields", 0, "siren")) == [
        *FieldBase.model_fields,
        "type",
    ]
    assert allowed_keys(Award, ("provider", "(unknown)")) == ["status", "looked_for", "sources"]


def test_the_kind_of_a_choice_is_never_also_one_of_its_keys() -> None:
    pending: list[type[BaseModel]] = [ProgrammeHead, Measure]
    seen: set[type[BaseModel]] = set()
    while pending:
        model = pending.pop()
        if model in seen:
            continue
        seen.add(model)
        assert not kinds_of(model) & set(model.model_fields), model
        for field in model.model_fields.values():
            pending.extend(models_in(field.annotation))
    assert len(seen) > 40
    assert models_at(Measure, ("grid", "criteria", 3, "indicators")) < seen
