"""What the page of a dossier shows of its examination, and words of the pages of instruction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web import clock
from rebond.web.accounts import actors
from rebond.web.instruction import permissions
from rebond.web.instruction.models import OpinionRequest
from rebond.web.instruction.places import region_name
from rebond.web.instruction.queries.opinions import OpinionRow, may_read_all, opinions_of
from rebond.web.theme import writing

register = template.Library()
register.filter("region", region_name)


@register.inclusion_tag("instruction/block.html", takes_context=True)
def instruction_block(context: dict[str, Any], dossier: Any) -> dict[str, Any]:
    """Show opinions and correction requests to those who may read them; nothing to the others."""
    request = context.get("request")
    actor = actors.current(request) if request is not None else None
    now = context.get("now") or clock.now()
    if (
        actor is None
        or dossier.state == "draft"
        or dossier.organisation_id == actor.organisation_id
    ):
        return {"rows": (), "is_shown": False}
    sees_all = may_read_all(actor, dossier, now)
    rows = opinions_of(actor, dossier, now, reads_all=sees_all)
    instruction = getattr(dossier, "instruction", None)
    return {
        "is_shown": sees_all or bool(rows),
        "sees_all": sees_all,
        "rows": rows,
        "corrections": list(dossier.correction_requests.order_by("-asked_at")) if sees_all else [],
        "dossier": dossier,
        "may_open": sees_all
        and permissions.may_open_boards(actor)
        and instruction is not None
        and (permissions.examines(actor, instruction) or permissions.manages(actor, dossier.call)),
    }


@register.filter
def local_day(value: datetime) -> str:
    """Write the day on which a moment falls in the programme's time zone."""
    return writing.day(clock.today(value))


@register.filter
def delay(row: OpinionRow) -> str:
    """Say how an opinion stands towards its day."""
    if row.request.state == OpinionRequest.State.CANCELLED:
        return _("demande annulée")
    if row.opinion is not None:
        return _("rendu en retard") if row.is_late else _("rendu dans le délai")
    if row.is_late and row.days == 0:
        return _("en retard depuis aujourd’hui")
    if row.is_late:
        late = -row.days
        return ngettext("en retard de %(n)s jour", "en retard de %(n)s jours", late) % {"n": late}
    if row.days == 0:
        return _("attendu aujourd’hui")
    return ngettext("attendu dans %(n)s jour", "attendu dans %(n)s jours", row.days) % {
        "n": row.days
    }


@register.filter
def sense_tone(sense: str) -> str:
    """Return the sign of an opinion's sense: colour is never alone."""
    signs = {"favourable": "full", "reserved": "half", "unfavourable": "crossed", "none": "void"}
    return signs.get(sense, "unknown")


@register.filter
def among(key: Any, known: Any) -> bool:
    """Whether a key is one of several; of none when nothing is given."""
    return key in (known or ())


@register.filter
def among_words(key: Any, known: Any) -> bool:
    """Whether a key was sent back by a form, which writes it as a word."""
    return str(key) in (known or ())
