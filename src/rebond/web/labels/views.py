"""Pages where the national team follows labels: the reviews of the month, each label, its acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.deliberations.models import Decision
from rebond.web.journal import reality
from rebond.web.labels import forms, granting, permissions, queries, services
from rebond.web.labels.checks import FROM, VERBS
from rebond.web.labels.folding import STATE_TEXTS, State
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.theme import writing

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from rebond.web.accounts.actors import Actor
    from rebond.web.labels.queries import Followed

REFUSED = 422
LISTED = 50
follows = member(permissions.may_follow)
acts = member(permissions.may_act)


@require_GET
@follows
def labels(request: HttpRequest) -> HttpResponse:
    """List the reviews of a month and the late ones, then every label by state."""
    actor, now = _actor(request), clock.now()
    day = clock.today(now)
    month = forms.month(request.GET.get("mois", ""), day)
    state = request.GET.get("etat", "")
    state = state if state in set(State) else ""
    wave = request.GET.get("vague", "")[:40]
    rows, counts = queries.followed(actor, day, state=state, wave=wave)
    page = max(1, forms.number(request.GET, "page") or 1)
    return render(
        request,
        "labels/labels.html",
        {
            "page": "desk",
            "today": day,
            "reviews": queries.to_review(month, day),
            "is_this_month": month == day.replace(day=1),
            "grantable": len(granting.grantable(actor, now)),
            "rows": rows[(page - 1) * LISTED : page * LISTED],
            "total": len(rows),
            "states": [(one, STATE_TEXTS[one], counts[one]) for one in State if counts[one]],
            "standing": counts[State.GRANTED] + counts[State.SUSPENDED],
            "state": state,
            "wave": wave,
            "waves": queries.waves(actor),
            "number": page,
            "before": page - 1 if page > 1 else None,
            "after": page + 1 if page * LISTED < len(rows) else None,
            "may_act": permissions.may_act(actor),
        },
    )


@require_http_methods(["GET", "POST"])
@follows
def label(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a label with its events, and add one."""
    actor, now = _actor(request), clock.now()
    found = get_object_or_404(queries.with_events(queries.visible(actor)), reference=reference)
    error: RebondError | None = None
    act = request.POST.get("act", "")
    if request.method == "POST":
        try:
            _do(actor, found, act, request, now)
        except RebondError as refused:
            error = refused
            found = queries.with_events(queries.visible(actor)).get(pk=found.pk)
        else:
            if found.site.manager_id is None:
                said = _("L’acte est enregistré. Ce site n’a pas de gestionnaire à prévenir.")
            else:
                said = _("L’acte est enregistré et le gestionnaire prévenu.")
            messages.success(request, said)
            return redirect("label", found.reference)
    day = clock.today(now)
    one = queries.folded([found], day)[0]
    may_act = permissions.may_act(actor)
    real = reality.notice(actor, ("label", found.reference)) if may_act else None
    return render(
        request,
        "labels/label.html",
        {
            "page": "desk",
            "one": one,
            "label": found,
            "title": _title(found),
            "today": day,
            "is_late": one.state.is_review_late(day),
            "is_past_end": one.state.is_past_end(day),
            "acts": _acts(one) if may_act and real is None else [],
            "real": real,
            "kinds": [pair for pair in LabelEvent.Kind.choices if pair[0] != "corrected"],
            "error": error,
            "act": act,
            "typed": request.POST,
            "trail": ((_("Labels"), reverse("labels")), (found.reference, "")),
        },
        status=REFUSED if error else 200,
    )


@require_GET
@follows
def grantable(request: HttpRequest) -> HttpResponse:
    """List the published decisions from which a label may be granted."""
    rows = granting.grantable(_actor(request), clock.now())
    trail = ((_("Labels"), reverse("labels")), (_("Attribuer"), ""))
    return render(
        request,
        "labels/grantable.html",
        {"page": "desk", "rows": rows[:LISTED], "total": len(rows), "trail": trail},
    )


@require_http_methods(["GET", "POST"])
@acts
def grant(request: HttpRequest, decision: int) -> HttpResponse:
    """Grant the label that a decision gives, to a site of the registry or to one made from the dossier."""
    actor, now = _actor(request), clock.now()
    found = next((one for one in granting.grantable(actor, now) if one.pk == decision), None)
    if found is None:
        raise Http404
    sites = list(granting.sites_of(found.dossier))
    error: RebondError | None = None
    if request.method == "POST":
        try:
            made = _grant(actor, found, sites, request, now)
        except RebondError as refused:
            error = refused
        else:
            if made.site.manager_id is None:
                said = _("Le label est attribué. Ce site n’a pas de gestionnaire à prévenir.")
            else:
                said = _("Le label est attribué et le gestionnaire prévenu.")
            messages.success(request, said)
            return redirect("label", made.reference)
    award = next(one for one in found.dossier.revision.measure.awards if one.kind == granting.LABEL)
    return render(
        request,
        "labels/grant.html",
        {
            "page": "desk",
            "decision": found,
            "sites": sites,
            "award": award,
            "today": clock.today(now),
            "error": error,
            "typed": request.POST,
            "trail": (
                (_("Labels"), reverse("labels")),
                (_("Attribuer"), reverse("labels-grantable")),
                (found.dossier.reference, ""),
            ),
        },
        status=REFUSED if error else 200,
    )


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    return actor


def _title(one: Label) -> str:
    return one.title_en if writing.lang() == "en" else one.title_fr


def _acts(one: Followed) -> list[tuple[str, Any]]:
    """Return the acts that the state allows, in the order in which they are usual."""
    allowed = {VERBS[kind][0] for kind, states in FROM.items() if one.state.code in states}
    return [(name, forms.ACT_TEXTS[name]) for name in forms.ACTS if name in allowed | {"correct"}]


def _do(actor: Actor, found: Label, act: str, request: HttpRequest, now: datetime) -> None:
    posted = request.POST
    asked = forms.days(posted)
    reason = posted.get("reason", "")
    if act == "review":
        services.review(
            actor, found, asked.on, reason, now, review_on=asked.review_on, ends_on=asked.ends_on
        )
    elif act == "suspend":
        services.suspend(actor, found, asked.on, reason, now, review_on=asked.review_on)
    elif act == "reinstate":
        services.reinstate(actor, found, asked.on, reason, now, review_on=asked.review_on)
    elif act == "withdraw":
        services.withdraw(actor, found, asked.on, reason, now)
    elif act == "expire":
        services.expire(actor, found, asked.on, reason, now)
    elif act == "correct":
        services.correct(
            actor,
            found,
            forms.number(posted, "corrects"),
            asked.on,
            reason,
            now,
            stands_as=posted.get("stands_as", ""),
            review_on=asked.review_on,
            ends_on=asked.ends_on,
        )
    else:
        raise Http404


def _grant(
    actor: Actor, found: Decision, sites: list[Any], request: HttpRequest, now: datetime
) -> Label:
    posted = request.POST
    asked = forms.days(posted)
    chosen = posted.get("site", "")
    site = next((one for one in sites if one.identifier == chosen), None)
    if chosen and site is None:
        raise Http404
    return granting.grant_from_decision(
        actor,
        found,
        site,
        posted.get("wave", ""),
        (posted.get("title_fr", ""), posted.get("title_en", "")),
        asked.on,
        posted.get("reason", ""),
        now,
        review_on=asked.review_on,
        ends_on=asked.ends_on,
    )
