"""Pages of recruitments, read and acted upon by the firm, the young person and who labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import account, member
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import User
from rebond.web.aids import (
    charters,
    measures,
    permissions,
    profiles,
    recruit_queries,
    recruiting,
    signed_facts,
    skills,
    suggesting,
    wording,
)
from rebond.web.aids.models import Profile, Recruitment
from rebond.web.aids.offer_views import acting, terms
from rebond.web.clock import today

PAGE, SHOWN = "aids", 25
State = Recruitment.State


@dataclass(frozen=True, slots=True)
class Asked:
    """One act asked for, by whom, with what was typed."""

    actor: Actor | None
    user: User
    recruitment: Recruitment
    sent: Mapping[str, str]
    now: datetime

    @property
    def organisation(self) -> Actor:
        """Who acts for an organisation; refused to who does not."""
        if self.actor is None:
            raise PermissionDenied
        return self.actor

    @property
    def party(self) -> Actor | User:
        """The person recruited, else who acts for an organisation."""
        return self.user if permissions.is_own(self.user, self.recruitment) else self.organisation


@member(permissions.follows_recruitments)
@require_GET
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """List the recruitments that the organisation follows."""
    actor = acting(request)
    state = request.GET.get("etat", "")
    found = recruit_queries.of_actor(actor)
    if state in State.values:
        found = found.filter(state=state)
    pages = Paginator(found.order_by("-created_at", "-pk"), SHOWN)
    context = {
        "page": PAGE,
        "found": pages.get_page(request.GET.get("page")),
        "state": state if state in State.values else "",
        "states": State.choices,
        "state_label": dict(State.choices).get(state, ""),
        "is_firm": permissions.reads_offers(actor),
        "to_label": recruit_queries.of_actor(actor).filter(state=State.SIGNED).count(),
        "trail": ((_("Aides"), reverse("aids")), (_("Recrutements"), "")),
    }
    return render(request, "aids/recruitments/list.html", context)


@account
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recruitment(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a recruitment to who has a part in it, and do what was asked."""
    actor, user, now = actors.current(request), request.user, clock.now()
    found = recruit_queries.visible(actor, user)  # type: ignore[arg-type]
    one = get_object_or_404(found, reference=reference)
    error: RebondError | None = None
    if request.method == "POST":
        asked = Asked(actor, user, one, request.POST, now)  # type: ignore[arg-type]
        act = ACTS.get(request.POST.get("acte", ""))
        if act is None:
            return redirect("recruitment", reference=reference)
        try:
            said = act(asked)
        except RebondError as fault:
            error = fault
            one = get_object_or_404(found, reference=reference)
        else:
            messages.success(request, said)
            return redirect("recruitment", reference=reference)
    context = _context(actor, user, one, now) | {"error": error, "sent": request.POST}  # type: ignore[arg-type]
    return render(request, "aids/recruitments/page.html", context, status=400 if error else 200)


def _context(actor: Actor | None, user: User, one: Recruitment, now: datetime) -> dict[str, Any]:
    is_person = permissions.is_own(user, one)
    measure = (one.offer.programme_id, one.offer.measure_id)
    is_examiner = actor is not None and permissions.is_examiner(actor, one.offer)
    is_firm = actor is not None and permissions.may_read_own(actor, one.offer)
    # Once somebody refused, the name is nobody's business but the person's own.
    is_known = one.answered_at is not None and one.state != State.DECLINED
    return {
        "page": PAGE,
        "one": one,
        "offer": one.offer,
        "terms": terms(one.offer),
        "state": wording.RECRUITMENT_STATES[one.state],
        "charter": charters.of(one),
        "is_person": is_person,
        "is_firm": is_firm,
        "is_examiner": is_examiner,
        "shows_person": is_person or is_known,
        "seen_profile": _profile(one, now) if is_firm and is_known else None,
        "told": signed_facts.shown(one) if is_person or is_known else (),
        "proposed": signed_facts.proposed(one.person_id, now) if is_person else None,
        "levels": measures.options(measure, measures.LEVEL),
        "situations": measures.options(measure, measures.SITUATION),
        "may_sign": _may_sign(actor, one, is_person=is_person),
        "may_refuse": one.state in {State.PROPOSED, State.SIGNED}
        and (is_person or (actor is not None and permissions.may_manage(actor, one.offer))),
        "may_set_dates": one.state == State.PROPOSED
        and not (one.firm_signed_at or one.person_signed_at)
        and actor is not None
        and permissions.may_manage(actor, one.offer),
        "may_label": one.state == State.SIGNED
        and actor is not None
        and permissions.may_label(actor, one),
        "may_tell_end": one.state == State.LABELLED
        and actor is not None
        and permissions.may_tell_end(actor, one),
        "is_at_end": one.ends_on is not None and one.ends_on <= today(now),
        "others": recruit_queries.others_of(one)[:10] if is_examiner else (),
        "breaks": Recruitment.Break.choices,
        "declined_by": wording.SIDES.get(one.declined_by),
        "today": today(now).isoformat(),
        "trail": (
            (_("Aides"), reverse("aids")),
            (_("Mon profil"), reverse("young-profile"))
            if is_person
            else (_("Recrutements"), reverse("recruitments")),
            (one.reference, ""),
        ),
    }


