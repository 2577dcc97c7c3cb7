"""Files of a dossier: adding, reading, removing, and giving them back; never served as pages of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.web.accounts.access import member
from rebond.web.dossiers import files as kept_files
from rebond.web.dossiers import forms, permissions, printing, queries, receipt, services
from rebond.web.dossiers import rendering as r
from rebond.web.dossiers.models import Attachment
from rebond.web.dossiers.receiving import receives_files
from rebond.web.dossiers.rendering_sections import roots
from rebond.web.dossiers.results import Conflict
from rebond.web.dossiers.views_draft import fault_of
from rebond.web.dossiers.views_frame import Opened, opened, page
from rebond.web.theme.writing import lang

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

FILE = "fichier"


@receives_files
@require_http_methods(["GET", "POST"])
@member(permissions.may_start)
def files(request: HttpRequest, reference: str, path: str) -> HttpResponse:
    """Add files to one question, or read a geometry from one, without a script."""
    one = opened(request, reference)
    question = _question(one, path)
    fault: r.Fault | None = None
    if request.method == "POST":
        action = request.POST.get("action", "")
        try:
            if action.startswith("drop:"):
                _drop(one, action.removeprefix("drop:"))
            else:
                _received(request, one, question)
                messages.success(request, _("Le fichier est joint."))
            return redirect(request.path)
        except RebondError as error:
            fault = fault_of(error)
    part = next(each for each in one.parts if path.split(".", maxsplit=1)[0] in roots(each))
    back = reverse("dossier-section", args=[reference, part.id]) + "#" + question.ident
    context = {"q": question, "fault": fault, "back": back, "trail": one.trail(question.label)}
    return page(request, "files", one, context, status=422 if fault else 200)


@receives_files
@require_POST
@member(permissions.may_start)
def upload(request: HttpRequest, reference: str) -> HttpResponse:
    """Add a file with a script: the answer is the new list of files, or what is wrong."""
    one = opened(request, reference)
    path = request.POST.get("path", "")
    question = _question(one, path)
    try:
        if "drop" in request.POST:
            _drop(one, request.POST["drop"])
        else:
            result = _received(request, one, question)
            if isinstance(result, Conflict):
                return JsonResponse({"state": "reload"}, status=409)
    except RebondError as error:
        html = render_to_string("dossiers/faults.html", {"faults": [fault_of(error)]}, request)
        return JsonResponse({"state": "refused", "html": html}, status=422)
    if question.kind == "geometry":
        return JsonResponse({"state": "reload"})
    one.__dict__.pop("files", None)
    question = _question(one, path)
    context = {"files": question.files, "q": question, "removable": True, "dossier": one.dossier}
    html = render_to_string("dossiers/file_list.html", context, request)
    is_full = len(question.files) >= question.max_items
    return JsonResponse({"state": "saved", "html": html, "full": is_full})


def _question(one: Opened, path: str) -> r.Question:
    """Return the question of a path that takes files; 404 when the draft has none there."""
    if not permissions.may_edit(one.actor, one.dossier):
        raise PermissionDenied if one.is_own else Http404
    part = next((each for each in one.parts if path.split(".", maxsplit=1)[0] in roots(each)), None)
    asked = r.questions(part.fields, one.material(with_help=False)) if part else []
    found = next((q for q in r.leaves(asked) if q.path == path), None)
    if found is None or found.kind not in {"file", "geometry"} or not found.is_asked:
        raise Http404
    return found


def _received(request: HttpRequest, one: Opened, question: r.Question) -> Any:
    sent: UploadedFile[Any] | None = request.FILES.get(FILE)
    if sent is None:
        raise forms.NoFileSent
    if question.kind == "geometry":
        return services.read_geometry(
            one.actor,
            one.dossier,
            question.path,
            sent.name or "",
            sent.file,
            question.version,
            one.now,
        )
    return services.attach(
        one.actor, one.dossier, question.path, sent.name or "", sent.file, one.now
    )


def _drop(one: Opened, key: str) -> None:
    attachment = get_object_or_404(Attachment, dossier=one.dossier, pk=_uuid(key), removed_at=None)
    services.remove_file(one.actor, attachment, one.now)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@require_GET
@member()
def download(request: HttpRequest, reference: str, attachment: UUID) -> HttpResponse:
    """Give a file back, as a file: never shown inside our pages."""
    one = opened(request, reference)
    found = get_object_or_404(queries.readable_files(one.actor, one.dossier), pk=attachment)
    try:
        return kept_files.response(found)
    except RebondError as error:
        messages.error(request, error.message(lang()))
        return redirect("dossier", reference)


@require_GET
@member()
def filing_receipt(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Give the receipt of a filing as a PDF."""
    one = opened(request, reference)
    if not one.is_own:
        raise Http404
    filing = get_object_or_404(one.dossier.filings, number=number)
    return _pdf(receipt.receipt_pdf(filing, lang()), f"{reference}-{number}-recepisse")


@require_GET
@member()
def printed(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the dossier as it was filed last, with the list of its files, as a PDF."""
    one = opened(request, reference)
    filing = queries.last_filing(one.dossier)
    if filing is None:
        raise Http404
    personal = permissions.may_read_personal(one.actor, one.dossier)
    return _pdf(printing.dossier_pdf(filing, lang(), personal=personal), reference)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
