"""The frame of every page, also of the page that refuses."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.parametrize("path", ["/", "/en/", "/nulle-part/"])
def test_a_foreign_host_is_refused_with_400(client: Client, path: str) -> None:
    answer = client.get(path, headers={"host": "etranger.invalid"})
    assert answer.status_code == 400
    assert "etranger.invalid" not in answer.content.decode()