def _profile(one: Recruitment, now: datetime) -> dict[str, Any] | None:
    """Return the profile that a firm reads with an answer, until the charter is signed by both and labelled.

    The person gave it with the answer, or shows it to firms; one withdrawn since is read no more.
    """
    if one.state not in {State.PROPOSED, State.SIGNED}:
        return None
    found = Profile.objects.filter(user=one.person_id, expires_at__gt=now)
    if one.proposed_by == Recruitment.Side.FIRM:
        found = found.filter(consented_at__isnull=False)
    profile = found.first()
    if profile is None:
        return None
    return {
        "profile": profile,
        "level": profiles.choices(measures.LEVEL).get(profile.level),
        "situation": profiles.choices(measures.SITUATION).get(profile.situation),
        "skills": skills.named(profile.skills),
        "places": [suggesting.wanted(*each).name for each in profile.places],
    }


def _may_sign(actor: Actor | None, one: Recruitment, *, is_person: bool) -> bool:
    if one.state != State.PROPOSED or one.answered_at is None:
        return False
    if is_person:
        return one.person_signed_at is None
    may_act = actor is not None and permissions.may_manage(actor, one.offer)
    return may_act and one.firm_signed_at is None


def _accept(asked: Asked) -> str:
    recruiting.accept(asked.user, asked.recruitment, now=asked.now)
    return _("L’entreprise lit maintenant votre nom, votre adresse et votre profil.")


def _refuse(asked: Asked) -> str:
    recruiting.refuse(asked.party, asked.recruitment, now=asked.now)
    return _("La proposition est refusée.")


def _set_dates(asked: Asked) -> str:
    recruiting.set_contract(
        asked.organisation,
        asked.recruitment,
        starts_on=asked.sent.get("starts_on", ""),
        ends_on=asked.sent.get("ends_on", ""),
        now=asked.now,
    )
    return _("Les dates du contrat sont fixées.")


def _sign(asked: Asked) -> str:
    signed = recruiting.sign_charter(
        asked.party,
        asked.recruitment,
        name=asked.sent.get("name", "").replace("\0", ""),
        born_on=asked.sent.get("born_on", ""),
        agreed=signed_facts.Agreed(
            *(asked.sent.get(name, "") for name in ("level", "situation", "graduated_on"))
        ),
        now=asked.now,
    )
    if signed.state == State.SIGNED:
        return _("La charte est signée par les deux : le recrutement attend son label.")
    return _("Votre signature est enregistrée.")


def _label(asked: Asked) -> str:
    sentence = asked.sent.get("sentence", "")
    recruiting.label(asked.organisation, asked.recruitment, sentence=sentence, now=asked.now)
    return _("Le recrutement est labellisé.")


def _decline(asked: Asked) -> str:
    sentence = asked.sent.get("sentence", "")
    recruiting.decline(asked.organisation, asked.recruitment, sentence=sentence, now=asked.now)
    return _("Le label est refusé.")


def _break(asked: Asked) -> str:
    recruiting.break_contract(
        asked.organisation,
        asked.recruitment,
        on=asked.sent.get("on", ""),
        reason=asked.sent.get("reason", ""),
        now=asked.now,
    )
    return _("La rupture est enregistrée.")


def _end(asked: Asked) -> str:
    recruiting.end(asked.organisation, asked.recruitment, now=asked.now)
    return _("La fin du contrat est enregistrée.")


ACTS: dict[str, Callable[[Asked], str]] = {
    "accepter": _accept,
    "refuser": _refuse,
    "dates": _set_dates,
    "signer": _sign,
    "labelliser": _label,
    "decliner": _decline,
    "rompre": _break,
    "achever": _end,
}
