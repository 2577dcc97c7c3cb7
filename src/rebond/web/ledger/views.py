"""Pages that read the money: every measure, one measure, one fund, its reservations; files for accountants."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.ledger import (
    awarding,
    checking,
    exports,
    following,
    permissions,
    policy,
    queries,
)
from rebond.web.ledger.models import Fund, Reservation

FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PAGE = "money"


@require_GET
@member(permissions.may_read_totals)
@never_cache
def funds(request: HttpRequest) -> HttpResponse:
    """Show what became of the money of every measure, and the funds that the person reads."""
    actor, now = acting(request), clock.now()
    totals, marks = (
        following.by_measure(queries.summed(actor)),
        following.marks(queries.summed(actor), *following.MEASURE),
    )
    rows = []
    for programme, measure in policy.measures():
        units = [
            (unit, money)
            for (programme_id, measure_id, unit), money in sorted(totals.items())
            if (programme_id, measure_id) == (programme.id, measure.id)
        ]
        rows.append((programme, measure, units, marks.get((programme.id, measure.id))))
    pages = Paginator(
        queries.visible(actor).select_related("manager").order_by("-year", "reference"),
        queries.SHOWN,
    )
    return render(
        request,
        "ledger/funds.html",
        {
            "page": PAGE,
            "rows": rows,
            "programmes": _figures(),
            "is_own_alone": not queries.reads_all(actor),
            "found": pages.get_page(request.GET.get("page")),
            "check": checking.last() if actor.is_national else None,
            "may_open": permissions.may_open(actor),
            "may_read_funds": permissions.may_read_funds(actor),
            "to_reserve": awarding.to_reserve(actor, now).count()
            if permissions.may_open(actor)
            else 0,
            "trail": ((_("Finances"), ""),),
        },
    )


@require_GET
@member(permissions.may_read_totals)
@never_cache
def measure(request: HttpRequest, programme: str, measure: str) -> HttpResponse:
    """Show the money of one measure by year, funder and territory, beside what the policy knows of it."""
    actor = acting(request)
    found = policy.measure(programme, measure)
    if found is None:
        raise Http404
    mine = queries.summed(actor).filter(programme_id=programme, measure_id=measure)
    is_whole = not mine.exclude(pk__in=queries.visible(actor).values("pk")).exists()
    by_year = following.by_year(mine)
    return render(
        request,
        "ledger/measure.html",
        {
            "page": PAGE,
            "measure": found,
            "awards": found.awards,
            "by_year": by_year,
            "by_funder": following.by_funder(mine),
            "by_territory": following.by_territory(mine, is_whole=is_whole),
            "least": settings.LEAST_COUNT,
            "is_whole": is_whole,
            "is_own_alone": not queries.reads_all(actor),
            "partly": following.PARTLY,
            "mark": following.marks(mine, *following.MEASURE).get((programme, measure)),
            "funders": policy.actors(programme),
            "programme_id": programme,
            "trail": ((_("Finances"), reverse("funds")), (_("Une mesure"), "")),
        },
    )


@require_GET
@member(permissions.may_read_funds)
@never_cache
def reservations(request: HttpRequest, reference: str) -> HttpResponse:
    """List the reservations of a fund; those who wait in the order in which they will be served."""
    fund = fund_of(request, reference)
    state = request.GET.get("etat", "")
    pages = Paginator(queries.reservations(fund, state), queries.SHOWN)
    found = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "ledger/reservations.html",
        {
            "page": PAGE,
            "fund": fund,
            "found": found,
            "state": state,
            "is_waiting": state == Reservation.State.WAITING,
            "first": found.start_index(),
            "states": Reservation.State.choices,
            "trail": (*trail_of(fund), (_("Réservations"), "")),
        },
    )


@require_GET
@member(permissions.may_read_funds)
@never_cache
def export(request: HttpRequest, reference: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """Download the books of a fund."""
    fund = fund_of(request, reference)
    if form not in FORMS:
        raise Http404
    response: HttpResponse | StreamingHttpResponse
    if form == "csv":
        response = StreamingHttpResponse(exports.as_csv(fund), content_type=FORMS[form])
    else:
        response = HttpResponse(exports.as_xlsx(fund), content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="registre-{fund.reference}.{form}"'
    return response


def acting(request: HttpRequest) -> Actor:
    """Return who acts; the door asks for a member."""
    actor = actors.current(request)
    if actor is None:  # pragma: no cover - the door asks for a member
        raise Http404
    return actor


def fund_of(request: HttpRequest, reference: str) -> Fund:
    """Return a fund that the person reads; another is as one that does not exist."""
    found: Fund = get_object_or_404(
        queries.visible(acting(request)).select_related("manager"), reference=reference
    )
    return found


def trail_of(fund: Fund) -> tuple[tuple[str, str], ...]:
    """Return the way to a fund."""
    return (_("Finances"), reverse("funds")), (
        fund.reference,
        reverse("fund", args=[fund.reference]),
    )


def _figures() -> list[tuple[Any, list[Any]]]:
    """Return the sums that sources announce for each programme: shown as told, never entered in the books."""
    found = []
    for programme in dict.fromkeys(programme for programme, _measure in policy.measures()):
        told = [one for one in programme.figures if "euro" in one.unit.en]
        if told:
            found.append((programme, told))
    return found
