"""Reading one dossier and scoring it; comparing those that one may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rebond.errors import RebondError
from rebond.web.accounts.access import member
from rebond.web.calls.models import Call
from rebond.web.committee import (
    choices,
    key_facts,
    permissions,
    queries,
    results,
    review_form,
    scores,
    services,
)
from rebond.web.committee.context import Here, found_dossier, opened
from rebond.web.committee.models import Review
from rebond.web.committee.views import asked_page
from rebond.web.decisions import explaining
from rebond.web.dossiers.models import Dossier

if TYPE_CHECKING:
    from django.http import HttpRequest

UNPROCESSABLE = 422


@require_GET
@never_cache
@member()
def dossier(request: HttpRequest, call: str, dossier: str) -> HttpResponse:
    """Show a dossier with its opinions, the engine's evidence, and one's own review beside them."""
    here = opened(request, call)
    return _page(request, here, found_dossier(here, dossier))


@require_POST
@member()
def review(request: HttpRequest, call: str, dossier: str) -> HttpResponse:
    """Save one's review, or hand it in."""
    here = opened(request, call)
    one = found_dossier(here, dossier)
    written, base = review_form.read(request.POST, choices.current(here.call).criteria)
    is_final = request.POST.get("acte") == "remettre"
    act = services.submit_review if is_final else services.save_review
    try:
        act(here.actor, one, written, base=base, now=here.now)
    except RebondError as refused:
        return _page(request, here, one, error=refused, written=written, status=UNPROCESSABLE)
    address = reverse("committee-dossier", args=[call, dossier])
    return redirect(address + ("#autres" if is_final else "?enregistre=oui#appreciation"))


@require_GET
@never_cache
@member()
def compare(request: HttpRequest, call: str) -> HttpResponse:
    """Compare medians and spreads, beside the engine's score and chance."""
    here = opened(request, call)
    if here.at.is_applicant:
        raise Http404
    found = scores.comparison(here.call, here.at, here.now, page=asked_page(request))
    official = queries.last_official(here.call)
    is_whole = results.is_whole(here.at, official)
    engine = results.candidates_by_dossier(official) if is_whole else {}
    return render(
        request,
        "committee/comparison.html",
        here.shown(
            trail=here.trail((_("Comparaison"), "")),
            found=found,
            listed=found,
            rows=[
                (row, None if row.closed else engine.get(row.dossier.reference))
                for row in found.rows
            ],
            has_engine=bool(engine),
            is_withheld=not is_whole,
        ),
    )


@require_GET
@never_cache
@member()
def compare_csv(request: HttpRequest, call: str) -> HttpResponse:
    """Download the comparison: exactly the rows that the page shows open."""
    here = opened(request, call)
    if here.at.is_applicant:
        raise Http404
    found = scores.comparison(here.call, here.at, here.now)
    response = HttpResponse(scores.as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="comite-{here.call.reference}.csv"'
    return response


def _page(
    request: HttpRequest,
    here: Here,
    one: Dossier,
    *,
    error: RebondError | None = None,
    written: services.Written | None = None,
    status: int = 200,
) -> HttpResponse:
    trail = here.trail((one.title or one.reference, ""))
    if not here.at.is_open(one.pk):
        return render(
            request,
            "committee/aside.html",
            here.shown(trail=trail, dossier=one, is_recused=here.at.is_recused(one.pk)),
        )
    filing = queries.last_filings([one.pk]).get(one.pk)
    chosen = choices.current(here.call)
    mine = (
        Review.objects.filter(seat=here.at.seat, dossier=one).prefetch_related("scores").first()
        if here.at.seat is not None
        else None
    )
    return render(
        request,
        "committee/dossier.html",
        here.shown(
            trail=trail,
            dossier=one,
            entry=getattr(one, "shortlist_entry", None),
            facts=key_facts.of(filing),
            region=queries.region_names([one.region_code]).get(one.region_code, ""),
            opinions=queries.opinions(one),
            gates=key_facts.failed_gates(one, choices.measure(here.call)),
            form=review_form.shown(chosen.criteria, mine, written, error),
            mine=mine,
            may_review=_may_review(here, one, mine),
            is_open=here.call.stage(here.now) == Call.Stage.CLOSED,
            has_grid=queries.has_grid(here.call),
            error=error,
            is_saved=request.GET.get("enregistre") == "oui",
            **_others(here, one),
            **_engine(here, one),
        ),
        status=status,
    )


def _may_review(here: Here, one: Dossier, mine: Review | None) -> bool:
    is_open = here.call.stage(here.now) == Call.Stage.CLOSED
    is_written = mine is not None and mine.submitted_at is not None
    return is_open and not is_written and permissions.may_review(here.actor, one, here.at)


def _others(here: Here, one: Dossier) -> dict[str, Any]:
    """Return the others' reviews, only to whoever may read them."""
    if not permissions.may_read_reviews(here.actor, one, here.at):
        return {"may_read": False}
    counted = scores.counted([one.pk])
    return {"may_read": True, "reviews": counted, "compared": scores.of_dossier(one, counted)}


def _engine(here: Here, one: Dossier) -> dict[str, Any]:
    """Return what the last official evaluation says of a dossier, to whom nothing of it is closed."""
    official = queries.last_official(here.call)
    if not results.is_whole(here.at, official):
        return {"is_withheld": True}
    found = results.candidate_of(official, one)
    if found is None:
        return {"official": official}
    decision, candidate = found
    return {
        "official": official,
        "decision": decision,
        "candidate": candidate,
        "k": decision.k,
        "contributions": explaining.contributions(decision, candidate),
    }
