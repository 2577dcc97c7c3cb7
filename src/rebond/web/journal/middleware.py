"""The page of a refusal that no form expected: a fictitious person acted on something real."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rebond.web.journal.errors import RealObject

REFUSED = 422


class RealObjects:
    """Answer in words where a view shows no error of its own; most forms show it beside what was typed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Return the page of the refusal; None leaves every other fault to those who know it."""
        if not isinstance(fault, RealObject):
            return None
        return render(request, "journal/real_object.html", {"error": fault}, status=REFUSED)
