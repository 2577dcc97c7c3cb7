"""The pages of applications: the list, a new one, one application with what each part may do on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rebond.aid import Aid, FactSpec, shipped_aids
from rebond.aid.errors import UnknownAid
from rebond.aid.loading import shipped_aid
from rebond.aid.practice import practice_on
from rebond.errors import RebondError
from rebond.texts import Text
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import account
from rebond.web.aids import (
    application_acting,
    application_contract,
    application_forms,
    application_permissions,
    application_queries,
    applying,
    filing_facts,
    permissions,
    recovering,
    reservations,
    ruling,
    simulator,
)
from rebond.web.aids.application_telling import headline
from rebond.web.aids.listing import BENEFICIARIES
from rebond.web.aids.models import Application, Recruitment
from rebond.web.ledger.models import Reservation
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from rebond.web.accounts.actors import Actor
    from rebond.web.aids.application_permissions import By

REFUSED = 422
PAGE = "aids"


@require_GET
@account
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """List the applications that the person follows, or that the operator examines."""
    actor = actors.current(request)
    question = application_queries.asked(request.GET)
    found = application_queries.listed(actor, request.user, question)
    pages = Paginator(found, application_queries.SHOWN)
    titles = {one.id: one.title for one in shipped_aids()}
    page = pages.get_page(request.GET.get("page"))
    return render(
        request,
        "aids/applications/list.html",
        {
            "page": PAGE,
            "question": question,
            "found": page,
            "rows": [(one, titles.get(one.aid_id, one.aid_id)) for one in page],
            "aids": titles.items(),
            "states": Application.State.choices,
            "is_operator": actor is not None and application_permissions.examines(actor),
            "from_here": _from_here(actor),
            "trail": (*_trail(), (_("Demandes"), "")),
        },
    )


@require_http_methods(["GET", "POST"])
@account
@never_cache
def new(request: HttpRequest, recruitment: str, aid: str) -> HttpResponse:
    """Apply for one aid with a recruitment; what the recruitment tells is shown and not asked."""
    by, now = _by(request), clock.now()
    one = get_object_or_404(
        Recruitment.objects.select_related("offer__organisation"), reference=recruitment
    )
    try:
        asked = shipped_aid(aid)
    except UnknownAid:
        raise Http404 from None
    if not application_permissions.may_apply(by, one, asked):
        raise Http404
    standing = one.applications.filter(aid_id=aid).exclude(state__in=applying.OVER).first()
    if standing is not None and request.method == "GET":
        return redirect("aid-application", standing.reference)
    if one.state not in application_queries.READY or asked.award is None:
        raise Http404
    on = clock.today(now)
    fixed = filing_facts.known(asked, one, on)
    specs = filing_facts.asked(asked, fixed)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            facts = application_forms.facts(specs, request.POST)
            made = applying.apply(by, one, aid, facts, now)
        except RebondError as refused:
            error = refused
        else:
            if standing is None and made.filed_at == now:
                messages.success(request, _("La demande est déposée."))
            else:
                messages.warning(
                    request,
                    _(
                        "Une demande est déjà déposée pour cette aide ; rien de ce qui vient d’être écrit n’est gardé."
                    ),
                )
            return redirect("aid-application", made.reference)
    return render(
        request,
        "aids/applications/new.html",
        {
            "page": PAGE,
            "aid": asked,
            "beneficiary": BENEFICIARIES[asked.beneficiary],
            "recruitment": one,
            "known": _rows(asked, fixed),
            "questions": application_forms.questions(specs, request.POST, error),
            "practice": practice_on(aid, on),
            "error": error,
            "trail": (*_trail(), (_("Demander une aide"), "")),
        },
        status=REFUSED if error else 200,
    )


@require_http_methods(["GET", "POST"])
@account
@never_cache
def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one application, and act on it as its applicant or its operator."""
    actor, by, now = actors.current(request), _by(request), clock.now()
    mine = application_queries.visible(actor, request.user)
    one = get_object_or_404(mine, reference=reference)
    error: RebondError | None = None
    if request.method == "POST":
        try:
            said = application_acting.act(by, one, request.POST, now)
        except RebondError as refused:
            error = refused
            one = get_object_or_404(mine, reference=reference)
        else:
            messages.success(request, said)
            return redirect("aid-application", reference)
    return render(
        request,
        "aids/applications/application.html",
        _context(request, by, one, error),
        status=REFUSED if error else 200,
    )


