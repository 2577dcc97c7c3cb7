"""The examples in the docstrings run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import rebond.territory

MODULES = [module.name for module in pkgutil.iter_modules(rebond.territory.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_show(name: str) -> None:
    module = importlib.import_module(f"rebond.territory.{name}")
    assert doctest.testmod(module).failed == 0
