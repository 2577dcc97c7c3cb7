"""A région's list for the national committee: placing, ordering, sending. Once sent it is frozen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import levels, permissions, policies
from rebond.web.instruction.addresses import path_of
from rebond.web.instruction.errors import (
    BadPlace,
    IneligibleOnList,
    ListChanged,
    NoRegionalStage,
    SentenceMissing,
    SentenceTooShort,
    ShortlistIncomplete,
    ShortlistSent,
)
from rebond.web.instruction.models import Shortlist, ShortlistEntry
from rebond.web.instruction.queries import boards
from rebond.web.instruction.readiness import readiness
from rebond.web.instruction.services.standing import EXAMINED, locked
from rebond.web.instruction.wording import one_line
from rebond.web.journal.services import append
from rebond.web.notices.services import tell

SHORTEST = 20
"""Least number of characters of a sentence: « ok » tells nobody why."""


def place_on_shortlist(
    actor: Actor, dossier: Dossier, position: int | None, sentence: str, now: datetime
) -> ShortlistEntry:
    """Put a dossier in the list at a place, or leave it out of it (None), with the sentence that says why.

    An ineligible dossier can only be left out; without a sentence it gets the condition that it misses.
    """
    with transaction.atomic():
        instruction = locked(actor, dossier)
        found = instruction.dossier
        shortlist = _open_list(actor, found.call, found.region_code)
        return _place(actor, shortlist, found, position, sentence, now)


def leave_out_ineligible(
    actor: Actor, call: Call, region_code: str, now: datetime
) -> list[ShortlistEntry]:
    """Leave out every ineligible dossier that has no sentence yet, each with the condition it misses."""
    with transaction.atomic():
        shortlist = _open_list(actor, call, region_code)
        waiting = Dossier.objects.filter(
            call=call,
            region_code=region_code,
            state__in=EXAMINED,
            eligibility="no",
            shortlist_entry=None,
        ).select_related("call", "revision")
        return [
            _place(actor, shortlist, one, None, "", now)
            for one in waiting.defer("revision__policy").order_by("pk")
        ]


def reorder(
    actor: Actor, call: Call, region_code: str, references: Sequence[str], now: datetime
) -> Shortlist:
    """Give the list this order; it must name exactly the dossiers that are in it."""
    with transaction.atomic():
        shortlist = _open_list(actor, call, region_code)
        ranked = {one.dossier.reference: one for one in _ranked(shortlist)}
        if len(references) != len(ranked) or set(references) != set(ranked):
            raise ListChanged
        _number([ranked[one] for one in references])
        append(
            actor,
            "instruction.reordered",
            _about(shortlist),
            {"order": list(references)},
            now=now,
        )
        return shortlist


def send_shortlist(
    actor: Actor,
    call: Call,
    region_code: str,
    now: datetime,
    *,
    accepts_warnings: bool = False,
) -> Shortlist:
    """Send the list to the national committee; it is frozen from then on.

    Raises
    ------
    ShortlistSent
        When somebody has sent it already.
    ShortlistIncomplete
        When the call is not closed, a dossier has no sentence, there are more dossiers than the call takes,
        or warnings (too few dossiers, opinions still awaited) that the sender has not accepted.
    """
    with transaction.atomic():
        shortlist = _open_list(actor, call, region_code)
        state = readiness(shortlist, now)
        reasons = list(state.blocking)
        if not accepts_warnings:
            reasons += state.warnings
        if reasons:
            raise ShortlistIncomplete(reasons)
        entries = list(
            shortlist.entries.filter(dossier__state__in=EXAMINED)
            .select_related("dossier")
            .order_by("position", "pk")
        )
        ranked = [one for one in entries if one.position is not None]
        _number(ranked)
        shortlist.sent_at, shortlist.sent_by_id = now, actor.membership_id
        shortlist.organisation_id = actor.organisation_id
        shortlist.save(update_fields=["sent_at", "sent_by", "organisation"])
        append(
            actor,
            "instruction.shortlist_sent",
            _about(shortlist),
            {
                "sent": [one.dossier.reference for one in ranked],
                "left_out": [one.dossier.reference for one in entries if one.position is None],
                "sentences": {one.dossier.reference: one.sentence for one in entries},
                "warnings": [one.as_json() for one in state.warnings],
            },
            now=now,
        )
        _tell_sent(actor, shortlist, len(ranked), now)
        return shortlist


def _open_list(actor: Actor, call: Call, region_code: str) -> Shortlist:
    """Lock the région's list for a change, made if it is not there; refuse it once sent."""
    if not levels.has_regional_stage(call):
        raise NoRegionalStage
    examiner = levels.examiner(call, region_code)
    if not permissions.may_send(actor, call, region_code, examiner=examiner.pk):
        raise PermissionDenied
    # Whoever is tied to one dossier of a list ranks none of it: raising one lowers another.
    if boards.aside(actor).filter(call=call, region_code=region_code, state__in=EXAMINED).exists():
        raise PermissionDenied
    Shortlist.objects.get_or_create(
        call=call, region_code=region_code, defaults={"organisation_id": actor.organisation_id}
    )
    shortlist = (
        Shortlist.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(call=call, region_code=region_code)
    )
    if shortlist.sent_at is not None:
        raise ShortlistSent(shortlist.sent_at, _who(shortlist))
    return shortlist


