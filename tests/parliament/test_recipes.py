from __future__ import annotations

from rebond.parliament.asks import Kind
from rebond.parliament.evidence import Topic
from rebond.parliament.recipes import OPENINGS, RECIPES


def test_every_kind_of_request_has_a_recipe_and_templates_hold_rows_only():
    assert set(RECIPES) == set(Kind)
    for sections in RECIPES.values():
        for one in sections:
            assert one.topic in Topic
            if one.words is not None:
                assert "{rows}" in one.words.fr
                assert "{rows}" in one.words.en
            for words in (one.absent, one.doubtful):
                if words is not None:
                    assert "établi" in words.fr
                    assert "established" in words.en
    assert set(OPENINGS) <= set(Kind)
