"""Nobody waits for what can be made ready before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rebond.web.jobs import registry
from rebond.web.publishing import datasets, features, kept, warming
from rebond.web.publishing.ogc import document as ogc
from rebond.web.publishing.v1 import document as v1
from tests.web.publishing.test_formats import GIVEN, dataset
from tests.web.world import NOW


def test_both_documents_stand_before_the_first_request(db: None) -> None:
    warming.warm()
    for one in (v1, ogc):
        assert one.document_bytes.cache_info().currsize == 1


def test_places_are_prepared_first_and_what_was_read_before_for_a_new_day(
    settings: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    settings.FILES_FOLDER = tmp_path
    assert "publishing.warming.prepare_again" in {one.name for one in registry.periodic()}

    def daily(now: datetime) -> str:
        return str(now.date())

    few = {name: replace(dataset(GIVEN, name=name), stamp=daily) for name in warming.AHEAD}
    monkeypatch.setattr(datasets, "datasets", lambda: few)
    warming.prepare_again(NOW)
    made = {one.name.partition("~")[0] for one in kept.folder().iterdir()}
    assert made == set(warming.FIRST), "nobody waits for the places of a new installation"
    features.make(few["facts"], NOW)
    tomorrow = NOW + timedelta(days=1)
    warming.prepare_again(tomorrow)
    assert kept.path_of(few["facts"], features.FORM, tomorrow).is_file()
    assert {one.name.partition("~")[0] for one in kept.folder().iterdir()} == {
        *warming.FIRST,
        "facts",
    }
