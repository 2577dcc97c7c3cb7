"""A process of the web server is ready to search before it takes a request."""

from __future__ import annotations

import pytest
from django.test import Client

from rebond.web import serving, web_server
from rebond.web.needs import index
from rebond.web.sites.models import RegistryState
from tests.web.needs.many import fill
from tests.web.world import NOW, make_world


class Process:
    beats = 0

    def notify(self) -> None:
        self.beats += 1


@pytest.mark.django_db(transaction=True)
def test_the_first_visitor_of_a_process_finds_the_index_read(
    settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CLOCK = lambda: NOW  # type: ignore[attr-defined]
    fill(make_world(NOW), 5)
    process = Process()
    web_server.post_worker_init(process)
    held = index._holder.standing
    assert held is not None
    assert held.number == RegistryState.objects.get().number
    assert process.beats >= 1
    assert Client().get("/sites/").context["found"].standing is held
    assert "python:rebond.web.web_server" in serving.web_command("127.0.0.1", 1, 1)
