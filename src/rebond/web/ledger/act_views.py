"""Pages that act on money: opening a fund, acts on it and on a reservation, files of payments, awards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts.access import member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Organisation
from rebond.web.ledger import (
    awarding,
    forms,
    paying,
    permissions,
    policy,
    queries,
    services,
    settling,
)
from rebond.web.ledger.errors import FileUnfit
from rebond.web.ledger.models import Fund, PaymentOrder, Reservation
from rebond.web.ledger.views import PAGE, acting, fund_of, trail_of
from rebond.web.procedures.uploads import MOST_BYTES

REFUSED = 422
FUND_ACTS = {
    "raise": gettext_lazy("Relever"),
    "reduce": gettext_lazy("Réduire"),
    "move": gettext_lazy("Déplacer vers un autre fonds"),
    "return": gettext_lazy("Remettre une somme recouvrée"),
    "close": gettext_lazy("Clore"),
}
OVER = (Reservation.State.PAID, Reservation.State.CANCELLED)
DONE = gettext_lazy("L’acte est enregistré dans le registre des mouvements.")


@require_http_methods(["GET", "POST"])
@member(permissions.may_open)
@never_cache
def fund_new(request: HttpRequest) -> HttpResponse:
    """Open a fund."""
    actor, now = acting(request), clock.now()
    error: RebondError | None = None
    if request.method == "POST":
        try:
            made = services.open_fund(
                actor, forms.opening(request.POST), request.POST.get("reason", ""), now
            )
        except RebondError as refused:
            error = refused
        else:
            messages.success(request, _("Le fonds est ouvert et ses financeurs prévenus."))
            return redirect("fund", made.reference)
    managers = Organisation.objects.filter(closed_at=None, kind__in=forms.FUNDERS)
    own = managers if actor.is_national else managers.filter(pk=actor.organisation_id)
    return render(
        request,
        "ledger/fund_new.html",
        {
            "page": PAGE,
            "measures": policy.measures(),
            "managers": own,
            "funders": managers,
            "units": Fund.Unit.choices,
            "share_rows": [
                (row, request.POST.get(f"funder_{row}", ""), request.POST.get(f"share_{row}", ""))
                for row in range(1, forms.SHARE_ROWS + 1)
            ],
            "year": clock.today(now).year,
            "error": error,
            "typed": request.POST,
            "trail": ((_("Finances"), reverse("funds")), (_("Ouvrir un fonds"), "")),
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_read_funds)
@never_cache
def fund(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a fund with its books, and act on it."""
    actor, now = acting(request), clock.now()
    one = fund_of(request, reference)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            _act_on_fund(request, actor, one, now)
        except RebondError as refused:
            error = refused
            one = fund_of(request, reference)
        else:
            messages.success(request, DONE)
            return redirect("fund", reference)
    before = request.GET.get("avant", "")
    last = queries.movements(one, int(before) if _is_number(before) else None)
    may_manage = permissions.may_manage(actor, one)
    called_back = list(queries.called_back(one)[: queries.SHOWN]) if may_manage else []
    return render(
        request,
        "ledger/fund.html",
        {
            "page": PAGE,
            "fund": one,
            "trial": queries.balance(one),
            "shares": queries.by_funder(one),
            "movements": last,
            "before": last[-1].number if last and last[-1].number > 1 else None,
            "unordered": queries.without_orders(one).count(),
            "acts": _acts_on(one, called_back) if may_manage else [],
            "called_back": called_back,
            "others": queries.visible(actor)
            .filter(closed_at=None, unit=one.unit)
            .exclude(pk=one.pk)
            .order_by("reference")[:100]
            if may_manage
            else [],
            "may_pay": permissions.may_pay(actor, one),
            "error": error,
            "typed": request.POST,
            "trail": (*trail_of(one)[:1], (one.reference, "")),
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_read_funds)
@never_cache
def reservation(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show a reservation with its movements and orders, and act on it."""
    actor, now = acting(request), clock.now()
    one = fund_of(request, reference)
    held = get_object_or_404(Reservation, fund=one.pk, pk=number)
    held.fund = one
    error: RebondError | None = None
    if request.method == "POST":
        try:
            ACTS.get(request.POST.get("act", ""), _nothing)(request, actor, held, now)
        except RebondError as refused:
            error = refused
            held.refresh_from_db()
        else:
            messages.success(request, DONE)
            return redirect("reservation", reference, number)
    orders = list(held.orders.select_related("funder", "reservation__fund").order_by("pk"))
    may_manage = permissions.may_manage(actor, one)
    may_order = queries.without_orders(one).filter(pk=held.pk).exists()
    is_owed = any(each.state == PaymentOrder.State.EXECUTED for each in orders)
    back = [each for each in orders if each.is_recovery]
    executed, issued = PaymentOrder.State.EXECUTED, PaymentOrder.State.ISSUED
    return render(
        request,
        "ledger/reservation.html",
        {
            "page": PAGE,
            "fund": one,
            "one": held,
            "orders": [(each, permissions.may_execute(actor, each)) for each in orders],
            "movements": held.transactions.order_by("number"),
            "may_manage": may_manage,
            "may_order": may_order,
            "is_owed": is_owed,
            "asked_back": sum(each.amount for each in back if each.state in {executed, issued}),
            "come_back": sum(each.amount for each in back if each.state == executed),
            "may_act": may_order or is_owed or held.state not in OVER,
            "today": clock.today(now),
            "error": error,
            "typed": request.POST,
            "trail": (
                *trail_of(one),
                (_("Réservations"), reverse("reservations", args=[reference])),
                (held.subject_reference, ""),
            ),
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_read_funds)
@never_cache
def payments(request: HttpRequest, reference: str) -> HttpResponse:
    """Record a file of executed orders."""
    actor, now = acting(request), clock.now()
    one = fund_of(request, reference)
    if request.method == "GET" and not permissions.may_pay(actor, one):
        raise Http404
    error: RebondError | None = None
    if request.method == "POST":
        try:
            done = paying.record_file(actor, one, _content(request), now)
        except RebondError as refused:
            error = refused
        else:
            words = _("%(executed)s paiements enregistrés ; %(known)s l’étaient déjà.")
            messages.success(request, words % {"executed": done.executed, "known": done.known})
            return redirect("fund", reference)
    return render(
        request,
        "ledger/payments.html",
        {
            "page": PAGE,
            "fund": one,
            "columns": paying.COLUMNS,
            "error": error,
            "trail": (*trail_of(one), (_("Paiements"), "")),
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET"])
@member(permissions.may_open)
@never_cache
def awards(request: HttpRequest) -> HttpResponse:
    """List the published decisions for which nothing is reserved."""
    rows = awarding.to_reserve(acting(request), clock.now())
    return render(
        request,
        "ledger/awards.html",
        {
            "page": PAGE,
            "rows": rows[: queries.SHOWN],
            "total": rows.count(),
            "trail": ((_("Finances"), reverse("funds")), (_("Décisions"), "")),
        },
    )


@require_http_methods(["GET", "POST"])
@member(permissions.may_open)
@never_cache
def award(request: HttpRequest, decision: int) -> HttpResponse:
    """Reserve what a decision awards."""
    actor, now = acting(request), clock.now()
    found = get_object_or_404(awarding.to_reserve(actor, now), pk=decision)
    funds = awarding.funds_for(actor, found)
    error: RebondError | None = None
    if request.method == "POST":
        chosen = get_object_or_404(funds, reference=request.POST.get("fund", ""))
        try:
            amount = forms.amount(request.POST, chosen.unit)
            made = awarding.award(actor, found, chosen, amount, request.POST.get("reason", ""), now)
        except RebondError as refused:
            error = refused
        else:
            _tell_awarded(request, made)
            return redirect("reservation", chosen.reference, made.pk)
    return render(
        request,
        "ledger/award.html",
        {
            "page": PAGE,
            "decision": found,
            "funds": funds,
            "error": error,
            "typed": request.POST,
            "trail": (
                (_("Finances"), reverse("funds")),
                (_("Décisions"), reverse("awards")),
                (found.dossier.reference, ""),
            ),
        },
        status=REFUSED if error else 200,
    )


def _tell_awarded(request: HttpRequest, made: Reservation) -> None:
    if made.state == Reservation.State.WAITING:
        words = _(
            "Le fonds ne suffit pas\u00a0: rien n’est accordé, et la demande attend au rang %(rank)s."
        )
        messages.warning(request, words % {"rank": queries.rank(made)})
    else:
        messages.success(request, DONE)


def _acts_on(one: Fund, called_back: list[PaymentOrder]) -> list[tuple[str, Promise]]:
    """Return what may be done with a fund; a closed one is raised only for an order that was taken back."""
    if not one.closed_at:
        return list(FUND_ACTS.items())
    return [("raise", FUND_ACTS["raise"])] if called_back else []


def _act_on_fund(request: HttpRequest, actor: Actor, one: Fund, now: datetime) -> None:
    posted = request.POST
    act, reason = posted.get("act", ""), posted.get("reason", "")
    if act == "close":
        services.close_fund(actor, one, reason, now)
        return
    amount, places = forms.amount(posted, one.unit), forms.places(posted)
    if act == "raise":
        order = posted.get("order", "").strip()
        services.raise_fund(actor, one, amount, reason, now, places=places, order=order)
    elif act == "reduce":
        services.reduce_fund(actor, one, amount, reason, now, places=places)
    elif act == "return":
        settling.give_back(one, amount, reason, actor, now)
    elif act == "move":
        other = get_object_or_404(queries.visible(actor), reference=posted.get("other", ""))
        services.move(actor, one, other, amount, reason, now, places=places)
    else:
        raise Http404


Act = Callable[[HttpRequest, Actor, Reservation, datetime], object]


def _order(request: HttpRequest, held: Reservation) -> PaymentOrder:
    found: PaymentOrder = get_object_or_404(
        held.orders.select_related("reservation__fund"),
        reference=request.POST.get("order", ""),
    )
    return found


def _execute(request: HttpRequest, actor: Actor, held: Reservation, now: datetime) -> object:
    day = forms.day(request.POST, "executed_on")
    return paying.execute(
        _order(request, held), request.POST.get("proof", "")[:200], day, actor, now
    )


def _reject(request: HttpRequest, actor: Actor, held: Reservation, now: datetime) -> object:
    return settling.reject(_order(request, held), actor, request.POST.get("reason", ""), now)


def _recover(request: HttpRequest, actor: Actor, held: Reservation, now: datetime) -> object:
    amount = forms.amount(request.POST, held.fund.unit)
    return settling.recover(held, amount, request.POST.get("reason", ""), actor, now)


def _nothing(_request: HttpRequest, _actor: Actor, _held: Reservation, _now: datetime) -> object:
    raise Http404


ACTS: dict[str, Act] = {
    "commit": lambda _request, actor, held, now: settling.commit(held, actor, now),
    "cancel": lambda request, actor, held, now: settling.cancel(
        held, actor, request.POST.get("reason", ""), now
    ),
    "orders": lambda _request, actor, held, now: settling.issue_orders(held, now, actor=actor),
    "execute": _execute,
    "reject": _reject,
    "recover": _recover,
}


def _content(request: HttpRequest) -> bytes:
    sent = request.FILES.get("file")
    if sent is not None:
        if (sent.size or 0) > MOST_BYTES:
            raise FileUnfit(
                Text(
                    "le fichier pèse plus de {most} Kio ; envoyez-le en plusieurs parts.",
                    "the file weighs more than {most} KiB; send it in several parts.",
                ).filled(most=MOST_BYTES // 1024)
            )
        return bytes(sent.read())
    return str(request.POST.get("content", "")).encode("utf-8", "replace")


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 18  # noqa: PLR2004
