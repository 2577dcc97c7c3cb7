from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from rebond.opendata import store
from rebond.opendata.tables import sites


@pytest.mark.parametrize("module", [store, sites], ids=lambda module: module.__name__)
def test_the_examples_of_the_documentation_run(module: ModuleType) -> None:
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0
