"""What every page of a committee starts from: the call, and where its reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee import permissions, queries
from rebond.web.committee.recusal import Standing
from rebond.web.dossiers.models import Dossier
from rebond.web.theme import writing

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Here:
    """One request on one committee."""

    actor: Actor
    call: Call
    at: Standing
    now: datetime

    @property
    def title(self) -> str:
        """The title of the call in the language of the page."""
        return self.call.title_en if writing.lang() == "en" else self.call.title_fr

    def shown(self, **more: Any) -> dict[str, Any]:
        """Return what the templates need, with a page's own values."""
        return {
            "page": "committee",
            "call": self.call,
            "title": self.title,
            "at": self.at,
            "now": self.now,
            "may_manage": permissions.may_manage(self.actor, self.call),
            "may_try": permissions.may_try(self.actor, self.call, self.now, self.at),
            "may_write": self.actor.may_write,
            **more,
        }

    def trail(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """Return the way to this page; the last part has no address."""
        return [
            (_("Comités"), reverse("committees")),
            (self.title, reverse("committee", args=[self.call.reference]) if more else ""),
            *more,
        ]


def acting(request: HttpRequest) -> Actor:
    """Return who acts; the door has refused everybody else."""
    actor = actors.current(request)
    assert actor is not None  # noqa: S101 - `member` stands before every view here
    return actor


def opened(request: HttpRequest, reference: str) -> Here:
    """Return the committee of a call, or 404 for whoever neither sits in it nor runs the call."""
    actor = acting(request)
    call = get_object_or_404(queries.calls(actor).select_related("manager"), reference=reference)
    return Here(actor, call, permissions.standing(actor, call), clock.now())


def found_dossier(here: Here, reference: str) -> Dossier:
    """Return a dossier before this committee, or 404."""
    dossier = get_object_or_404(
        queries.dossiers(here.call, here.now).select_related(
            "organisation", "shortlist_entry__shortlist__organisation"
        ),
        reference=reference,
    )
    dossier.call = here.call
    return dossier
