"""The search of this process forgets what an earlier test's database held."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rebond.web.needs import index


@pytest.fixture(autouse=True)
def forgotten_index() -> Iterator[None]:
    index.forget()
    yield
    index.forget()
