"""Importing questions: hand in a text or a file, see what was read, record it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.parliament.clock import clock as clock_of
from rebond.parliament.question import FIELD_TEXTS, missing
from rebond.parliament.reading import FORMS, MOST_BYTES
from rebond.parliament.vocabulary import measures, shipped_vocabularies
from rebond.web import clock
from rebond.web.dossiers.receiving import receives_files_of
from rebond.web.questions import permissions, taking
from rebond.web.questions.models import Intake
from rebond.web.questions.views import REFUSED, _actor, works

if TYPE_CHECKING:
    from django.http import HttpRequest

SHOWN = 200


@receives_files_of(permissions.may_work)
@require_http_methods(["GET", "POST"])
@works
def import_questions(request: HttpRequest) -> HttpResponse:
    """Take a pasted text or a file, and lead to what was read of it."""
    actor, now = _actor(request), clock.now()
    error: RebondError | None = None
    if request.method == "POST":
        sent = request.FILES.get("fichier")
        content = sent.read(MOST_BYTES + 1) if sent else request.POST.get("texte", "").encode()
        try:
            made = taking.receive(actor, sent.name if sent else "", content, now)
        except RebondError as refused:
            error = refused
        else:
            return redirect("questions-intake", made.reference)
    return render(
        request,
        "questions/import.html",
        {
            "page": "questions",
            "error": error,
            "typed": request.POST.get("texte", "") if error else "",
            "forms": list(FORMS.values()),
            "trail": ((_("Questions écrites"), reverse("questions")), (_("Importer"), "")),
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET", "POST"])
@works
def intake(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what was read, what the register knows already, what was refused; record the ticked ones."""
    actor, now = _actor(request), clock.now()
    found = get_object_or_404(Intake, reference=reference)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            done = taking.take(
                actor,
                found,
                request.POST.getlist("question"),
                now,
                replaces=request.POST.get("remplacer") == "oui",
            )
        except RebondError as refused:
            error = refused
        else:
            n = len(done.created) + len(done.completed)
            said = ngettext("%(n)s question enregistrée.", "%(n)s questions enregistrées.", n)
            messages.success(request, said % {"n": n})
            first = [*done.created, *done.completed, *done.same]
            return redirect("question", first[0]) if len(first) == 1 else redirect("questions")
    day = clock.today(now)
    vocabularies = shipped_vocabularies()
    rows = []
    for one in taking.preview(found)[:SHOWN]:
        said = f"{one.value.title}\n\n{one.value.text}"
        rows.append(
            {
                "one": one,
                "clock": clock_of(one.value, day),
                "missing": [FIELD_TEXTS[name] for name in missing(one.value)],
                "names": bool(measures(said, vocabularies)),
                "completed": taking.field_words(one.merged.completed) if one.merged else None,
                "differing": taking.field_words(one.merged.differing) if one.merged else None,
            }
        )
    return render(
        request,
        "questions/intake.html",
        {
            "page": "questions",
            "intake": found,
            "form": FORMS.get(found.form),
            "rows": rows,
            "hidden": max(0, len(found.rows) - SHOWN),
            "has_differing": any(row["one"].merged and row["one"].merged.differing for row in rows),
            "error": error,
            "trail": (
                (_("Questions écrites"), reverse("questions")),
                (_("Importer"), reverse("questions-import")),
                (found.reference, ""),
            ),
        },
        status=REFUSED if error else 200,
    )
