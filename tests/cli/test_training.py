"""`rebond training load-laureates`: idempotent, and honest on what is missing."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.web.journal.models import Entry
from tests.cli.conftest import Command
from tests.web.world import NOW

pytestmark = pytest.mark.django_db


def test_laureates_are_loaded_and_the_second_time_nothing_is_new(
    rebond: Command, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    settings.DEBUG = True
    first = rebond("--lang", "en", "training", "load-laureates")
    said = "32 laureates named, 32 of them new; 43 others are not established."
    assert (first.code, first.words) == (0, said)
    again = rebond("--lang", "fr", "training", "load-laureates")
    said = "32 lauréats nommés, dont 0 nouveaux ; 43 autres ne sont pas établis."
    assert (again.code, again.words) == (0, said)
    assert Entry.objects.filter(act="training.load").count() == 1
