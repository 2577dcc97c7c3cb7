"""The way in of the API: an answer is known by its tag alone, a fault says whose it is, types lose parameters."""

from __future__ import annotations

import dataclasses
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from rebond.web.calls.models import Call
from rebond.web.publishing import datasets as every
from rebond.web.publishing import features
from rebond.web.publishing.dataset import Row
from rebond.web.publishing.datasets import datasets
from tests.web.publishing.test_api import refused
from tests.web.world import NOW, World

V1 = "/api/v1/"
OPENAPI = "application/vnd.oai.openapi+json"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_no_date_makes_a_client_keep_what_has_changed(world: World, settings: Any) -> None:
    Call.objects.update(is_fictitious=False)
    client = Client()
    addresses = ("/donnees/calls.csv", f"{V1}calls", "/api/ogc/collections/sites/items")
    held = {one: client.get(one) for one in addresses}
    bodies = {one: body(answer) for one, answer in held.items()}
    # Each call has closed: nobody wrote anything, the clock alone moved.
    settings.CLOCK = lambda: NOW + timedelta(days=400)
    later = "Fri, 31 Dec 2049 23:59:59 GMT"
    for address, before in held.items():
        assert "Last-Modified" not in before.headers
        answer = client.get(address, headers={"If-Modified-Since": later})
        assert answer.status_code == 200, address
        if "calls" in address:
            assert body(answer) != bodies[address]
            tag = {"If-None-Match": before["ETag"]}
            assert client.get(address, headers=tag).status_code == 200
            tag = {"If-None-Match": answer["ETag"], "If-Modified-Since": later}
            assert client.get(address, headers=tag).status_code == 304


def test_the_catalogue_dates_calls_by_those_that_leave(world: World) -> None:
    changed = datasets()["calls"].changed
    assert changed(NOW) is None
    assert datasets()["decisions"].changed(NOW) is None
    Call.objects.update(is_fictitious=False)
    at = changed(NOW)
    assert at is not None
    assert at <= NOW
    opened = changed(NOW + timedelta(days=4000))
    assert opened is not None
    assert opened > NOW


def test_a_document_is_given_to_who_asks_for_the_type_it_announces(db: None) -> None:
    client = Client()
    landing = client.get("/api/ogc/").json()
    said = next(one["type"] for one in landing["links"] if one["rel"] == "service-desc")
    accepted = (said, OPENAPI, f"{OPENAPI};version=3.0;q=0.5", f"text/html, {OPENAPI}; q=0.1")
    for one in (*accepted, "application/*", "*/*"):
        answer = client.get("/api/ogc/api", headers={"Accept": one})
        assert (answer.status_code, answer["Content-Type"]) == (200, said), one
    refused(client.get("/api/ogc/api", headers={"Accept": "text/html"}), 406)
    refused(client.get("/api/ogc/api", headers={"Accept": f"{said};q=0"}), 406)
    asked = {"Accept": "application/json;charset=utf-8"}
    assert client.get(f"{V1}departements/14", headers=asked).status_code == 200


def test_a_row_of_ours_that_fails_is_our_error_and_wakes_somebody(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = dataclasses.replace(
        datasets()["calls"],
        rows=lambda _now: iter([Row("x", {"reference": None})]),
        stamp=lambda _now: "broken",
    )
    monkeypatch.setattr(every, "datasets", lambda: {"calls": broken})
    monkeypatch.setattr("rebond.web.publishing.file_views.datasets", lambda: {"calls": broken})
    with caplog.at_level(logging.CRITICAL):
        answer = Client().get("/donnees/calls.csv")
    said = refused(answer, 500)
    assert said["title"] == "Erreur de la plateforme"
    assert said["type"].endswith("row-failed")
    assert "Retry-After" not in answer.headers
    assert [one.levelname for one in caplog.records if "cannot be written" in one.message] == [
        "CRITICAL"
    ]
    features.forget()
