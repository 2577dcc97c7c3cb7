"""`rebond serve`: what it refuses before it serves anything; what it serves is tested with the pages."""

from __future__ import annotations

import socket

import pytest

from tests.cli.conftest import Command


def test_a_port_that_is_taken_is_named_with_another_to_try(rebond: Command) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = rebond("serve", "--port", port)
    assert (done.code, done.out) == (2, "")
    assert str(port) in done.err
    assert f"--port {port + 1}" in done.words


@pytest.mark.parametrize("option", [["--port", "0"], ["--port", "65536"], ["--workers", "0"]])
def test_what_cannot_be_served_is_refused(rebond: Command, option: list[str]) -> None:
    done = rebond("serve", *option)
    assert (done.code, done.out) == (2, "")
    assert "rebond serve --help" in done.words


def test_the_address_is_this_machine_unless_another_is_asked_for(rebond: Command) -> None:
    assert "127.0.0.1" in rebond("serve", "--help").out
    assert "8000" in rebond("serve", "--help").out
