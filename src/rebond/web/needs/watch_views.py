"""Asking to be told of changes, confirming it and stopping it, without an account."""

from __future__ import annotations

import logging
import smtplib

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.needs import limits, query, services, telling
from rebond.web.needs.errors import MailNotSent
from rebond.web.needs.models import SavedNeed
from rebond.web.needs.query import InvestorNeed
from rebond.web.needs.sentences import sentence
from rebond.web.needs.views import frame
from rebond.web.theme import writing

log = logging.getLogger(__name__)


@everyone
@require_http_methods(["GET", "POST"])
def watch(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send it the link that confirms."""
    need = query.read(request.GET)
    facts = frame(request, need, query.to_query(need)) | {
        "email": request.POST.get("email", "")[: services.LONGEST_ADDRESS],
        "months": services.MONTHS_WATCHED,
        "days": services.DAYS_TO_CONFIRM,
    }
    if request.method == "POST":
        try:
            saved = _ask(request, need)
        except RebondError as error:
            return render(request, "needs/watch.html", facts | {"error": error}, status=422)
        facts |= {"sent": True, "until": clock.today(saved.expires_at)}
    return render(request, "needs/watch.html", facts)


def _ask(request: HttpRequest, need: InvestorNeed) -> SavedNeed:
    email = request.POST.get("email", "")[:400]
    limits.count_asking(request, email)
    saved = services.ask(email, need, writing.lang(), now=clock.now())
    try:
        telling.confirmation_mail(saved).send()
    except (OSError, smtplib.SMTPException):
        log.exception("need %s: the confirmation could not leave", saved.reference)
        saved.delete()
        raise MailNotSent from None
    return saved


@everyone
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show a kept need to whoever has its link; confirming and stopping are acts, never a visit."""
    saved = services.with_token(token)
    if saved is None:
        raise Http404
    error = None
    if request.method == "POST":
        now = clock.now()
        try:
            if request.POST.get("acte") == "stop":
                services.stop(saved, now=now)
            else:
                services.confirm(saved, now=now)
        except RebondError as refused:
            error = refused
        else:
            return redirect(reverse("need-follow", args=[token]))
    need = query.read(QueryDict(saved.query))
    facts = {
        "saved": saved,
        "need": need,
        "sentence": sentence(need),
        "query": saved.query,
        "error": error,
        "until": clock.today(saved.expires_at),
        "is_over": saved.state == SavedNeed.State.ENDED or saved.expires_at <= clock.now(),
    }
    response = render(request, "needs/follow.html", facts, status=422 if error else 200)
    # Never tells the path; ``no-referrer`` would also have browsers post the form without its origin.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
