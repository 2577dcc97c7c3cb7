"""Pages of sites: choose or describe one, read its plan, suppose studies done, take the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.errors import RebondError
from rebond.procedure.examples import shipped_examples
from rebond.procedure.plan_document import plan_pdf
from rebond.procedure.planning import plan_site
from rebond.procedure.schedule import step_rows
from rebond.web.procedures import asking
from rebond.web.procedures.context import plan_context
from rebond.web.procedures.errors import NothingSent
from rebond.web.procedures.exports import csv_text
from rebond.web.procedures.languages import same_question
from rebond.web.procedures.planning import Planned, planned
from rebond.web.theme.writing import lang, words

if TYPE_CHECKING:
    from django.http import HttpRequest

PARTS = ("answer", "compare", "when", "chances", "anticipate", "left", "tier", "unknown", "trace")
"""Parts of the page that a recalculation may replace, each a template of its own."""


def sites(request: HttpRequest) -> HttpResponse:
    """Choose an example, send a file or paste a description."""
    return _start(request)


def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan of a site."""
    if request.method == "GET" and asking.EXAMPLE not in request.GET:
        return _start(request)
    try:
        found = _found(request)
    except RebondError as error:
        return _start(request, error)
    context = plan_context(found)
    trail = (*_trail(reverse("sites")), (found.plan.name, ""))
    if request.method == "GET":
        context["translations"] = same_question(request)
    return render(
        request, "procedures/plan.html", {"page": "procedures", "trail": trail, **context}
    )


def answer(request: HttpRequest) -> HttpResponse:
    """Answer a moved checkbox or slider: the parts of the page that change, and what to announce."""
    try:
        found = _found(request)
    except RebondError as error:
        return JsonResponse({"error": error.message(lang())}, status=400)
    context = plan_context(found)
    is_known = found.asked.known_base == found.base_key
    parts = {
        name: render_to_string(f"procedures/part_{name}.html", context, request)
        for name in PARTS
        if not (name == "anticipate" and is_known)
    }
    said = render_to_string("procedures/said.html", context, request).strip()
    return JsonResponse({"parts": parts, "base": found.base_key, "said": said})


def document(request: HttpRequest) -> HttpResponse:
    """Give the plan as a PDF."""
    try:
        found = _whole(_found(request))
        content = plan_pdf(found.plan, found.read, lang())
    except RebondError as error:
        return _start(request, error)
    return _file(content, "application/pdf", found, "pdf")


def steps_csv(request: HttpRequest) -> HttpResponse:
    """Give the steps of the plan as CSV."""
    try:
        found = _found(request)
    except RebondError as error:
        return _start(request, error)
    content = csv_text(step_rows(found.plan, lang())).encode()
    return _file(content, "text/csv; charset=utf-8", found, "csv")


def plan_json(request: HttpRequest) -> HttpResponse:
    """Give the whole plan as JSON."""
    try:
        found = _whole(_found(request))
    except RebondError as error:
        return _start(request, error)
    response = JsonResponse(
        found.plan.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="{found.plan.site}.json"'
    return response


def _found(request: HttpRequest) -> Planned:
    return planned(asking.question_of(request))


def _whole(found: Planned) -> Planned:
    """Look for the order of anticipations that a moving slider does without."""
    if found.plan.order is not None:
        return found
    plan = plan_site(found.read, as_of=found.asked.as_of, what_if=found.plan.what_if)
    return Planned(found.asked, found.read, found.base, plan, found.fields, found.base_key)


def _file(content: bytes, kind: str, found: Planned, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{found.plan.site}.{ending}"'
    return response


def _trail(address: str) -> tuple[tuple[str, str], ...]:
    return ((_("Procédures"), reverse("procedures")), (_("Plan de site"), address))


def _start(request: HttpRequest, error: RebondError | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        "page": "procedures",
        "trail": _trail(""),
        "examples": shipped_examples(),
        "text": request.POST.get(asking.TEXT, ""),
        "error": None if isinstance(error, NothingSent) and not _is_sent(request) else error,
        "problems": getattr(error, "problems", ()),
        "head": "" if error is None else words(error.what),
    }
    status = 200 if context["error"] is None else 400
    return render(request, "procedures/sites.html", context, status=status)


def _is_sent(request: HttpRequest) -> bool:
    return request.method == "POST" or bool(request.GET)
