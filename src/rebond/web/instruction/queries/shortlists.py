"""A région's list as it is made, and all régions' lists as managers and the committee read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call
from rebond.web.committee.queries import standing
from rebond.web.committee.recusal import Standing
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import levels, permissions, policies
from rebond.web.instruction.models import Instruction, Shortlist, ShortlistEntry
from rebond.web.instruction.queries.boards import Awaited, awaited, visible
from rebond.web.instruction.queries.committee import EXAMINED, is_seated
from rebond.web.instruction.readiness import Readiness, readiness

PAGE = 50
"""Dossiers without a place that one page of the list shows."""
SHOWN = 400
"""Most dossiers of one région shown on its list page."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One dossier of a région, with its place if it has one."""

    dossier: Dossier
    entry: ShortlistEntry | None
    opinions: Awaited
    gate_sentence: Text | None


@dataclass(frozen=True, slots=True)
class RegionList:
    """The list of a région: those with a place, those left out, those that still need a sentence."""

    call: Call
    region_code: str
    shortlist: Shortlist
    ranked: tuple[ListRow, ...]
    left_out: tuple[ListRow, ...]
    missing: tuple[ListRow, ...]
    readiness: Readiness
    may_change: bool

    @property
    def has_ineligible(self) -> bool:
        """Whether some dossiers without sentence are ineligible."""
        return any(row.dossier.eligibility == "no" for row in self.missing)


@dataclass(frozen=True, slots=True)
class RegionState:
    """Where the list of one région stands."""

    region_code: str
    examiner: str
    filed: int
    shortlist: Shortlist | None
    entries: tuple[ShortlistEntry, ...]
    hidden: int
    """Entries that the reader stands aside from."""
    left_out_count: int
    """Entries that the région did not send on; where there are many, they are read for the région asked for only."""

    @property
    def left_out(self) -> tuple[ShortlistEntry, ...]:
        """Return the entries read that the région did not send on."""
        return tuple(one for one in self.entries if one.position is None)


def regions_of(actor: Actor, call: Call) -> tuple[str, ...]:
    """Return the régions of a call whose dossiers the actor's organisation reads here."""
    found = visible(actor).filter(call=call, state__in=EXAMINED).order_by("region_code")
    if actor.kind in MANAGERS:
        # A manager reads here what is sent, and makes the lists that no préfecture makes.
        sent = Shortlist.objects.filter(
            call=call, region_code=OuterRef("region_code"), sent_at__isnull=False
        )
        found = found.filter(Q(Exists(sent)) | Q(instruction__organisation=actor.organisation_id))
    return tuple(found.values_list("region_code", flat=True).distinct())


def region_list(actor: Actor, call: Call, region_code: str, now: datetime) -> RegionList:
    """Return the list of a région with what it lacks (nine queries, however many dossiers)."""
    shortlist = (
        Shortlist.objects.filter(call=call, region_code=region_code)
        .select_related("organisation", "sent_by__user")
        .first()
    )
    examiner = levels.examiner(call, region_code)
    shortlist = shortlist or Shortlist(call=call, region_code=region_code, organisation=examiner)
    shortlist.call = call
    found = list(
        visible(actor)
        .filter(call=call, region_code=region_code, state__in=EXAMINED)
        .select_related("organisation", "shortlist_entry")
        .order_by("shortlist_entry__position", "pk")[:SHOWN]
    )
    opinions = awaited([one.pk for one in found], now)
    rows = [_row(one, call, opinions) for one in found]
    return RegionList(
        call=call,
        region_code=region_code,
        shortlist=shortlist,
        ranked=tuple(r for r in rows if r.entry is not None and r.entry.position is not None),
        left_out=tuple(r for r in rows if r.entry is not None and r.entry.position is None),
        missing=tuple(r for r in rows if r.entry is None),
        readiness=readiness(shortlist, now),
        may_change=shortlist.sent_at is None
        and call.deliberated_at is None
        and permissions.may_send(actor, call, region_code, examiner=examiner.pk),
    )


def _row(dossier: Dossier, call: Call, opinions: dict[int, Awaited]) -> ListRow:
    dossier.call = call
    entry = getattr(dossier, "shortlist_entry", None)
    return ListRow(
        dossier,
        entry,
        opinions.get(dossier.pk, Awaited()),
        policies.gate_sentence(dossier) if entry is None else None,
    )


def may_read_lists(actor: Actor, call: Call) -> bool:
    """Whether the actor reads all régions' lists: the call's manager, or a member of its committee."""
    return permissions.manages(actor, call) or is_seated(actor, call)


def all_lists(
    actor: Actor, call: Call, now: datetime, *, opened: str = ""
) -> tuple[RegionState, ...]:
    """Return the lists of a call, région by région (nine queries); of many left out, only those of the région asked for.

    The manager sees every région, with what is not sent yet as a number only; a member of the committee sees
    the lists sent, without the dossiers left out. Nobody sees here a dossier from which he stands aside.
    """
    manages = permissions.manages(actor, call)
    filed = dict(
        Dossier.objects.filter(call=call, state__in=EXAMINED)
        .order_by()
        .values_list("region_code")
        .annotate(count=Count("pk"))
    )
    examiners = dict(
        Instruction.objects.filter(dossier__call=call)
        .order_by()
        .values_list("dossier__region_code", "organisation__name")
        .distinct()
    )
    lists = {
        one.region_code: one
        for one in Shortlist.objects.filter(call=call, sent_at__lte=now).select_related(
            "organisation"
        )
    }
    found = ShortlistEntry.objects.filter(shortlist__in=[one.pk for one in lists.values()])
    found = found if manages else found.filter(position__isnull=False)
    stands = standing(actor, call)
    hidden, left_out = _counted(found, stands)
    if sum(left_out.values()) > PAGE:
        found = found.filter(Q(position__isnull=False) | Q(shortlist__region_code=opened))
    entries = found.select_related("dossier__organisation", "shortlist").order_by("position", "pk")
    by_region: dict[str, list[ShortlistEntry]] = {}
    for entry in entries:
        if not stands.is_recused(entry.dossier_id):
            by_region.setdefault(entry.shortlist.region_code, []).append(entry)
    codes = sorted(set(filed) | set(lists)) if manages else sorted(lists)
    return tuple(
        RegionState(
            region_code=code,
            examiner=examiners.get(code, ""),
            filed=filed.get(code, 0),
            shortlist=lists.get(code),
            entries=tuple(by_region.get(code, ())),
            hidden=hidden.get(code, 0),
            left_out_count=left_out.get(code, 0),
        )
        for code in codes
    )


def _counted(
    entries: QuerySet[ShortlistEntry], stands: Standing
) -> tuple[dict[str, int], dict[str, int]]:
    """Count by région what the reader stands aside from, and what was left out of what he may read."""
    hidden: dict[str, int] = {}
    left_out: dict[str, int] = {}
    rows = entries.order_by().values_list("shortlist__region_code", "dossier_id", "position")
    for code, dossier, position in rows:
        if stands.is_recused(dossier):
            hidden[code] = hidden.get(code, 0) + 1
        elif position is None:
            left_out[code] = left_out.get(code, 0) + 1
    return hidden, left_out
