"""What each view declares about who may open it; a view without a declaration fails the tests.

The declaration covers the door. Which rows a person sees behind it is decided by the queries of each app,
which take the actor; a row that one may not see answers 404, as one that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor

View = Callable[..., HttpResponse]
Rule = Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class Access:
    """Who may open a view."""

    who: Literal["everyone", "account", "member"]
    rule: Rule | None = None


def everyone(view: View) -> View:
    """Declare a view that anyone may open, signed in or not."""
    view.access = Access("everyone")  # type: ignore[attr-defined]
    return view


def account(view: View) -> View:
    """Declare a view for any signed-in person, in an organisation or not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if (asked := _second_step(request, actors.current(request))) is not None:
            return asked
        return view(request, *args, **kwargs)

    guarded.access = Access("account")  # type: ignore[attr-defined]
    return guarded


def account_before_second_step(view: View) -> View:
    """Declare a view that a signed-in person needs in order to activate a second step at all."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = Access("account")  # type: ignore[attr-defined]
    return guarded


def member(rule: Rule | None = None) -> Callable[[View], View]:
    """Declare a view for people who act for an organisation, under a rule on that actor."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = actors.current(request)
            if actor is None or (rule is not None and not rule(actor)):
                raise PermissionDenied
            if (asked := _second_step(request, actor)) is not None:
                return asked
            return view(request, *args, **kwargs)

        guarded.access = Access("member", rule)  # type: ignore[attr-defined]
        return guarded

    return decorate


def _second_step(request: HttpRequest, actor: Actor | None) -> HttpResponse | None:
    """Lead to the activation of a second step those whose organisation asks for one; None for the others."""
    if actor is None or actor.kind not in settings.REQUIRE_TWO_FACTOR or _has_two_factor(actor):
        return None
    messages.warning(request, _("Votre organisation demande une seconde étape."))
    return redirect("mfa_index")


def _has_two_factor(actor: Actor) -> bool:
    from rebond.web.accounts.queries import has_two_factor  # noqa: PLC0415 - models of allauth, once loaded

    return has_two_factor(actor.user_id)
