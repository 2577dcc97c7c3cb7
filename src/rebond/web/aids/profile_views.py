"""A young person's own pages: the profile, its consent, what is proposed and what may suit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.matching.recruits import Match
from rebond.web import clock
from rebond.web.accounts.access import account
from rebond.web.aids import measures, profiles, recruit_queries, skills, suggesting
from rebond.web.aids.models import Offer, Profile
from rebond.web.aids.recruit_queries import MOST_LISTED

PAGE, FIRST, NEAREST = "aids", 10, 5


@account
@require_GET
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """Show one's profile, what is proposed, and the offers that suit best."""
    return _shown(request, None)


@account
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: HttpRequest) -> HttpResponse:
    """Write one's profile."""
    error: RebondError | None = None
    profile = Profile.objects.filter(user=request.user.pk).first()
    typed = _typed_of(profile) if profile is not None else profiles.Writing()
    if request.method == "POST":
        typed = _read(request)
        try:
            profiles.save(request.user, typed, now=clock.now())  # type: ignore[arg-type]
        except RebondError as fault:
            error = fault
        else:
            messages.success(request, _("Votre profil est enregistré."))
            return redirect("young-profile")
    slots = [*typed.places, *[""] * profiles.MOST_PLACES][: profiles.MOST_PLACES]
    context = {
        "page": PAGE,
        "typed": typed,
        "slots": slots,
        "families": skills.families(),
        "levels": profiles.choices(measures.LEVEL),
        "situations": profiles.choices(measures.SITUATION),
        "error": error,
        "trail": (
            (_("Aides"), reverse("aids")),
            (_("Mon profil"), reverse("young-profile")),
            (_("Écrire"), ""),
        ),
    }
    return render(request, "aids/profile/form.html", context, status=400 if error else 200)


@account
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Agree to be shown, prolong, or withdraw."""
    is_given = request.POST.get("accord") == "oui"
    act = profiles.consent if is_given else profiles.withdraw_consent
    try:
        act(request.user, now=clock.now())  # type: ignore[arg-type]
    except RebondError as error:
        return _shown(request, error)
    said = (
        _("Les entreprises dont une offre est ouverte voient votre profil, sans votre nom.")
        if is_given
        else _("Plus personne ne voit votre profil.")
    )
    messages.success(request, said)
    return redirect("young-profile")


@account
@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase one's profile."""
    try:
        profiles.erase(request.user, now=clock.now())  # type: ignore[arg-type]
    except RebondError as error:
        return _shown(request, error)
    messages.success(request, _("Votre profil est effacé."))
    return redirect("young-profile")


@account
@require_GET
@never_cache
def data(request: HttpRequest) -> HttpResponse:
    """Download what is held about one here."""
    response = JsonResponse(
        profiles.export(request.user),  # type: ignore[arg-type]
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="rebond-profil.json"'
    return response


def _shown(request: HttpRequest, error: RebondError | None) -> HttpResponse:
    now = clock.now()
    profile = Profile.objects.filter(user=request.user.pk, expires_at__gt=now).first()
    mine = list(recruit_queries.of_person(request.user).order_by("-created_at", "-pk")[:50])  # type: ignore[arg-type]
    suiting: list[tuple[Offer, Match]] = []
    nearest: list[tuple[Offer, Match]] = []
    offers: list[Offer] = []
    if profile is not None:
        taken = {one.offer_id for one in mine}
        found = recruit_queries.open_offers(now).defer("mission").order_by("-opened_at", "-pk")
        offers = [one for one in found[:MOST_LISTED] if one.pk not in taken]
        suiting, _kept = suggesting.offers_for(
            suggesting.seeker_of(profile),
            offers,
            FIRST,
            lambda one: "not_met" not in one.standings,
        )
        if not suiting:
            nearest, _near = suggesting.offers_for(
                suggesting.seeker_of(profile),
                offers,
                NEAREST,
                lambda one: one.standings.count("not_met") == 1,
            )
    context = {
        "page": PAGE,
        "profile": profile,
        "wanted": [suggesting.wanted(*one).name for one in profile.places] if profile else (),
        "skills": skills.named(profile.skills) if profile else (),
        "level": profiles.choices(measures.LEVEL).get(profile.level) if profile else None,
        "situation": profiles.choices(measures.SITUATION).get(profile.situation)
        if profile
        else None,
        "recruitments": mine,
        "suiting": suiting or nearest,
        "is_near": bool(nearest),
        "has_offers": bool(offers),
        "error": error,
        "trail": ((_("Aides"), reverse("aids")), (_("Mon profil"), "")),
    }
    return render(request, "aids/profile/page.html", context, status=400 if error else 200)


def _read(request: HttpRequest) -> profiles.Writing:
    post = request.POST
    names = ("level", "situation", "graduated_on", "range_km", "available_from", "text")
    return profiles.Writing(
        **{name: post.get(name, "").replace("\0", "") for name in names},
        skills=tuple(post.getlist("skills")),
        places=tuple(one.replace("\0", "") for one in post.getlist("places")),
    )


def _typed_of(profile: Profile) -> profiles.Writing:
    return profiles.Writing(
        skills=tuple(profile.skills),
        level=profile.level,
        situation=profile.situation,
        graduated_on=profile.graduated_on.isoformat() if profile.graduated_on else "",
        places=tuple(
            f"{suggesting.wanted(kind, code).name} [{kind}:{code}]" for kind, code in profile.places
        ),
        range_km=str(profile.range_km),
        available_from=profile.available_from.isoformat() if profile.available_from else "",
        text=profile.text,
    )
