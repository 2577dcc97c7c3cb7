"""Pages of the calls for training: a territory's need, the laureates of every call, the path of one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone, member
from rebond.web.journal import reality
from rebond.web.territories import queries as territories
from rebond.web.theme import writing
from rebond.web.training import (
    exports,
    forms,
    listing,
    need,
    permissions,
    queries,
    services,
)
from rebond.web.training.history import history
from rebond.web.training.models import Laureate, PathStep
from rebond.web.training.wording import KIND_WORDS

PAGE = "training"
REFUSED = 422
LONGEST_QUERY = 120
DONE = gettext_lazy("C’est enregistré.")


@everyone
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the need of a territory, and to the laureates."""
    asked = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST_QUERY]
    return render(
        request,
        "training/index.html",
        {
            "page": PAGE,
            "query": asked,
            "answer": territories.search(asked) if asked else None,
            "territories": listing.written(writing.lang()),
            "trail": ((_("Formation"), ""),),
        },
    )


@everyone
@require_GET
def place_need(request: HttpRequest, key: str) -> HttpResponse:
    """Say which skills are asked for in a territory, which training is within reach, and what is not known."""
    try:
        found = need.need(PlaceKey.parse(key), clock.now())
    except RebondError as error:
        raise Http404 from error
    return render(
        request,
        "training/need.html",
        {
            "page": PAGE,
            "need": found,
            "kind": territories.kind_words(found.place.key),
            "missing": need.MISSING,
            "known": [one for one in found.facts if one.said.fr],
            "unknown": [one for one in found.facts if not one.said.fr],
            "trail": ((_("Formation"), reverse("training")), (found.place.name, "")),
        },
    )


@everyone
@require_GET
def laureates(request: HttpRequest) -> HttpResponse:
    """List the laureates of every call, and say how many are not known."""
    now = clock.now()
    groups = queries.groups(now)
    actor = actors.current(request)
    may_admit = actor is not None and permissions.may_see_admissions(actor)
    return render(
        request,
        "training/laureates.html",
        {
            "page": PAGE,
            "groups": groups,
            "named": history().named,
            "announced": history().announced,
            "to_admit": queries.to_admit(actor, now).count() if actor and may_admit else 0,
            "trail": ((_("Formation"), reverse("training")), (_("Lauréats"), "")),
        },
    )


@everyone
@require_GET
def laureates_csv(_request: HttpRequest) -> HttpResponse:
    """Give the same laureates as CSV."""
    content = exports.csv_of(queries.groups(clock.now()))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="laureats.csv"'
    return response


@require_http_methods(["GET", "POST"])
@everyone
@never_cache
def laureate(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the path of a laureate; those who may, record a step of it."""
    now, actor = clock.now(), actors.current(request)
    one = get_object_or_404(
        queries.laureates(now).select_related("organisation", "dossier__call"), reference=reference
    )
    error: RebondError | None = None
    if request.method == "POST":
        try:
            _act(request, one)
        except RebondError as refused:
            error = refused
        else:
            messages.success(request, DONE)
            return redirect("laureate", reference)
    kinds = permissions.kinds_for(actor, one)
    may_attach = actor is not None and permissions.may_attach(actor)
    real = None
    if kinds or may_attach:
        real = reality.notice(actor, ("laureate", one.reference))
    if real is not None:
        kinds, may_attach = [], False
    past = next((each for each in history().calls if each.id == one.call_name), None)
    return render(
        request,
        "training/laureate.html",
        {
            "page": PAGE,
            "laureate": one,
            "past": past,
            "call": one.dossier.call if one.dossier is not None else None,
            "place": queries.place_of(one),
            "state": queries.state_of(one.steps.all()),
            "steps": queries.path(one, actor),
            "reads_whole": permissions.reads_whole(actor, one),
            "kinds": [(kind, KIND_WORDS[kind]) for kind in kinds],
            "real": real,
            "may_attach": may_attach and one.organisation_id is None,
            "may_detach": may_attach and one.organisation_id is not None and one.dossier_id is None,
            "error": error,
            "typed": request.POST,
            "today": clock.today(now),
            "trail": (
                (_("Formation"), reverse("training")),
                (_("Lauréats"), reverse("laureates")),
                (one.name, ""),
            ),
        },
        status=REFUSED if error else 200,
    )


def _act(request: HttpRequest, one: Laureate) -> None:
    """Do what the form asks; services say who may."""
    actor, now = actors.current(request), clock.now()
    if actor is None:
        raise Http404
    act = request.POST.get("act", "")
    if act == "attach":
        services.attach(actor, one, request.POST.get("organisation", ""), now)
    elif act == "detach":
        services.detach(actor, one, request.POST.get("sentence", ""), now)
    elif act == "withdraw":
        number = forms.number(request.POST, "answers")
        services.withdraw(actor, one, number or 0, request.POST.get("sentence", ""), now)
    elif act == "step":
        if request.POST.get("kind") not in PathStep.Kind.values:
            raise Http404
        told = forms.told(request.POST)
        services.record(actor, one, told, now, answers=forms.number(request.POST, "answers"))
    else:
        raise Http404


@require_http_methods(["GET", "POST"])
@member(permissions.may_see_admissions)
@never_cache
def admissions(request: HttpRequest) -> HttpResponse:
    """List the retained dossiers that are not followed yet, and admit one."""
    actor, now = actors.current(request), clock.now()
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    waiting = queries.to_admit(actor, now)
    if request.method == "POST":
        number = forms.number(request.POST, "decision")
        decision = get_object_or_404(waiting, pk=number or 0)
        try:
            made = services.admit(actor, decision.dossier, now)
        except RebondError as refused:
            messages.error(request, refused.message(writing.lang()))
            return redirect("laureates-to-admit")
        messages.success(request, DONE)
        return redirect("laureate", made.reference)
    total = waiting.count()
    return render(
        request,
        "training/admissions.html",
        {
            "page": PAGE,
            "rows": waiting[: listing.SHOWN],
            "total": total,
            "trail": (
                (_("Formation"), reverse("training")),
                (_("Lauréats"), reverse("laureates")),
                (_("À accueillir"), ""),
            ),
        },
    )
