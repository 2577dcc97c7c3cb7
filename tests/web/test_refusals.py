"""A refusal is one line of the log; a fault of the server keeps its trace."""

from __future__ import annotations

import logging

import pytest

from rebond.web.refusals import WithoutTraces


@pytest.mark.parametrize(("status", "is_traced"), [(403, False), (404, False), (500, True)])
def test_only_a_fault_of_the_server_keeps_its_trace(status: int, is_traced: bool) -> None:
    trace = (PermissionError, PermissionError("said"), None)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden", (), trace)
    record.status_code = status
    assert WithoutTraces().filter(record)
    assert bool(record.exc_info) is is_traced


def test_the_logger_of_requests_has_the_filter() -> None:
    assert any(
        isinstance(one, WithoutTraces) for one in logging.getLogger("django.request").filters
    )
