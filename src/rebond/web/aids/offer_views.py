"""Pages of offers: the public list and page, and the firm's own management."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import account, everyone, member
from rebond.web.accounts.actors import Actor
from rebond.web.aids import (
    measures,
    offer_listing,
    offers,
    permissions,
    profiles,
    recruit_queries,
    recruiting,
    skills,
    suggesting,
)
from rebond.web.aids.models import Offer, Profile, Recruitment

PAGE = "aids"


@everyone
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List the open offers, narrowed as asked."""
    question = offer_listing.asked(request.GET)
    found = offer_listing.listed(question, clock.now())
    context = {
        "page": PAGE,
        "asked": question,
        "found": found,
        "families": skills.families(),
        "levels": profiles.choices(measures.LEVEL),
        "ranges": offer_listing.RANGES,
        "before": question.query(found.page - 1) if found.page > 1 else "",
        "after": question.query(found.page + 1) if found.page < found.pages else "",
        "trail": ((_("Aides"), reverse("aids")), (_("Offres"), "")),
    }
    return render(request, "aids/offers/list.html", context)


@everyone
@require_GET
def offer(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one offer, and to its firm what may be done with it."""
    actor, now = actors.current(request), clock.now()
    found = recruit_queries.visible_offers(actor, now)
    one = get_object_or_404(found, reference=reference)
    return _shown(request, actor, one, None)


@member(permissions.reads_offers)
@require_GET
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """List the firm's offers in every state."""
    actor = acting(request)
    found = recruit_queries.own_offers(actor).order_by("-created_at", "-pk")[:200]
    context = {
        "page": PAGE,
        "offers": found,
        "may_offer": permissions.may_offer(actor),
        "siren": recruit_queries.siren_wanted(actor),
        "now": clock.now(),
        "trail": ((_("Aides"), reverse("aids")), (_("Nos offres"), "")),
    }
    return render(request, "aids/offers/own.html", context)


@member(permissions.may_offer)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Write an offer."""
    return _form(request, None)


@member(permissions.may_offer)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a draft again."""
    found = recruit_queries.own_offers(acting(request)).filter(state=Offer.State.DRAFT)
    return _form(request, get_object_or_404(found, reference=reference))


@member(permissions.may_offer)
@require_POST
def open_one(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a draft to all."""
    actor = acting(request)
    one = get_object_or_404(recruit_queries.own_offers(actor), reference=reference)
    try:
        closes_on = request.POST.get("closes_on", "")
        offers.open_offer(actor, one, closes_on=closes_on, now=clock.now())
    except RebondError as error:
        return _shown(request, actor, one, error)
    messages.success(request, _("L’offre est ouverte."))
    return redirect("offer", reference=reference)


@member(permissions.may_offer)
@require_POST
def close_one(request: HttpRequest, reference: str) -> HttpResponse:
    """Take an offer back."""
    actor = acting(request)
    one = get_object_or_404(recruit_queries.own_offers(actor), reference=reference)
    try:
        offers.close(actor, one, now=clock.now())
    except RebondError as error:
        return _shown(request, actor, one, error)
    messages.success(request, _("L’offre est fermée."))
    return redirect("offer", reference=reference)


@member(permissions.reads_offers)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def suggested(request: HttpRequest, reference: str) -> HttpResponse:
    """Rank the profiles for an open offer, and propose it to one."""
    actor, now = acting(request), clock.now()
    found = recruit_queries.own_offers(actor).filter(state=Offer.State.OPEN)
    one = get_object_or_404(found, reference=reference)
    error: RebondError | None = None
    if request.method == "POST":
        profile = Profile.objects.filter(reference=request.POST.get("profil", "")[:24]).first()
        try:
            recruiting.propose(actor, one, profile or Profile(), now=now)
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("La mission est proposée."))
            return redirect("offer-profiles", reference=reference)
    context = {
        "page": PAGE,
        "offer": one,
        "is_open": offers.is_open(one, now),
        "found": suggesting.profiles_for(one, now),
        "levels": profiles.choices(measures.LEVEL),
        "situations": profiles.choices(measures.SITUATION),
        "may_offer": permissions.may_offer(actor),
        "error": error,
        "trail": (*_trail(one), (_("Profils"), "")),
    }
    return render(request, "aids/offers/profiles.html", context, status=400 if error else 200)


@account
@require_POST
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer an offer with one's own profile."""
    actor, now = actors.current(request), clock.now()
    found = recruit_queries.visible_offers(actor, now)
    one = get_object_or_404(found, reference=reference)
    try:
        made = recruiting.answer_offer(request.user, one, now=now)  # type: ignore[arg-type]
    except RebondError as error:
        return _shown(request, actor, one, error)
    messages.success(request, _("L’entreprise a votre réponse."))
    return redirect("recruitment", reference=made.reference)


def acting(request: HttpRequest) -> Actor:
    """Return who acts, where the door lets nobody else in."""
    actor = actors.current(request)
    assert actor is not None  # noqa: S101 - the door requires an organisation
    return actor


def terms(one: Offer) -> dict[str, Any]:
    """Return what the codes of an offer mean, for a page."""
    measure = (one.programme_id, one.measure_id)
    return {
        "place": suggesting.spot("commune", one.commune_code).name if one.commune_code else "",
        "contract": measures.options(measure, measures.CONTRACT).get(one.contract),
        "level": measures.options(measure, measures.LEVEL).get(one.level),
        "skills": skills.named(one.skills),
        "measure": measures.title(measure),
    }


def _shown(
    request: HttpRequest, actor: Actor | None, one: Offer, error: RebondError | None
) -> HttpResponse:
    now, user = clock.now(), request.user
    is_own = actor is not None and permissions.may_read_own(actor, one)
    is_open = offers.is_open(one, now)
    mine: dict[str, Any] = {}
    if user.is_authenticated and not is_own:
        profile = Profile.objects.filter(user=user.pk, expires_at__gt=now).first()
        mine = {
            "profile": profile,
            "match": suggesting.compare(one, profile) if profile else None,
            "recruitment": Recruitment.objects.filter(offer=one, person=user.pk).first(),
        }
    context = {
        "page": PAGE,
        "offer": one,
        "terms": terms(one),
        "is_own": is_own,
        "is_open": is_open,
        "may_act": actor is not None and permissions.may_manage(actor, one),
        "siren": recruit_queries.siren_wanted(actor) if is_own and actor else None,
        "recruitments": one.recruitments.order_by("-created_at")[:50] if is_own else (),
        "error": error,
        "closes_on": request.POST.get("closes_on", ""),
        "trail": ((_("Aides"), reverse("aids")), (_("Offres"), reverse("offers")), (one.title, "")),
    } | mine
    return render(request, "aids/offers/page.html", context, status=400 if error else 200)


def _form(request: HttpRequest, one: Offer | None) -> HttpResponse:
    actor, error = acting(request), None
    typed = _typed_of(one) if one is not None else offers.Writing()
    if request.method == "POST":
        typed = _read(request)
        try:
            now = clock.now()
            saved = (
                offers.draft(actor, typed, now=now)
                if one is None
                else offers.edit(actor, one, typed, now=now)
            )
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Le brouillon est enregistré."))
            return redirect("offer", reference=saved.reference)
    measure = (one.programme_id, one.measure_id) if one else measures.offered()[0]
    context = {
        "page": PAGE,
        "offer": one,
        "typed": typed,
        "siren": recruit_queries.siren_wanted(actor),
        "families": skills.families(),
        "levels": measures.options(measure, measures.LEVEL),
        "contracts": measures.options(measure, measures.CONTRACT),
        "measures": [("/".join(each), measures.title(each)) for each in measures.offered()],
        "error": error,
        "trail": (
            (_("Aides"), reverse("aids")),
            (_("Nos offres"), reverse("own-offers")),
            (one.title if one else _("Écrire une offre"), ""),
        ),
    }
    return render(request, "aids/offers/form.html", context, status=400 if error else 200)


def _read(request: HttpRequest) -> offers.Writing:
    post = request.POST
    names = (
        "title",
        "mission",
        "siren",
        "level",
        "commune",
        "contract",
        "starts_on",
        "ends_on",
        "monthly_pay",
        "measure",
    )
    return offers.Writing(
        **{name: post.get(name, "").replace("\0", "") for name in names},
        skills=tuple(post.getlist("skills")),
    )


def _typed_of(one: Offer) -> offers.Writing:
    pay = one.monthly_pay
    return offers.Writing(
        title=one.title,
        mission=one.mission,
        siren=one.siren,
        skills=tuple(one.skills),
        level=one.level,
        commune=one.commune_code,
        contract=one.contract,
        starts_on=one.starts_on.isoformat() if one.starts_on else "",
        ends_on=one.ends_on.isoformat() if one.ends_on else "",
        monthly_pay="" if pay is None else f"{pay // 100},{pay % 100:02d}",
        measure=f"{one.programme_id}/{one.measure_id}",
    )


def _trail(one: Offer) -> tuple[tuple[str, str], ...]:
    return (
        (_("Aides"), reverse("aids")),
        (_("Nos offres"), reverse("own-offers")),
        (one.title, reverse("offer", args=[one.reference])),
    )
