"""The public page of a site, its two-page sheet, and the form by which anyone says that it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.enquiries import queries as enquiries
from rebond.web.sites import page_values, queries, services
from rebond.web.sites.locator import locator
from rebond.web.sites.pages import SitePage, page_of
from rebond.web.sites.public_errors import TooManyReports
from rebond.web.sites.sheet import caution, sheet, vouched
from rebond.web.theme import sheets, writing

if TYPE_CHECKING:
    from django.http import HttpRequest

    from rebond.web.sites.models import Site

REFUSED, TOO_MANY = 422, 429
LONGEST_NEED = 2000
RATES = {"report": "10/h/ip"}
APP = "rebond.web.sites"


def _site(identifier: str) -> Site:
    # The public page is the same for everyone: even its manager sees here what everyone sees.
    return get_object_or_404(queries.with_public(queries.visible(None)), identifier=identifier)


def _head(page: SitePage, *more: tuple[str, str]) -> dict[str, Any]:
    address = reverse("site-page", args=[page.site.identifier])
    return {
        "page": "site-search",
        "of": page,
        "site": page.site,
        "trail": (
            (_("Sites"), reverse("site-search")),
            (page.title, address if more else ""),
            *more,
        ),
    }


@require_GET
@everyone
def site_page(request: HttpRequest, identifier: str) -> HttpResponse:
    """Say what a site is, what is ready, and what nobody has established."""
    page = page_of(_site(identifier), clock.today())
    response = render(
        request,
        "sites/public/site.html",
        {
            **_head(page),
            "caution": caution(),
            "vouched": vouched(page),
            "contact": _contact(request, page.site),
            "received": enquiries.public_count(page.site),
            "picture": locator(*page.point) if page.point else None,
        },
    )
    if page.site.is_fictitious:
        response["X-Robots-Tag"] = "noindex"
    return response


def _contact(request: HttpRequest, site: Site) -> str:
    """Return where to write about the site; the need of the search that led here goes along."""
    address = reverse("enquiry-new", args=[site.identifier])
    need = request.GET.get("besoin", "")[:LONGEST_NEED]
    return f"{address}?{urlencode({'besoin': need})}" if need else address


@require_GET
@everyone
def site_sheet(request: HttpRequest, identifier: str) -> HttpResponse:
    """Give the site's two pages as a PDF, in the language of the page."""
    page = page_of(_site(identifier), clock.today())
    # Never the host that the request names: a document is read long after, and forwarded.
    address = settings.BASE_URL + reverse("site-page", args=[identifier])
    response = sheets.answer(request, sheet(page, address))
    if response.status_code == TOO_MANY:
        return response
    response["Content-Disposition"] = f'inline; filename="{_file_name(identifier)}.pdf"'
    if page.site.is_fictitious:
        response["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "POST"])
@everyone
def report_error(request: HttpRequest, identifier: str) -> HttpResponse:
    """Let anyone say what is wrong on the page of a site; its manager answers."""
    site = _site(identifier)
    page = page_of(site, clock.today())
    error: RebondError | None = None
    if request.method == "POST":
        try:
            if not ratelimit.consume(request, app=APP, action="report", config=RATES, key=""):
                raise TooManyReports
            services.report_error(
                site,
                request.POST.get("sentence", ""),
                now=clock.now(),
                field=request.POST.get("field", "")[:60],
                email=request.POST.get("email", ""),
                language=writing.lang(),
                by=actors.current(request),
            )
        except RebondError as refused:
            error = refused
        else:
            messages.success(request, _("Merci : le gestionnaire du site est prévenu."))
            return redirect("site-page", identifier)
    status = 200
    if error is not None:
        status = TOO_MANY if isinstance(error, TooManyReports) else REFUSED
    return render(
        request,
        "sites/public/report.html",
        {
            **_head(page, (_("Signaler une erreur"), "")),
            "fields": _fields(page),
            "typed": request.POST,
            "error": error,
        },
        status=status,
    )


def _fields(page: SitePage) -> list[tuple[str, str]]:
    """Return the fields that the page shows, to choose what is wrong."""
    shown = queries.public_values(page.site)
    named = [(name, page_values.title_of(name)) for name in shown]
    return sorted(
        {(name, title) for name, title in named if title != name}, key=lambda pair: pair[1]
    )


def _file_name(identifier: str) -> str:
    kept = (
        sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "-" for sign in identifier
    )
    return "".join(kept)[:80]
