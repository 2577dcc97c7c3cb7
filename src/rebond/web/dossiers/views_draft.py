"""Filling a draft: one page a part of the form, and the address that saves each answer as it is typed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from dataclasses import field as made
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.programme.answers import AnswerProblem, locate
from rebond.web.accounts.access import member
from rebond.web.dossiers import forms, permissions, prefill, queries, services
from rebond.web.dossiers import rendering as r
from rebond.web.dossiers.models import Attachment
from rebond.web.dossiers.rendering_sections import Section, faults_by_path, roots
from rebond.web.dossiers.results import Conflict
from rebond.web.dossiers.views_frame import Opened, opened, page, steps
from rebond.web.theme.writing import hour, lang, words

if TYPE_CHECKING:
    from django.http import HttpRequest

CHECKED = "verifier"
"""In the address of a part: say also what is merely not yet written."""


@dataclass
class Outcome:
    """What saving a part came to."""

    saved: int = 0
    conflicts: list[str] = made(default_factory=list)
    typed: dict[str, forms.Shown] = made(default_factory=dict)
    faults: dict[str, tuple[r.Fault, ...]] = made(default_factory=dict)


@require_http_methods(["GET", "POST"])
@member(permissions.may_apply)
def section(request: HttpRequest, reference: str, section_id: str) -> HttpResponse:
    """Fill one part of the form; without a script, sending it saves what was changed."""
    one = opened(request, reference)
    here = next((part for part in one.parts if part.id == section_id), None)
    if here is None:
        raise Http404
    if not one.is_own:
        raise Http404
    if request.method == "POST":
        return _posted(request, one, here)
    if one.dossier.state not in {"draft", "correction"}:
        return redirect("dossier", one.dossier.reference)
    if one.is_writer and services.bring_up_to_date(one.actor, one.dossier, one.now):
        messages.info(
            request,
            _(
                "L’appel a publié une révision\u00a0: le formulaire est à jour, vos réponses sont gardées."
            ),
        )
        return redirect(request.get_full_path())
    return _page(request, one, here, Outcome())


def _page(
    request: HttpRequest, one: Opened, here: Section, outcome: Outcome, status: int = 200
) -> HttpResponse:
    is_checked = CHECKED in request.GET
    faults = {**faults_by_path(one.problems, with_missing=is_checked), **outcome.faults}
    asked = r.questions(here.fields, one.material(faults=faults, typed=outcome.typed))
    own = roots(here)
    shown = [
        {"anchor": each.ident, "label": each.label, "what": fault.what}
        for each in [*r.leaves(asked), *[q for q in asked if q.kind == "list"]]
        for fault in each.faults
        if each.path.split(".")[0] in own
    ]
    after = one.parts.index(here) + 1
    context = {
        "section": here,
        "questions": asked,
        "state": r.state(asked),
        "steps": steps(one, here.id),
        "progress": next(p for p in one.progress if p.section.id == here.id),
        "faults": shown,
        "next": one.parts[after] if after < len(one.parts) else None,
        "trail": one.trail(here.title),
        "is_checked": is_checked,
        "is_drawn": any(each.kind == "geometry" for each in r.leaves(asked)),
    }
    return page(request, "section", one, context, status)


def _posted(request: HttpRequest, one: Opened, here: Section) -> HttpResponse:
    if not permissions.may_edit(one.actor, one.dossier):
        raise PermissionDenied
    verb, _sep, rest = request.POST.get("action", "save").partition(":")
    asked = r.questions(here.fields, one.material(with_help=False))
    settled = rest.partition(":")[0] if verb == "settle" else ""
    try:
        left_out = _settle(one, asked, settled, rest.partition(":")[2]) if settled else ""
        outcome = save(request, one, asked, leaving=left_out)
        if outcome.faults:
            _forget(one)
            return _page(request, one, here, outcome, status=422)
        anchor = "#" + r.ident_of(left_out) if left_out else _act(one, verb, rest)
    except RebondError as error:
        messages.error(request, error.message(lang()))
        return redirect("dossier-section", one.dossier.reference, here.id)
    if outcome.conflicts:
        _say_conflicts(request, outcome)
        anchor = anchor or "#" + r.ident_of(outcome.conflicts[0])
    elif outcome.saved and verb in {"save", "next"}:
        count = outcome.saved
        text = ngettext("%(n)s réponse enregistrée.", "%(n)s réponses enregistrées.", count)
        messages.success(request, text % {"n": count})
    if verb == "files":
        return redirect("dossier-files", one.dossier.reference, rest)
    target = here.id
    if verb == "next" and not outcome.conflicts:
        after = one.parts.index(here) + 1
        if after == len(one.parts):
            return redirect("dossier", one.dossier.reference)
        target = one.parts[after].id
    address = reverse("dossier-section", args=[one.dossier.reference, target])
    return HttpResponseRedirect(address + anchor)


def _forget(one: Opened) -> None:
    """Read again what the request has changed."""
    for name in ("rows", "answers", "files", "problems", "progress"):
        one.__dict__.pop(name, None)


def save(
    request: HttpRequest, one: Opened, asked: list[r.Question], *, leaving: str = ""
) -> Outcome:
    """Save each answer of a part that was changed on the page."""
    outcome = Outcome()
    state = forms.read_state(request.POST)
    for question in r.leaves(asked):
        if question.kind == "file" or question.is_locked or question.path == leaving:
            continue
        one_field = locate(one.form, question.path).field
        held = forms.posted(one_field, question.path, request.POST)
        version, print_ = state.get(question.path, (question.version, ""))
        if held is None or print_ == forms.fingerprint(held):
            continue
        if not print_ and held == question.held:
            continue
        try:
            raw = forms.raw(one_field, held)
            result = services.save_answer(
                one.actor, one.dossier, question.path, raw, version, one.now
            )
        except RebondError as error:
            outcome.typed[question.path] = held
            outcome.faults[question.path] = (fault_of(error),)
            continue
        if isinstance(result, Conflict):
            outcome.conflicts.append(question.path)
        else:
            outcome.saved += 1
    return outcome


def fault_of(error: RebondError) -> r.Fault:
    """Return what to show of a refused answer."""
    cure = error.cure_text if isinstance(error, AnswerProblem) else error.cure
    return r.Fault(words(error.what), words(cure) if cure else "")


def _settle(one: Opened, asked: list[r.Question], key: str, keep: str) -> str:
    """Settle a value set aside; return its path, which the rest of the page then leaves alone."""
    found = [a for a in queries.set_asides(one.dossier) if str(a.pk) == key]
    if not found or keep not in {"mine", "theirs"}:
        raise forms.NothingAside
    aside = found[0]
    if all(question.path != aside.path for question in r.leaves(asked)):
        raise Http404
    services.settle(one.actor, aside, "mine" if keep == "mine" else "theirs", one.now)
    return aside.path


def _act(one: Opened, verb: str, rest: str) -> str:
    """Do what the button asks beside saving; return where on the page to go on."""
    if verb == "add":
        return "#" + r.ident_of(services.add_item(one.actor, one.dossier, rest, one.now))
    if verb == "remove":
        services.remove_item(one.actor, one.dossier, rest, one.now)
        return "#" + r.ident_of(rest.rpartition(".")[0])
    if verb == "drop":
        attachment = get_object_or_404(
            Attachment, dossier=one.dossier, pk=rest, removed_at__isnull=True
        )
        services.remove_file(one.actor, attachment, one.now)
        return "#" + r.ident_of(attachment.path)
    if verb == "take":
        _take(one, rest)
        return "#" + r.ident_of(rest)
    return ""


def _take(one: Opened, path: str) -> None:
    _forget(one)
    offer = next((o for o in prefill.offers(one.dossier, one.answers) if o.path == path), None)
    if offer is None:
        raise Http404
    row = one.rows.get(path)
    version = row.version if row else 0
    field = locate(one.form, path).field
    # Through what the page would show: an amount is kept in cents and typed in euros.
    raw = forms.raw(field, forms.shown(field, offer.value, lang()))
    services.save_answer(one.actor, one.dossier, path, raw, version, one.now)


def _say_conflicts(request: HttpRequest, outcome: Outcome) -> None:
    count = len(outcome.conflicts)
    text = ngettext(
        "Une réponse avait changé entre-temps\u00a0: la vôtre est mise de côté, rien n’est perdu.",
        "%(n)s réponses avaient changé entre-temps\u00a0: les vôtres sont mises de côté, rien n’est perdu.",
        count,
    )
    messages.warning(request, text % {"n": count})


@require_POST
@member(permissions.may_start)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Save one answer as it is typed; the body is JSON: path, held, version."""
    one = opened(request, reference)
    if not permissions.may_edit(one.actor, one.dossier):
        raise PermissionDenied
    try:
        sent = json.loads(request.body)
        path, held = str(sent["path"]), sent["held"]
        version = forms.read_version(sent["version"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return JsonResponse({"state": "unread"}, status=400)
    try:
        one_field = locate(one.form, path).field
        try:
            raw = forms.raw(one_field, held)
            json.dumps(raw, ensure_ascii=False, allow_nan=False).encode()
        except RebondError:
            raise
        except (ValueError, TypeError, OverflowError, RecursionError):
            return JsonResponse({"state": "unread"}, status=400)
        result = services.save_answer(one.actor, one.dossier, path, raw, version, one.now)
    except RebondError as error:
        context = {"faults": [fault_of(error)]}
        html = render_to_string("dossiers/faults.html", context, request)
        return JsonResponse({"state": "refused", "html": html}, status=422)
    print_ = forms.fingerprint(held if isinstance(held, list) else str(held))
    if isinstance(result, Conflict):
        # The page keeps the version it had: whatever is typed next joins what is set aside.
        known = {"path": path, "version": version, "print": print_}
        aside = next(a for a in one.asides().get(path, ()) if a.id == result.set_aside)
        html = render_to_string("dossiers/conflict.html", {"aside": aside}, request)
        return JsonResponse({"state": "conflict", "html": html, **known}, status=409)
    known = {"path": path, "version": result.version, "print": print_}
    said = _("Enregistré à %(hour)s") % {"hour": hour(result.saved_at)}
    return JsonResponse({"state": "saved", "said": said, **known, **_more(request, one, path)})


def _more(request: HttpRequest, one: Opened, path: str) -> dict[str, Any]:
    """Return what else changes on the page: the area of an outline, beside the surface stated."""
    placed = locate(one.form, path)
    if placed.field.type not in {"geometry", "decimal"}:
        return {}
    here = next((part for part in one.parts if path.split(".", maxsplit=1)[0] in roots(part)), None)
    if here is None:
        return {}
    asked = r.questions(here.fields, one.material(with_help=False))
    drawn = [q for q in r.leaves(asked) if q.kind == "geometry" and q.area is not None]
    return {
        "areas": {
            q.path: render_to_string("dossiers/area.html", {"q": q}, request).strip() for q in drawn
        }
    }
