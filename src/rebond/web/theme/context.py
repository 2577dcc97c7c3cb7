"""What every page's frame needs: the programmes to name in the menu, and this page in the other language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext

from rebond.web.decisions import queries as decisions
from rebond.web.programmes import queries as programmes

if TYPE_CHECKING:
    from django.http import HttpRequest

    from rebond.programme import Programme
    from rebond.web.decisions.rows import Decision


def layout(request: HttpRequest) -> dict[str, Any]:
    """Return the menu and the language links; each language is named in itself."""
    decision = decisions.current()
    programme = programmes.programme_of(decision)
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "menu": menu(programme, decision),
        "is_demonstration": settings.DEMO,
        "main_programme_id": programme.id if programme else "",
        "translations": translations(request),
    }


def translations(request: HttpRequest, end: str = "") -> list[dict[str, Any]]:
    """Return the address of this page in each language, with what of its query makes it another page."""
    current = get_language() or settings.LANGUAGE_CODE
    found = []
    for code, name in settings.LANGUAGES:
        address = translated(request.path, code) + end
        found.append(
            {
                "code": code,
                "name": name,
                "url": address,
                "absolute": _absolute(request, address),
                "is_current": code == current,
            }
        )
    return found


@lru_cache(maxsize=4096)
def translated(path: str, code: str) -> str:
    """Return the address of a page in another language; looking it up costs as much as a query."""
    return translate_url(path, code)


def _absolute(request: HttpRequest, path: str) -> str:
    """Return the whole address; the page that refuses a foreign host cannot repeat that host."""
    try:
        return request.build_absolute_uri(path)
    except DisallowedHost:
        return path


def menu(programme: Programme | None, decision: Decision | None) -> list[dict[str, str]]:
    """Return the entries that exist on this installation; calls, sites, procedures, aids and results always do."""
    entries = []
    if programme is not None:
        entries.append(
            {
                "page": "programme",
                "title": gettext("Programme"),
                "url": reverse("programme", args=[programme.id]),
            }
        )
    if decision is not None:
        entries.append(
            {
                "page": "evaluation",
                "title": gettext("Évaluation"),
                "url": reverse("evaluation", args=[decision.code]),
            }
        )
    if programme is not None:
        entries.append(
            {
                "page": "method",
                "title": gettext("Méthode"),
                "url": reverse("method", args=[programme.id]),
            }
        )
    return [
        *entries,
        {"page": "calls", "title": gettext("Appels"), "url": reverse("calls")},
        {"page": "site-search", "title": gettext("Sites"), "url": reverse("site-search")},
        {"page": "procedures", "title": gettext("Procédures"), "url": reverse("procedures")},
        {"page": "aids", "title": gettext("Aides"), "url": reverse("aids")},
        {"page": "results", "title": gettext("Résultats"), "url": reverse("results")},
    ]
