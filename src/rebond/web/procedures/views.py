"""Pages of the law: every procedure, each version, and the date that follows from a file's events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.procedures import queries
from rebond.web.procedures.deadline_form import deadline_form
from rebond.web.procedures.languages import same_question
from rebond.web.theme.writing import words

if TYPE_CHECKING:
    from django.http import HttpRequest


def procedures(request: HttpRequest) -> HttpResponse:
    """List the procedures: what each is, since when, what is not established."""
    found = queries.families()
    return render(
        request,
        "procedures/procedures.html",
        {"page": "procedures", "families": found, "counts": queries.counts(found)},
    )


def procedure(
    request: HttpRequest, procedure_id: str, version_id: str | None = None
) -> HttpResponse:
    """Show a version of a procedure, and compute a deadline when days are given."""
    page = queries.version_page(procedure_id, version_id)
    if page is None:
        raise Http404
    form = deadline_form(procedure_id, page.version, request.GET)
    if version_id is None and form.answer is not None and form.answer.version != page.version.id:
        # The days asked about fix another version: the page tells the law that the answer follows.
        page = queries.version_page(procedure_id, form.answer.version) or page
    return render(
        request,
        "procedures/procedure.html",
        {
            "page": "procedures",
            "law": page,
            "form": form,
            "translations": same_question(request),
            "sources": queries.sources_named((*page.cited, *form.cited)),
            "trail": ((_("Procédures"), reverse("procedures")), (words(page.procedure.title), "")),
        },
    )
