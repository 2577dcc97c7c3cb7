"""Pages where the national team, or an operator, prepares and runs calls without a developer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.programme import shipped_programmes
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.calls import choice_form, comparing, forms, permissions, queries, services
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.services.preparing import draft_of
from rebond.web.calls.services.publishing import frozen, missing
from rebond.web.calls.settings import TITLES, settings_of
from rebond.web.calls.stages import STAGES
from rebond.web.calls.views import page_context, title_of
from rebond.web.programmes.queries import programme
from rebond.web.theme.writing import words

manages = member(permissions.may_manage_calls)
LISTED = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """A call being administered, with who does it."""

    actor: Actor
    call: Call
    draft: Revision | None

    @property
    def shown(self) -> Revision | None:
        """The revision to show: the draft, else the one in force."""
        return self.draft or self.call.revision


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    return actor


def _open(request: HttpRequest, reference: str) -> Opened:
    actor = _actor(request)
    call = get_object_or_404(queries.managed(actor), reference=reference)
    draft = draft_of(call)
    for one in (draft, call.revision):
        if one is not None:
            one.call = call
    return Opened(actor, call, draft)


def _context(opened: Opened, here: str, **more: Any) -> dict[str, Any]:
    call, now = opened.call, clock.now()
    stage = call.stage(now)
    edit = reverse("call-edit", args=[call.reference])
    return {
        "page": "calls",
        "call": call,
        "title": title_of(call),
        "draft": opened.draft,
        "stage": str(stage),
        "stage_text": STAGES[stage],
        "is_running": stage in (Call.Stage.ANNOUNCED, Call.Stage.OPEN),
        "can_cancel": stage
        in (Call.Stage.DRAFT, Call.Stage.ANNOUNCED, Call.Stage.OPEN, Call.Stage.CLOSED),
        "here": here,
        "trail": (
            (_("Administrer les appels"), reverse("calls-admin")),
            (title_of(call), edit),
        ),
        **more,
    }


@require_GET
@manages
def calls_admin(request: HttpRequest) -> HttpResponse:
    """List the calls that one may change."""
    actor, now = _actor(request), clock.now()
    found = queries.with_revisions(queries.managed(actor).order_by("-created_at", "-pk")[:LISTED])
    rows = [(one, title_of(one), STAGES[one.stage(now)]) for one in found]
    trail = ((_("Appels"), reverse("calls")), (_("Administrer les appels"), ""))
    return render(request, "calls/admin_list.html", {"page": "calls", "rows": rows, "trail": trail})


@require_http_methods(["GET", "POST"])
@manages
def call_new(request: HttpRequest) -> HttpResponse:
    """Prepare a call of one of the measures."""
    actor = _actor(request)
    measures = _measures(actor)
    error: RebondError | None = None
    if request.method == "POST":
        programme_id, _sign, measure_id = request.POST.get("mesure", "").partition("/")
        try:
            call = services.prepare(
                actor,
                programme_id,
                measure_id,
                reference=request.POST.get("code", "").strip(),
                titles={lang: request.POST.get(f"titre-{lang}", "") for lang in ("fr", "en")},
                now=clock.now(),
            )
        except RebondError as refused:
            error = refused
        else:
            return redirect("call-edit", call.reference)
    trail = ((_("Administrer les appels"), reverse("calls-admin")), (_("Nouvel appel"), ""))
    context = {
        "page": "calls",
        "measures": measures,
        "error": error,
        "typed": request.POST,
        "titles": {lang: request.POST.get(f"titre-{lang}", "") for lang in ("fr", "en")},
        "trail": trail,
    }
    return render(request, "calls/admin_new.html", context)


def _measures(actor: Actor) -> list[tuple[str, str, str]]:
    """Return the measures that an actor may call: value, programme, title."""
    found = []
    for name in shipped_programmes():
        one = programme(name)
        for measure in one.measures if one is not None else ():
            if permissions.may_prepare(actor, measure):
                found.append((f"{name}/{measure.id}", words(one.title), words(measure.title)))
    return found


@require_http_methods(["GET", "POST"])
@manages
def call_edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Decide what the policy leaves to the call."""
    opened = _open(request, reference)
    error: RebondError | None = None
    if request.method == "POST":
        draft = opened.draft or opened.call.revision
        if draft is None:
            raise Http404
        choices, blocks = choice_form.read(draft, request.POST)
        if not any(one.fault for one in blocks):
            try:
                kept = {
                    name: value
                    for name, value in settings_of(draft).as_json().items()
                    if name not in forms.OF_POLICY
                }
                services.save_choices(opened.actor, opened.call, choices, kept, clock.now())
            except RebondError as refused:
                error = refused
            else:
                return redirect(f"{reverse('call-edit', args=[reference])}?enregistre=1")
    else:
        blocks = choice_form.blocks_of(opened.draft) if opened.draft is not None else []
    context = _context(
        opened,
        "choices",
        blocks=blocks,
        error=error,
        has_fault=any(one.fault for one in blocks),
        is_saved=request.GET.get("enregistre") == "1",
        decided=comparing.decided(opened.call.revision) if opened.call.revision else [],
    )
    return render(request, "calls/admin_choices.html", context)


