"""Correcting where a filed dossier stands: the national team's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.web.accounts.access import member
from rebond.web.dossiers import permissions, services
from rebond.web.dossiers.views_frame import opened, page
from rebond.web.territories.queries import commune_name

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "POST"])
@member(permissions.may_correct_places)
def places(request: HttpRequest, reference: str) -> HttpResponse:
    """Give a filed dossier other communes, for a reason that the journal keeps."""
    one = opened(request, reference)
    if one.dossier.filed_at is None:
        raise Http404
    standing = sorted(one.dossier.places.filter(kind="commune").values_list("code", flat=True))
    written = request.POST.get("communes", " ".join(standing))
    reason = request.POST.get("motif", "")
    error: RebondError | None = None
    if request.method == "POST":
        codes = written.replace(",", " ").replace(";", " ").split()
        try:
            services.correct_places(one.actor, one.dossier, codes, reason, one.now)
        except RebondError as refused:
            error = refused
        else:
            messages.success(
                request, _("Les communes sont corrigées\u202f; ce qui était déposé n’a pas changé.")
            )
            return redirect("dossier", reference)
    context = {
        "error": error,
        "written": written,
        "reason": reason,
        "standing": [(code, commune_name(code)) for code in standing],
        "trail": one.trail(_("Communes")),
    }
    return page(request, "places", one, context, status=422 if error else 200)
