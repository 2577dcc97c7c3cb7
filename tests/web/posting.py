"""Posting a form as a browser does: the protection of forms on, with the origin that the page's policy leaves."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ORIGIN = "http://testserver"


def strict_client() -> Client:
    """Return a client of which forms are checked as those of browsers are."""
    return Client(enforce_csrf_checks=True)


def post_as_browser(client: Client, path: str, data: dict[str, Any]) -> HttpResponse:
    """Open a page and post its form; a page that tells no referrer has it posted without an origin."""
    page = client.get(path)
    token = TOKEN.search(page.content.decode())
    assert token is not None, path
    origin = "null" if page.headers.get("Referrer-Policy") == "no-referrer" else ORIGIN
    sent = {**data, "csrfmiddlewaretoken": token[1]}
    answer: HttpResponse = client.post(path, sent, headers={"origin": origin})
    return answer
