"""One’s own account: name, mail, organisations, invitations, data."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors, queries, services, signing, waiting
from rebond.web.accounts.access import account, account_before_second_step, everyone
from rebond.web.accounts.forms import ProfileForm
from rebond.web.accounts.models import Invitation, Membership
from rebond.web.accounts.permissions import is_administrator, may_run_organisations
from rebond.web.accounts.services.invitations import digest_of


@account_before_second_step
@require_http_methods(["GET", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Show one’s account, and write its name, language and mail."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("C’est enregistré."))
        with override(request.user.language):
            return redirect("my-account")
    return _account_page(request, form)


def _account_page(
    request: HttpRequest, form: ProfileForm, error: RebondError | None = None
) -> HttpResponse:
    now, actor = clock.now(), actors.current(request)
    factors = Authenticator.objects.filter(user=request.user)
    facts = {
        "page": "account",
        "form": form,
        "error": error,
        "actor": actor,
        "memberships": queries.memberships_of(request.user),
        "invitations": queries.invitations_to(request.user, now),
        "has_two_factor": any(one.type != Authenticator.Type.RECOVERY_CODES for one in factors),
        "may_administer": actor is not None and is_administrator(actor),
        "may_run": actor is not None and may_run_organisations(actor),
    }
    return render(request, "accounts/my_account.html", facts, status=400 if error else 200)


@account_before_second_step
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Act for another of one’s organisations, until sign-out."""
    written = request.POST.get("membership", "")
    if not written.isdecimal() or len(written) > 18:  # noqa: PLR2004 - what a database key holds
        raise PermissionDenied
    one = services.choose_membership(request.user, int(written))
    request.session[actors.SESSION_KEY] = one.pk
    messages.success(
        request, _("Vous agissez désormais pour %(name)s.") % {"name": one.organisation.name}
    )
    return redirect("arrival")


@account
@require_GET
def my_data(request: HttpRequest) -> HttpResponse:
    """Give what is held about this person, as a file."""
    told = services.export_my_data(request.user, now=clock.now())
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="mes-donnees.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@account
@require_http_methods(["GET", "POST"])
def erase_me(request: HttpRequest) -> HttpResponse:
    """Say what erasing does, then do it."""
    error = None
    if request.method == "POST":
        if request.POST.get("sure") != "yes":
            return render(request, "accounts/erase_me.html", {"is_unsure": True}, status=400)
        try:
            actor = actors.current(request)
            services.erase_person(request.user, by=actor, now=clock.now())
        except RebondError as refused:
            error = refused
        else:
            logout(request)
            messages.success(request, _("Vos données sont effacées et votre compte est fermé."))
            return redirect("account_login")
    return render(request, "accounts/erase_me.html", {"error": error}, status=400 if error else 200)


@account
@require_POST
def leave(request: HttpRequest, membership: int) -> HttpResponse:
    """Leave an organisation of one’s own."""
    one = get_object_or_404(
        Membership.objects.in_force().select_related("organisation", "user"),
        pk=membership,
        user=request.user,
    )
    try:
        services.end_membership(actors.of_membership(one), one, now=clock.now())
    except RebondError as error:
        return _account_page(request, ProfileForm(instance=request.user), error)
    messages.success(
        request, _("Vous n’agissez plus pour %(name)s.") % {"name": one.organisation.name}
    )
    return redirect("my-account")


@everyone
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to who holds its link; accept it once signed in with its address."""
    now = clock.now()
    one = (
        Invitation.objects.select_related("organisation")
        .filter(token_digest=digest_of(token))
        .first()
    )
    is_open = one is not None and one.is_open(now) and one.organisation.closed_at is None
    error = None
    if request.method == "POST":
        if not request.user.is_authenticated:
            return redirect("account_login")
        try:
            membership = services.accept(request.user, token, now=now)
        except RebondError as refused:
            error = refused
        else:
            waiting.forget(request.session)
            request.session[actors.SESSION_KEY] = membership.pk
            name = membership.organisation.name
            messages.success(request, _("Vous agissez désormais pour %(name)s.") % {"name": name})
            return redirect("arrival")
    elif is_open and not request.user.is_authenticated:
        waiting.remember(request.session, token)
    facts = {"invitation": one if is_open else None, "error": error, "token": token}
    status = 400 if error else 200 if is_open else 410
    response = render(request, "accounts/invitation.html", facts, status=status)
    response["Cache-Control"] = "private, no-store"
    # Never tells the path; ``no-referrer`` would also have browsers post the form without its origin.
    response["Referrer-Policy"] = "strict-origin"
    return response


arrival = account(require_GET(signing.arrival))
sign_out = everyone(require_http_methods(["GET", "POST"])(signing.sign_out))