def _place(
    actor: Actor,
    shortlist: Shortlist,
    dossier: Dossier,
    position: int | None,
    sentence: str,
    now: datetime,
) -> ShortlistEntry:
    sentence = one_line(sentence)
    if dossier.eligibility == "no":
        if position is not None:
            raise IneligibleOnList(dossier.reference)
        gate = policies.gate_sentence(dossier)
        sentence = sentence or (gate.fr if gate is not None else "")
    if not sentence:
        raise SentenceMissing(
            Text(
                f"Le dossier {dossier.reference} n’a pas de phrase.",
                f"Dossier {dossier.reference} has no sentence.",
            )
        )
    if len(sentence) < SHORTEST:
        raise SentenceTooShort(len(sentence), SHORTEST)
    placed = [one for one in _ranked(shortlist) if one.dossier_id != dossier.pk]
    if position is not None and position > len(placed) + 1:
        raise BadPlace(str(position), last=len(placed) + 1)
    entry, _is_new = ShortlistEntry.objects.update_or_create(
        dossier=dossier,
        defaults={"shortlist": shortlist, "position": position, "sentence": sentence},
    )
    others = [one for one in _ranked(shortlist) if one.pk != entry.pk]
    if position is not None:
        others.insert(max(position, 1) - 1, entry)
    _number(others)
    append(
        actor,
        "instruction.set_aside" if position is None else "instruction.placed",
        ("dossier", dossier.reference),
        {"position": entry.position, "sentence": sentence},
        now=now,
    )
    return entry


def _ranked(shortlist: Shortlist) -> list[ShortlistEntry]:
    """Return the entries that have a place, in order; those of withdrawn dossiers lose theirs."""
    return list(
        shortlist.entries.filter(position__isnull=False, dossier__state__in=EXAMINED)
        .select_related("dossier")
        .order_by("position", "pk")
    )


def _number(entries: Sequence[ShortlistEntry]) -> None:
    for place, entry in enumerate(entries, 1):
        entry.position = place
    ShortlistEntry.objects.bulk_update(entries, ["position"])


def _about(shortlist: Shortlist) -> tuple[str, str]:
    return ("shortlist", f"{shortlist.call.reference}/{shortlist.region_code}")


def _who(shortlist: Shortlist) -> str:
    sender = Membership.objects.filter(pk=shortlist.sent_by_id).select_related("user").first()
    return str(sender.user) if sender is not None else str(shortlist.organisation)


def _tell_sent(actor: Actor, shortlist: Shortlist, count: int, now: datetime) -> None:
    """Tell the call's manager and the members of its committee."""
    call = shortlist.call
    manager = Organisation.objects.get(pk=call.manager_id)
    people = Membership.objects.in_force().filter(organisation=manager)
    seated = Membership.objects.in_force().filter(seats__call=call, seats__ended_at=None)
    tell(
        [
            *people.values_list("user_id", flat=True),
            *seated.values_list("user_id", flat=True),
        ],
        "instruction.shortlist_sent",
        _about(shortlist),
        address=path_of("shortlists", call.reference),
        facts={
            "title": call.title_fr,
            "organisation": actor.organisation_name,
            "count": count,
        },
        now=now,
    )
