"""The examples of the documentation strings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from rebond import evaluation

MODULES = sorted(module.name for module in pkgutil.iter_modules(evaluation.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name: str) -> None:
    module = importlib.import_module(f"rebond.evaluation.{name}")
    assert doctest.testmod(module).failed == 0


def test_most_public_functions_have_an_example() -> None:
    examples = [
        doctest.DocTestFinder().find(importlib.import_module(f"rebond.evaluation.{name}"))
        for name in MODULES
    ]
    assert sum(bool(test.examples) for found in examples for test in found) >= 15
