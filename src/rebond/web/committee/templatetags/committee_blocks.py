"""Parts of pages that other apps show about a committee."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.committee import permissions, queries, results, scores
from rebond.web.committee.models import Seat
from rebond.web.committee.scores import Marks
from rebond.web.dossiers.models import Dossier
from rebond.web.theme import writing

register = template.Library()


@register.inclusion_tag("committee/block.html", takes_context=True)
def committee_block(context: Context, dossier: Dossier) -> dict[str, Any]:
    """Show what the committee thought of a dossier, to whoever may read it; nothing to anyone else."""
    request = context.get("request")
    actor = actors.current(request) if request is not None else None
    if actor is None or dossier.filed_at is None:
        return {"is_in": False}
    at = permissions.standing(actor, dossier.call)
    is_before = queries.dossiers(dossier.call, clock.now()).filter(pk=dossier.pk).exists()
    if not (at.is_in and is_before):
        return {"is_in": False}
    shown: dict[str, Any] = {
        "is_in": True,
        "dossier": dossier,
        "is_recused": at.is_recused(dossier.pk),
        "is_open": at.is_open(dossier.pk),
        "may_read": False,
    }
    if at.is_open(dossier.pk):
        found = results.candidate_of(queries.last_official(dossier.call), dossier)
        if found is not None:
            shown |= {"decision": found[0], "candidate": found[1]}
    if permissions.may_read_reviews(actor, dossier, at):
        reviews = scores.counted([dossier.pk])
        shown |= {
            "may_read": True,
            "compared": scores.of_dossier(dossier, reviews),
            "reviews": reviews,
        }
    return shown


@register.inclusion_tag("committee/spread_bar.html")
def spread_bar(marks: Marks | None) -> dict[str, Any]:
    """Draw a spread on the scale from 0 to 10: a line from the least to the greatest, a dot at the median."""
    return {"marks": marks}


@register.filter
def hint_word(kind: str) -> str:
    """Write why a member may be tied to a dossier."""
    return str(queries.HINTS.get(kind, kind))


@register.filter
def seat_name(seat: Seat) -> str:
    """Write who holds a seat."""
    return f"{seat.membership.user}, {seat.membership.organisation.name}"


@register.filter
def points(score: float) -> str:
    """Write a score out of ten: one decimal, two when the middle of two scores needs them."""
    return writing.written(score, 1 if round(score, 1) == round(score, 2) else 2)


@register.filter
def score_of(tenths: int) -> float:
    """Return a stored score on the scale of 10."""
    return tenths / scores.TENTHS
