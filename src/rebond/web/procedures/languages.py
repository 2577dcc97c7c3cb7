"""The same page in the other language, with the question that its address holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.web.theme.context import layout

if TYPE_CHECKING:
    from django.http import HttpRequest


def same_question(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the links to each language, the query kept."""
    query = request.META.get("QUERY_STRING", "")
    links: list[dict[str, Any]] = layout(request)["translations"]
    return [{**one, "url": f"{one['url']}?{query}" if query else one["url"]} for one in links]
