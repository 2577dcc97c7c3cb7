"""From a draft to its filing: what is missing, how the grid would read it, filing, withdrawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.programme.answers import locate
from rebond.web.accounts.access import member
from rebond.web.dossiers import assessment, permissions, queries, services
from rebond.web.dossiers.forms import NothingAside
from rebond.web.dossiers.models import Dossier
from rebond.web.dossiers.rendering_reading import reading
from rebond.web.dossiers.rendering_sections import lacks
from rebond.web.dossiers.views_frame import Opened, opened, page, steps
from rebond.web.theme.writing import lang

if TYPE_CHECKING:
    from django.http import HttpRequest

CONFIRMED = "confirme"
REASON = "motif"


def _own_draft(request: HttpRequest, reference: str) -> Opened:
    one = opened(request, reference)
    if not one.is_own:
        raise Http404
    return one


@require_GET
@member(permissions.may_apply)
def missing(request: HttpRequest, reference: str) -> HttpResponse:
    """List everything that is missing or wrong at once, each with the way to it."""
    one = _own_draft(request, reference)
    if one.dossier.state not in {Dossier.State.DRAFT, Dossier.State.CORRECTION}:
        return redirect("dossier", reference)
    found = lacks(one.parts, one.problems)
    by_part = [(part, [lack for lack in found if lack.section.id == part.id]) for part in one.parts]
    context = {
        "lacks": found,
        "missing": sum(lack.is_missing for lack in found),
        "faulty": sum(not lack.is_missing for lack in found),
        "by_part": [(part, rows) for part, rows in by_part if rows],
        "trail": one.trail(_("Ce qui manque")),
    }
    return page(request, "missing", one, context)


@require_GET
@member(permissions.may_apply)
def self_assessment(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how the grid would read the answers as they stand: no ranking, no promise."""
    one = _own_draft(request, reference)
    found = assessment.assess(one.dossier, one.answers, one.now)
    context = {"assessment": found, "trail": one.trail(_("Auto-évaluation"))}
    return page(request, "assessment", one, context)


@require_http_methods(["GET", "POST"])
@member(permissions.may_start)
def filing(request: HttpRequest, reference: str) -> HttpResponse:
    """Confirm what is about to be filed, then file it."""
    one = _own_draft(request, reference)
    if not permissions.may_file(one.actor, one.dossier):
        raise PermissionDenied
    error: RebondError | None = None
    if request.method == "POST":
        try:
            services.file(
                one.actor,
                one.dossier,
                one.now,
                confirms_ineligible=request.POST.get(CONFIRMED) == "oui",
            )
        except RebondError as refused:
            error = refused
        else:
            messages.success(request, _("Le dossier est déposé. Le récépissé est prêt ci-dessous."))
            return redirect("dossier", reference)
    elif one.dossier.state not in {Dossier.State.DRAFT, Dossier.State.CORRECTION}:
        return redirect("dossier", reference)
    elif services.bring_up_to_date(one.actor, one.dossier, one.now):
        messages.info(
            request,
            _(
                "L’appel a publié une révision\u00a0: le formulaire est à jour, vos réponses sont gardées."
            ),
        )
        return redirect(request.get_full_path())
    found = lacks(one.parts, one.problems)
    gates = queries.gate_answers(one.dossier, one.answers, one.now)
    context = {
        "error": error,
        "lacks": found,
        "missing": sum(lack.is_missing for lack in found),
        "faulty": sum(not lack.is_missing for lack in found),
        "gates": gates,
        "has_refusing_gate": any(gate.eliminates for gate in gates),
        "asides": sum(len(several) for several in one.asides().values()),
        "parts": reading(one.form, one.parts, one.answers, one.files, shows_personal=True),
        "steps": steps(one, ""),
        "trail": one.trail(_("Déposer")),
    }
    return page(request, "filing", one, context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@member(permissions.may_start)
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Withdraw a dossier, with a reason that the journal keeps."""
    one = _own_draft(request, reference)
    if not permissions.may_withdraw(one.actor, one.dossier):
        raise PermissionDenied
    error: RebondError | None = None
    reason = request.POST.get(REASON, "").strip()
    if request.method == "POST":
        try:
            services.withdraw(one.actor, one.dossier, reason, one.now)
        except RebondError as refused:
            error = refused
        else:
            messages.success(
                request, _("Le dossier est retiré. Ce qui était déposé reste au journal.")
            )
            return redirect("dossier", reference)
    elif one.dossier.state == Dossier.State.WITHDRAWN:
        return redirect("dossier", reference)
    context = {"error": error, "reason": reason, "trail": one.trail(_("Retirer"))}
    return page(request, "withdraw", one, context, status=422 if error else 200)


@require_http_methods(["GET", "POST"])
@member(permissions.may_start)
def asides(request: HttpRequest, reference: str) -> HttpResponse:
    """Settle the answers that were set aside because somebody else had written meanwhile."""
    one = _own_draft(request, reference)
    if not permissions.may_edit(one.actor, one.dossier):
        raise PermissionDenied
    if request.method == "POST":
        _verb, _sep, rest = request.POST.get("action", "").partition(":")
        key, _sep, keep = rest.partition(":")
        found = next((a for a in queries.set_asides(one.dossier) if str(a.pk) == key), None)
        try:
            if found is None or keep not in {"mine", "theirs"}:
                raise NothingAside
            services.settle(one.actor, found, "mine" if keep == "mine" else "theirs", one.now)
        except RebondError as error:
            messages.error(request, error.message(lang()))
        return redirect("dossier-asides", reference)
    rows = [
        {"aside": aside, "label": locate(one.form, path).field.label}
        for path, several in one.asides().items()
        for aside in several
    ]
    return page(request, "asides", one, {"rows": rows, "trail": one.trail(_("Mis de côté"))})