def _context(
    request: HttpRequest, by: By, one: Application, error: RebondError | None
) -> dict[str, Any]:
    aid, reservation = ruling.aid_of(one), reservations.of(one)
    is_open = one.state in applying.OPEN
    reads = application_permissions.may_read_facts(by, one)
    is_applicant = application_permissions.is_applicant(by, one)
    may_instruct = application_permissions.may_instruct(by, one)
    fixed = filing_facts.known(aid, one.recruitment, clock.today(one.filed_at)) if is_open else {}
    askable = filing_facts.askable(aid, fixed) if is_open else ()
    wanted = {each["fact"] for each in one.asked}
    to_tell = [each for each in askable if each.id in wanted or one.facts.get(each.id) is None]
    bounds = one.answer["amount"]
    titles = {each["id"]: _text(each["title"]) for each in one.answer["steps"]}
    return {
        "page": PAGE,
        "one": one,
        "aid": aid,
        "reads": reads,
        "headline": headline(one, reservation),
        "reservation": reservation,
        "orders": _orders(reservation),
        "steps": [(each, _text(each["title"])) for each in one.answer["steps"]],
        "computation": [
            (_text(each["title"]), _text(each["words"])) for each in one.answer["computation"]
        ],
        "answer_words": _text(one.answer["sentence"]),
        "told": _rows(aid, one.facts) if reads else (),
        "asked_words": {each["words"] for each in one.asked},
        "practice": ruling.practice_of(one),
        "is_applicant": is_applicant,
        "may_instruct": may_instruct,
        "questions": application_forms.questions(to_tell, request.POST, error)
        if is_applicant and is_open
        else (),
        "askable": askable if may_instruct else (),
        "open_points": [
            (name, titles[name], request.POST.get(f"{application_forms.SETTLED}{name}", ""))
            for name in one.answer["open"]
        ],
        "settled": [(titles.get(name, name), why) for name, why in one.settled.items()],
        "needs_amount": bounds["low_cents"] != bounds["high_cents"],
        "is_open": is_open,
        "may_repeat": _may_repeat(one, reservation),
        "paid": recovering.paid_of(reservation) if reservation is not None else 0,
        "contract": application_contract.of(one, request) if reads else None,
        "due_typed": _typed_cents(one.due_back),
        "typed": request.POST,
        "error": error,
        "trail": (
            *_trail(),
            (_("Demandes"), reverse("aid-applications")),
            (one.reference, ""),
        ),
    }


def _from_here(actor: Actor | None) -> tuple[str, str]:
    """Return where one's recruitments stand, and in which words."""
    if actor is not None and permissions.follows_recruitments(actor):
        return reverse("recruitments"), _("Vos recrutements")
    return reverse("young-profile"), _("Votre profil et vos recrutements")


def _orders(reservation: Reservation | None) -> list[Any]:
    if reservation is None:
        return []
    return list(reservation.orders.select_related("funder").order_by("issued_at", "pk"))


def _may_repeat(one: Application, reservation: Reservation | None) -> bool:
    """Return whether an order was rejected, so that another is to be issued."""
    if one.proof_accepted_at is None or reservation is None or one.state != "granted":
        return False
    standing = reservation.orders.filter(is_recovery=False).exclude(state="rejected")
    return sum(standing.values_list("amount", flat=True)) < reservation.amount


def _rows(aid: Aid, facts: dict[str, Any]) -> list[tuple[Text, Text]]:
    """Return what is known, question by question, in the order in which the rules read it."""
    specs = {each.id: each for each in aid.facts}
    named = [name for name in aid.read if facts.get(name) is not None]
    return [(specs[name].question, _shown(specs[name], facts[name])) for name in named]


def _shown(spec: FactSpec, value: Any) -> Text:
    if spec.kind == "yes_no":
        return Text("oui", "yes") if value else Text("non", "no")
    if spec.kind == "choice":
        return next((each.label for each in spec.options if each.id == value), Text("", ""))
    if spec.kind == "money":
        return simulator.money(value)
    return Text("{n} {unit}", "{n} {unit}").filled(n=value, unit=spec.unit or Text("", ""))


def _typed_cents(cents: int | None) -> str:
    """Write an amount as a person types it in the language of the page."""
    if cents is None:
        return ""
    comma = "." if writing.lang() == "en" else ","
    return f"{cents // 100}{comma}{cents % 100:02d}"


def _text(said: dict[str, str]) -> Text:
    return Text(said["fr"], said["en"])


def _by(request: HttpRequest) -> By:
    actor = actors.current(request)
    return actor if actor is not None else request.user


def _trail() -> tuple[tuple[str, str], ...]:
    return ((_("Aides"), reverse("aids")),)
