"""The pages for people: what there is to reuse, how the API is asked, and the tokens of one's organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rebond.errors import RebondError
from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone, member
from rebond.web.accounts.actors import Actor
from rebond.web.publishing import queries, services
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.datasets import changes, collections, datasets
from rebond.web.publishing.models import Token
from rebond.web.publishing.permissions import may_manage_tokens

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from django.http import HttpRequest

GROUPS = (
    (gettext_noop("Sites et labels"), ("sites", "lots", "labels", "label-events")),
    (
        gettext_noop("Programme, appels et décisions"),
        ("measures", "calls", "decisions", "evaluation", "money", "training-laureates"),
    ),
    (
        gettext_noop("Territoires"),
        ("communes", "epci", "departements", "regions", "perimeters", "facts", "commune-facts"),
    ),
)


@require_GET
@everyone
def open_data(request: HttpRequest) -> HttpResponse:
    """List every dataset with its licence, formats and last change."""
    now = clock.now()
    every = datasets()
    dates = changes(now)
    grouped = {name for _title, names in GROUPS for name in names}
    groups = [
        (_(title), [_row(every[name], dates) for name in names if name in every])
        for title, names in GROUPS
    ]
    others = [_row(one, dates) for name, one in every.items() if name not in grouped]
    if others:
        groups.append((_("Suivi et réponses"), others))
    context = {
        "page": "open-data",
        "groups": groups,
        "count": len(every),
        "trail": ((_("Données ouvertes"), ""),),
    }
    return render(request, "publishing/open_data.html", context)


def _row(dataset: Dataset, dates: Mapping[str, datetime | None]) -> dict[str, Any]:
    return {"dataset": dataset, "changed": dates[dataset.id]}


@require_GET
@everyone
def dataset_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a dataset: its columns, licence, formats, what is kept back."""
    dataset = datasets().get(name)
    if dataset is None:
        raise Http404
    context = {
        "page": "open-data",
        "dataset": dataset,
        "changed": dataset.changed(clock.now()),
        "rows_address": reverse("api-rest", args=[f"v1/{dataset.id}"]),
        "items_address": reverse("api-rest", args=[f"ogc/collections/{dataset.id}/items"])
        if dataset.geometry is not None
        else "",
        "base": request.build_absolute_uri("/").rstrip("/"),
        "trail": ((_("Données ouvertes"), reverse("open-data")), (_title(dataset), "")),
    }
    return render(request, "publishing/dataset.html", context)


def _title(dataset: Dataset) -> str:
    from rebond.web.theme.writing import words  # noqa: PLC0415

    return words(dataset.title)


@require_GET
@everyone
def api_page(request: HttpRequest) -> HttpResponse:
    """Say how the API is asked: addresses, pages, limits, errors, versions, tokens."""
    from rebond.web.publishing.v1.described import described  # noqa: PLC0415 - built once, when asked

    context = {
        "page": "api",
        "tags": described(),
        "collections": [
            (one, reverse("api-rest", args=[f"ogc/collections/{name}"]))
            for name, one in collections().items()
        ],
        "base": request.build_absolute_uri("/").rstrip("/"),
        "trail": ((_("Données ouvertes"), reverse("open-data")), (_("API"), "")),
    }
    return render(request, "publishing/api.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@member(may_manage_tokens)
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the tokens of the organisation; make one, and show its secret this once."""
    actor = _actor(request)
    context: dict[str, Any] = {"typed": {"days": "90", "scopes": [Token.Scope.SITES]}}
    status = 200
    if request.method == "POST":
        typed = {
            "name": request.POST.get("name", "")[:200],
            "days": request.POST.get("days", "")[:4],
            "scopes": request.POST.getlist("scope")[:10],
        }
        days = int(typed["days"]) if typed["days"].isascii() and typed["days"].isdigit() else 0
        try:
            made, secret = services.make_token(
                actor, typed["name"], typed["scopes"], days, clock.now()
            )
        except RebondError as error:
            context |= {"typed": typed, "error": error}
            status = 422
        else:
            context |= {"made": made, "secret": secret}
    now = clock.now()
    context |= {
        "page": "api-tokens",
        "rows": [(one, one.is_in_force(now)) for one in queries.tokens(actor)],
        "scopes": Token.Scope.choices,
        "durations": services.DAYS,
        "organisation": actor.organisation_name,
    }
    response = render(request, "publishing/tokens.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@member(may_manage_tokens)
def revoke_token(request: HttpRequest, reference: str) -> HttpResponse:
    """End a token."""
    actor = _actor(request)
    token = get_object_or_404(queries.tokens(actor), reference=reference)
    try:
        services.revoke_token(actor, token, clock.now())
    except RebondError as error:
        from rebond.web.theme.writing import lang  # noqa: PLC0415

        messages.error(request, error.message(lang()))
    else:
        messages.success(request, _("Le jeton est révoqué."))
    return redirect("api-tokens")


def _actor(request: HttpRequest) -> Actor:
    actor = actors.current(request)
    assert actor is not None  # noqa: S101 - `member` let it in
    return actor
