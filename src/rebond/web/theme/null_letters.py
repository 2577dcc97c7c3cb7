"""The null character, which no database column holds: an address with one is none, a form loses it.

The API answers for itself (`rebond.web.publishing.door`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

NULL, WRITTEN = "\0", "%00"
API = "/api/"


class NullLetters:
    """Answer 404 where the path holds one; take it out of the query, and of a form once it is known to be ours."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(API):
            return self.answer(request)
        if NULL in request.path:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if WRITTEN in query or NULL in query:
            request.GET = without(request.GET)  # type: ignore[assignment]
            request.META["QUERY_STRING"] = request.GET.urlencode()
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        _arguments: Any,
        _named: Any,
    ) -> None:
        """Clean a form; one that a view receives by itself, such as a large file, is left to that view."""
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return
        if any(NULL in part for name, values in request.POST.lists() for part in (name, *values)):
            request.POST = without(request.POST)  # type: ignore[assignment]


def without(given: QueryDict) -> QueryDict:
    """Return what was sent, without null characters."""
    kept = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        for value in values:
            kept.appendlist(name.replace(NULL, ""), value.replace(NULL, ""))
    kept._mutable = False
    return kept
