"""The whole of both OpenAPI documents, tried with what they allow and with what they do not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import schemathesis
import shapely
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from rebond.web.publishing import features
from rebond.web.publishing.dataset import Dataset, Row
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.services import make_token
from rebond.web.wsgi import application
from tests.web.world import NOW

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# Inventing wrong values takes ten times as long as answering them; addresses of one row are many and alike.
EXAMPLES, OF_ONE_ROW = 3, 1
# Their rows take seconds to prepare: a few made-up ones stand for them.
HEAVY = ("communes", "commune-facts", "facts")
MADE_UP: dict[str, Any] = {
    "string": "x",
    "integer": 1,
    "number": 0.5,
    "boolean": True,
    "date": date(2031, 1, 1),
    "datetime": NOW,
}


@pytest.mark.long(30)
@pytest.mark.django_db
@pytest.mark.parametrize("document", ["/api/v1/openapi.json", "/api/ogc/api"])
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_address_fails_nor_answers_what_it_does_not_say(
    document: str, mode: GenerationMode, settings: Any, admin_secret: str
) -> None:
    settings.API_PER_MINUTE = settings.API_TOKEN_PER_MINUTE = 10**9
    schema = schemathesis.openapi.from_wsgi(document, application)
    tried = 0
    for found in schema.get_all_operations():
        tried += 1
        try_one(found.ok(), mode, admin_secret)
    assert tried > 20


def try_one(operation: Any, mode: GenerationMode, secret: str) -> None:
    is_writing = "Writing" in (operation.tags or ())
    is_one_row = operation.path.endswith(("/{code}", "/{featureId}"))
    headers = {"Accept-Encoding": "identity"}
    if is_writing:
        headers["Authorization"] = f"Bearer {secret}"
    try:
        strategy = operation.as_strategy(generation_mode=mode)
    except Exception:  # noqa: BLE001 - an address without parameters has nothing to be wrong
        return

    @given(case=strategy)
    @hypothesis_settings(
        max_examples=OF_ONE_ROW if is_one_row else EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def trial(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers)

    # A plain address without parameters has no way of being wrong.
    with contextlib.suppress(Unsatisfiable):
        trial()


def made_up(dataset: Dataset) -> Iterator[Row]:
    """Yield a few rows in which each column holds something of its type."""
    for number in range(3):
        values = {
            one.name: one.choices[0] if one.choices else MADE_UP[one.type]
            for one in dataset.columns
        }
        yield Row(str(number), values, shapely.to_wkb(shapely.Point(number, 48)))


@pytest.fixture
def admin_secret(
    world: Any, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Return a token; the connection of the test is left open between requests, as Django's own client does."""
    settings.FILES_FOLDER = tmp_path_factory.getbasetemp() / "schemathesis"
    for name in HEAVY:
        dataset = datasets()[name]
        few = replace(dataset, rows=lambda _now, one=dataset: made_up(one))
        features.make(few, NOW)
    signals = (request_started, request_finished)
    for one in signals:
        one.disconnect(close_old_connections)
    scopes = ["sites:write", "reports:write"]
    yield make_token(world.actor("epci_a_admin"), "Essai", scopes, 30, NOW)[1]
    for one in signals:
        one.connect(close_old_connections)