@require_http_methods(["GET", "POST"])
@manages
def call_settings(request: HttpRequest, reference: str) -> HttpResponse:
    """Set how the call is run."""
    opened = _open(request, reference)
    revision = opened.shown
    if revision is None:
        raise Http404
    values, error = settings_of(revision).as_json(), None
    if request.method == "POST":
        values = forms.read_settings(request.POST, settings_of(revision))
        try:
            services.save_choices(opened.actor, opened.call, revision.choices, values, clock.now())
        except RebondError as refused:
            error = refused
        else:
            return redirect(f"{reverse('call-settings', args=[reference])}?enregistre=1")
    context = _context(
        opened,
        "settings",
        form=forms.settings_form(values),
        error=error,
        is_saved=request.GET.get("enregistre") == "1",
    )
    return render(request, "calls/admin_settings.html", context)


@require_http_methods(["GET", "POST"])
@manages
def call_dates(request: HttpRequest, reference: str) -> HttpResponse:
    """Set or move the dates, with a reason."""
    opened = _open(request, reference)
    is_first = opened.call.revision is None
    reason = _("Calendrier fixé avant la publication.") if is_first else ""
    error: RebondError | None = None
    fields = forms.date_fields(opened.call)
    if request.method == "POST":
        asked = forms.read_dates(request.POST, opened.call)
        fields, reason = asked.fields, request.POST.get("motif", "")
        if not asked.has_fault:
            try:
                services.set_dates(opened.actor, asked.seen, asked.moments, reason, clock.now())
            except RebondError as refused:
                error = refused
            else:
                return redirect(f"{reverse('call-dates', args=[reference])}?enregistre=1")
    context = _context(
        opened,
        "dates",
        fields=fields,
        reason=reason,
        error=error,
        is_first=is_first,
        is_saved=request.GET.get("enregistre") == "1",
        moves=opened.call.date_moves.select_related("moved_by__organisation").reverse()[:LISTED],
    )
    return render(request, "calls/admin_dates.html", context)


@require_GET
@manages
def call_preview(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the call as applicants will see it."""
    opened = _open(request, reference)
    revision = opened.shown
    if revision is None:
        raise Http404
    context = page_context(request, opened.call, revision)
    context |= {"is_preview": True, "start": "preview"}
    return render(request, "calls/call.html", context)


@require_http_methods(["GET", "POST"])
@manages
def call_publish(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what publication freezes, then do it."""
    opened = _open(request, reference)
    now = clock.now()
    error: RebondError | None = None
    reason = opened.draft.reason if opened.draft is not None else ""
    if request.method == "POST":
        reason = request.POST.get("motif", "")
        try:
            services.publish(opened.actor, opened.call, reason, now)
        except RebondError as refused:
            error = refused
        else:
            return redirect("call-page", reference)
    whole = decided = None
    changes: list[comparing.Change] = []
    if opened.draft is not None:
        try:
            whole = frozen(opened.call, opened.draft)
        except RebondError as refused:
            error = error or refused
        decided = comparing.decided(opened.draft)
        if opened.call.revision is not None:
            changes = comparing.differences(opened.call.revision, opened.draft)
    values = settings_of(opened.draft) if opened.draft is not None else None
    context = _context(
        opened,
        "publish",
        error=error,
        reason=reason,
        whole=whole,
        decided=decided,
        changes=changes,
        missing=forms.missing_words(missing(opened.call, now)),
        setting_rows=[
            (title, comparing.setting_words(getattr(values, name)))
            for name, title in TITLES.items()
            if values is not None and name != "weights"
        ],
        date_rows=forms.date_fields(opened.call),
    )
    return render(request, "calls/admin_publish.html", context)


def _after(
    act: Callable[[], Any], opened: Opened, request: HttpRequest, template: str
) -> HttpResponse:
    try:
        act()
    except RebondError as refused:
        context = _context(opened, "cancel", error=refused, reason=request.POST.get("motif", ""))
        return render(request, template, context)
    return redirect("call-edit", opened.call.reference)


@require_http_methods(["GET", "POST"])
@manages
def call_new_revision(request: HttpRequest, reference: str) -> HttpResponse:
    """Prepare a new revision, with its reason."""
    opened = _open(request, reference)
    if request.method == "POST":
        reason = request.POST.get("motif", "")
        return _after(
            lambda: services.new_revision(opened.actor, opened.call, reason, clock.now()),
            opened,
            request,
            "calls/admin_revision.html",
        )
    return render(request, "calls/admin_revision.html", _context(opened, "revision"))


@require_http_methods(["GET", "POST"])
@manages
def call_cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Cancel the call, with its reason."""
    opened = _open(request, reference)
    if request.method == "POST":
        reason = request.POST.get("motif", "")
        return _after(
            lambda: services.cancel(opened.actor, opened.call, reason, clock.now()),
            opened,
            request,
            "calls/admin_cancel.html",
        )
    return render(request, "calls/admin_cancel.html", _context(opened, "cancel"))
