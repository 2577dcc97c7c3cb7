"""Dates that the policy gives are shown, and only the others are said not to be established."""

from __future__ import annotations

import pytest
from django.test import Client

from rebond.programme import load_programme, shipped_programmes


@pytest.mark.django_db
@pytest.mark.parametrize("programme_id", shipped_programmes())
def test_each_dated_event_has_its_date_on_the_page(client: Client, programme_id: str) -> None:
    programme = load_programme(programme_id)
    page = client.get(f"/programmes/{programme_id}/").content.decode()
    dated = [event for event in programme.calendar if event.day is not None]
    assert dated
    for event in dated:
        assert f'<time datetime="{event.day.isoformat()}"' in page
