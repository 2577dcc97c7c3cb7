"""Everything that the page of one dossier under examination shows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.clock import today
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.dossiers.permissions import may_ask_correction
from rebond.web.instruction import coverage, forms, levels, permissions, policies, reading
from rebond.web.instruction.models import Instruction, Opinion, OpinionRequest, ShortlistEntry
from rebond.web.instruction.places import region_name
from rebond.web.instruction.queries.opinions import opinions_of
from rebond.web.instruction.services.standing import EXAMINED
from rebond.web.territories.queries import commune_name


def last_filing(dossier: Dossier) -> Filing | None:
    """Return what was filed last."""
    return dossier.filings.order_by("-number").first()


def examination(actor: Actor, dossier: Dossier, now: datetime) -> dict[str, Any]:
    """Return the context of the page (a constant number of queries)."""
    instruction = (
        Instruction.objects.select_related("organisation", "assigned_to__user", "dossier")
        .filter(dossier=dossier)
        .get()
    )
    is_ours = permissions.examines(actor, instruction)
    entry = ShortlistEntry.objects.select_related("shortlist").filter(dossier=dossier).first()
    if entry is not None and entry.shortlist.sent_at is None and not is_ours:
        entry = None  # a list is its région's own until it is sent
    is_open = (
        dossier.state in EXAMINED
        and dossier.call.deliberated_at is None
        and dossier.call.cancelled_at is None
    )
    may_act = is_open and permissions.may_instruct(actor, instruction)
    filing = last_filing(dossier)
    choices = levels.choices_of(dossier.call)
    rows = opinions_of(actor, dossier, now)
    deciding, others = reading.gates(dossier, filing, now)
    is_sent = entry is not None and entry.shortlist.sent_at is not None
    context = {
        "now": now,
        "actor": actor,
        "dossier": dossier,
        "instruction": instruction,
        "entry": entry,
        "is_ours": is_ours,
        "is_open": is_open,
        "may_act": may_act,
        "may_correct": is_open and may_ask_correction(actor, dossier),
        "is_sent": is_sent,
        "has_list": choices.has_regional_stage,
        "place": commune_name(dossier.commune_code) or dossier.commune_code,
        "region": region_name(dossier.region_code),
        "filing": filing,
        "parts": reading.parts(actor, dossier, filing),
        "deciding": deciding,
        "others": others,
        "gate_sentence": policies.gate_sentence(dossier),
        "opinions": rows,
        "waiting": sum(row.request.state == OpinionRequest.State.WAITING for row in rows),
        "late": sum(
            row.is_late and row.request.state == OpinionRequest.State.WAITING for row in rows
        ),
        "corrections": list(dossier.correction_requests.order_by("-asked_at")),
        "next_step": _next_step(dossier, entry, rows, is_sent=is_sent, is_open=is_open),
    }
    if may_act:
        limit = dossier.call.opinions_due_at
        context |= {
            "colleagues": list(
                Membership.objects.in_force()
                .filter(organisation=instruction.organisation_id)
                .select_related("user")
                .order_by("user__name", "pk")
            ),
            "offered": coverage.offered(dossier),
            "busy": {
                row.request.service_id
                for row in rows
                if row.request.state == OpinionRequest.State.WAITING
            },
            "suggested_due": forms.suggested_day(now, choices.opinion_days, limit),
            "opinions_due_at": limit,
        }
    if context["may_correct"]:
        context |= {
            "fields": reading.correctable(dossier),
            "correction_due": forms.suggested_day(now, choices.correction_days, None),
        }
    context["today"] = today(now).isoformat()
    return context


def _next_step(
    dossier: Dossier, entry: ShortlistEntry | None, rows: Any, *, is_sent: bool, is_open: bool
) -> str:
    """Say in one sentence what this dossier waits for: the first that holds."""
    waiting = [row for row in rows if row.request.state == OpinionRequest.State.WAITING]
    late = sum(row.is_late for row in waiting)
    place = entry.position if entry is not None else None
    cases = (
        (
            dossier.state == Dossier.State.WITHDRAWN,
            _("Le porteur a retiré ce dossier : il n’y a plus rien à faire."),
        ),
        (not is_open, _("La délibération est close : l’examen est terminé.")),
        (is_sent, _("La liste de la région est transmise : elle ne change plus.")),
        (
            dossier.state == Dossier.State.CORRECTION,
            _("Le porteur doit encore déposer la correction demandée."),
        ),
        (
            place is not None,
            _("Placé en position %(place)s dans la liste de la région.") % {"place": place},
        ),
        (entry is not None, _("Non transmis au comité, avec sa phrase.")),
        (
            dossier.eligibility == "no",
            _("Non éligible : il reste à l’écarter avec la phrase de la condition manquée."),
        ),
        (
            late > 0,
            ngettext(
                "%(n)s avis est en retard ; la place dans la liste reste à décider.",
                "%(n)s avis sont en retard ; la place dans la liste reste à décider.",
                late,
            )
            % {"n": late},
        ),
        (bool(waiting), _("Des avis sont attendus ; la place dans la liste reste à décider.")),
        (
            any(row.opinion is not None for row in rows),
            _("Les avis demandés sont rendus : la place dans la liste reste à décider."),
        ),
    )
    otherwise = _("À examiner : aucun avis n’est demandé, la place dans la liste reste à décider.")
    return next((sentence for holds, sentence in cases if holds), otherwise)


SENSES = tuple(Opinion.Sense.choices)
