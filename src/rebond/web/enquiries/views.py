"""The investor's pages: the form, from a site's page or a comparison, and the link that follows a contact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.enquiries import following, forms, levels, limits, mailing, services, tokens
from rebond.web.enquiries.countries import countries
from rebond.web.enquiries.errors import MailNotSent, TooManySites
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.naming import public_name
from rebond.web.enquiries.permissions import INVESTORS
from rebond.web.sites import queries as sites
from rebond.web.sites.models import Site
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest

Act = Callable[["HttpRequest", Enquiry, datetime], str]


@everyone
@require_http_methods(["GET", "POST"])
@never_cache
def new(request: HttpRequest, identifier: str) -> HttpResponse:
    """Write about one site."""
    site = get_object_or_404(_askable(), identifier=identifier)
    return _form(request, [site], None)


@everyone
@require_http_methods(["GET", "POST"])
@never_cache
def new_many(request: HttpRequest) -> HttpResponse:
    """Write about up to five sites with one form: one contact each."""
    named = forms.identifiers(request.POST if request.method == "POST" else request.GET)
    known = {one.identifier: one for one in _askable().filter(identifier__in=named)}
    chosen = [known[one] for one in named if one in known]
    if not chosen:
        raise Http404
    most = services.asking.MOST_SITES
    error = TooManySites(len(chosen), most) if len(chosen) > most else None
    return _form(request, chosen[:most], error)


@everyone
@require_http_methods(["GET", "POST"])
@never_cache
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show a contact to who holds its link, and do what was asked; opening it changes nothing."""
    now, enquiry = clock.now(), _of_token(token)
    error: RebondError | None = None
    act = request.POST.get("acte", "")
    if request.method == "POST":
        try:
            said = ACTS.get(act, _nothing)(request, enquiry, now)
        except RebondError as fault:
            error = fault
            enquiry.refresh_from_db()
        else:
            if not Enquiry.objects.filter(pk=enquiry.pk).exists():
                return _private(render(request, "enquiries/gone.html", {"page": "enquiry-follow"}))
            messages.success(request, said)
            return _private(redirect("enquiry-follow", token=token))
    context = following.context(enquiry, token, now)
    context |= {"error": error, "failed_act": act, "sent": request.POST, "page": "enquiry-follow"}
    status = 400 if error else 200
    return _private(render(request, "enquiries/follow.html", context, status=status))


@everyone
@require_GET
@never_cache
def own_data(_request: HttpRequest, token: str) -> HttpResponse:
    """Download what is held about the investor of one contact."""
    response = JsonResponse(
        following.export(_of_token(token)),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="rebond-contact.json"'
    return _private(response)


def _form(request: HttpRequest, chosen: Sequence[Site], error: RebondError | None) -> HttpResponse:
    now, by = clock.now(), actors.current(request)
    form = forms.ContactForm.read(request.POST, writing.lang())
    if request.method == "POST" and error is None:
        try:
            contact = form.contact()
            limits.count_asking(request, contact.email)
            asked = services.ask(chosen, contact, by=by, now=now)
            if not mailing.send_confirmation(asked):
                services.take_back(asked)
                raise MailNotSent
        except RebondError as fault:
            error = fault
        else:
            shown = {"page": "enquiry-new", "email": contact.email, "sites": chosen}
            return render(request, "enquiries/sent.html", shown)
    elif request.method == "GET":
        form.typed |= _known(request, by)
        form.typed["besoin"] = request.GET.get("besoin", "")[: forms.NEED].replace("\0", "")
    context = {
        "page": "enquiry-new",
        "sites": chosen,
        "typed": form.typed,
        "figures": forms.FIGURES,
        "levels": levels.offered(chosen),
        "countries": countries(writing.lang()),
        "receivers": [levels.receivers(one) for one in chosen],
        "linked": by.organisation_name if by is not None and by.kind in INVESTORS else "",
        "error": error,
        "trail": _trail(chosen),
    }
    return render(request, "enquiries/new.html", context, status=400 if error else 200)


def _known(request: HttpRequest, by: Any) -> dict[str, str]:
    """Begin the form of a person signed in with what the account knows."""
    if by is None:
        return {}
    company = by.organisation_name if by.kind in INVESTORS else ""
    return {"nom": request.user.name, "courriel": request.user.email, "societe": company}


def _trail(chosen: Sequence[Site]) -> tuple[tuple[str, str], ...]:
    if len(chosen) > 1:
        return ((_("Sites"), reverse("site-search")), (_("Écrire à plusieurs sites"), ""))
    site = chosen[0]
    try:
        address = reverse("site-page", args=[site.identifier])
    except NoReverseMatch:
        address = ""
    return (
        (_("Sites"), reverse("site-search")),
        (public_name(site), address),
        (_("Écrire"), ""),
    )


def _askable() -> Any:
    """Return the sites that one writes about: public ones, whoever asks."""
    return sites.visible(None).select_related("manager")


def _of_token(token: str) -> Enquiry:
    """Return the enquiry of a secret; a secret that opens nothing is an address that does not exist."""
    if len(token) > tokens.LONGEST or not token.isascii():
        raise Http404
    found = Enquiry.objects.select_related("site__manager", "investor")
    return get_object_or_404(found, token_digest=tokens.digest_of(token))


def _private(response: HttpResponse) -> HttpResponse:
    """Keep the link out of search engines and out of what browsers tell of where they come from.

    ``strict-origin`` never tells the path; ``no-referrer`` would also have browsers send a form without
    its origin, which the protection of forms refuses.
    """
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _confirm(_request: HttpRequest, enquiry: Enquiry, now: datetime) -> str:
    batch = services.confirm(enquiry, now=now)
    if len(batch) > 1:
        return _("Vos contacts sont transmis.")
    return _("Votre contact est transmis.")


def _write(request: HttpRequest, enquiry: Enquiry, now: datetime) -> str:
    limits.count_writing(request, enquiry.token_digest)
    services.write(enquiry, request.POST.get("texte", ""), now=now)
    return _("Votre message est transmis.")


def _reveal(_request: HttpRequest, enquiry: Enquiry, now: datetime) -> str:
    services.reveal(enquiry, now=now)
    return _("Ceux qui ont reçu votre contact lisent désormais qui vous êtes.")


def _withdraw(_request: HttpRequest, enquiry: Enquiry, now: datetime) -> str:
    services.withdraw(enquiry, now=now)
    return _("Votre contact est retiré et vos données sont effacées.")


def _nothing(_request: HttpRequest, _enquiry: Enquiry, _now: datetime) -> str:
    return _("Rien n’était demandé\u202f; rien n’a été changé.")


ACTS: dict[str, Act] = {
    "confirmer": _confirm,
    "ecrire": _write,
    "reveler": _reveal,
    "retirer": _withdraw,
}
