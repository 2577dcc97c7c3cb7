"""Parts of other pages: the decision on a dossier, the results of a call; nothing before its moment."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.calls.models import Call
from rebond.web.deliberations import explaining, queries, results
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.territories.queries import commune_name
from rebond.web.theme.statuses import STATUSES, Status

register = template.Library()

MORE = {
    Decision.Outcome.NOT_RETAINED: Status(
        "not_retained", _("non retenu"), "empty", "", _("non retenu après la lecture du comité")
    ),
    Decision.Outcome.NONE: Status(
        "none", _("décision retirée"), "void", "is-caution", _("la décision a été retirée")
    ),
}


@register.inclusion_tag("theme/components/status.html")
def outcome_status(code: str) -> dict[str, Any]:
    """Show the outcome of a decision by sign, word and colour."""
    found = MORE.get(code) or STATUSES.get(code)  # type: ignore[call-overload]
    return {"status": found or Status(code, code, "unknown", "", "")}


@register.inclusion_tag("deliberations/decision_block.html", takes_context=True)
def decision_block(context: template.Context, dossier: Dossier) -> dict[str, Any]:
    """Show the decision on a dossier to those who may read it whole, once its moment has come."""
    now = context.get("now") or clock.now()
    request = context.get("request")
    actor = actors.current(request) if request is not None else None
    decision = None
    if actor is not None and queries.readable(actor, now).filter(pk=dossier.pk).exists():
        decision = queries.visible_decision(dossier, now)
    return {
        "dossier": dossier,
        "act": decision,
        "answer": explaining.answer(decision) if decision else "",
    }


register.inclusion_tag(
    "deliberations/decision_block.html", takes_context=True, name="deliberations_block"
)(decision_block)


@register.inclusion_tag("deliberations/results_block.html", takes_context=True)
def results_block(context: template.Context, call: Call) -> dict[str, Any]:
    """Show the results of a call on its page; before their day, only that day."""
    now = context.get("now") or clock.now()
    return {"call": call, "results": results.results_of(call, now), "now": now}


@register.filter
def region(code: str) -> str:
    """Write the name of a région."""
    return results.region_name(code)


@register.filter
def public_reason(reason: Any) -> str:
    """Write the public part of a reason in words."""
    return explaining.public_words(reason)


@register.filter
def hectares(value: Any) -> float:
    """Read a decimal kept as text."""
    return float(value)


@register.filter
def euros(cents: int) -> float:
    """Read an amount kept in cents."""
    return cents / 100


@register.filter
def typed(asked: Any, name: str) -> str:
    """Return what was typed in a field; empty before anything is."""
    return getattr(asked, name) if asked else ""


@register.filter
def localdate(moment: Any) -> Any:
    """Read the day of a moment in Paris."""
    return clock.today(moment) if moment else None


@register.filter
def commune(code: str) -> str:
    """Write the name of a commune and its département; the code when the register does not know it."""
    return commune_name(code) or code
