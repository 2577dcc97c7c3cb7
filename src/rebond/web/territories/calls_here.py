"""Where a place stands in each call that was run here: what the results make public, and nothing else.

Before the results, a call says the same of every place. After them, the policy's own rule of publication
decides: where it keeps the place of those not retained, no place is said never to have been proposed,
because the others would then be known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Exists, Max, OuterRef, Q

from rebond.programme import Measure
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.queries import public_calls, with_revisions
from rebond.web.deliberations import queries as deliberations
from rebond.web.deliberations import states
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.results import public_items
from rebond.web.dossiers.models import Dossier, DossierPlace
from rebond.web.territories import calls_words as words
from rebond.web.territories.calls_words import OUTCOMES, Proposed
from rebond.web.territories.ground import Ground, day_of
from rebond.web.territories.standing_rows import MeasureStanding, Proof, Standing

MOST_NAMED = 12
MOST_OWN = 200
KEPT_IN_MEMORY = 512


@dataclass(frozen=True, slots=True)
class Out:
    """What is public of a whole call whose results are out."""

    filed: int
    is_settled: bool
    """Whether every dossier filed has a decision that stands."""
    is_placed: bool
    """Whether every dossier filed names a commune; where one does not, nothing tells what it touches."""
    is_agreed: bool
    """Whether the decisions are still those of the journal."""


def rows(ground: Ground, actor: Actor | None, moment: datetime) -> list[MeasureStanding]:
    """Return where a place stands in each public call, the newest first."""
    calls = with_revisions(public_calls(moment).filter(created_at__lte=moment))
    calls = [one for one in calls if one.stage(moment) != Call.Stage.DRAFT]
    measures = {one.pk: _measure(one.revision.pk, one.measure_id) for one in calls if one.revision}
    out = _out([one for one in calls if deliberations.results_are_out(one, moment)], moment)
    public = _public(ground, {key for key, one in out.items() if one.is_agreed}, measures, moment)
    own = _own(ground, actor, [one.pk for one in calls], moment) if actor else {}
    return [
        _row(
            _Seen(one, measures[one.pk], ground, moment, out.get(one.pk)),
            public.get(one.pk, []),
            own.get(one.pk, []),
        )
        for one in calls
    ]


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _measure(revision: int, measure: str) -> Measure:
    """Return the measure of a published revision, which never changes."""
    return Revision.objects.get(pk=revision).programme.measure(measure)


def _out(calls: list[Call], moment: datetime) -> dict[int, Out]:
    """Return what is public of whole calls (two queries, and the digests once a change)."""
    if not calls:
        return {}
    keys = [one.pk for one in calls]
    dossiers = Dossier.objects.filter(call__in=keys, filed_at__isnull=False).order_by()
    withdrawn = Count("pk", filter=Q(state=Dossier.State.WITHDRAWN))
    places = DossierPlace.objects.filter(dossier=OuterRef("pk"), kind="commune")
    nowhere = Count("pk", filter=~Exists(places))
    counted = {
        key: rest
        for key, *rest in dossiers.values_list("call").annotate(
            n=Count("pk"), w=withdrawn, nowhere=nowhere
        )
    }
    acts = Decision.objects.confirmed().filter(call__in=keys).order_by().values_list("call")
    undone = Count("pk", filter=Q(outcome=Decision.Outcome.NONE))
    decided = {
        key: rest for key, *rest in acts.annotate(n=Count("pk"), last=Max("pk"), undone=undone)
    }
    found = {}
    for call in calls:
        filed, left, nowhere = counted.get(call.pk, (0, 0, 0))
        number_of, last, none = decided.get(call.pk, (0, 0, 0))
        agreed = states.is_agreed(call, (number_of, last), moment)
        found[call.pk] = Out(
            filed, is_settled=not left and not none, is_placed=not nowhere, is_agreed=agreed
        )
    return found


def _public(
    ground: Ground, calls: set[int], measures: Mapping[int, Measure], moment: datetime
) -> dict[int, list[Proposed]]:
    """Return the dossiers of the place that the rule of each call lets everyone know."""
    items = {key: public_items(measures[key]) for key in calls}
    full = [key for key, one in items.items() if "place" in one["others"]]
    some = [key for key, one in items.items() if "place" in one["retained"]]
    if not some and not full:
        return {}
    # The dossiers of the place are found once: a condition on each act would read its communes again.
    inside = DossierPlace.objects.filter(ground.within()).values("dossier")
    acts = (
        deliberations.visible_acts(moment)
        .filter(call__in={*some, *full})
        .last_of_each()
        .filter(dossier__in=inside)
        .filter(dossier__state__in=(Dossier.State.FILED, Dossier.State.CORRECTION))
        .select_related("dossier__organisation")
        .defer("sentence", "sentence_en")
    )
    found: dict[int, list[Proposed]] = {}
    for act in acts.order_by("dossier__title", "dossier__reference"):
        is_retained = act.outcome == Decision.Outcome.RETAINED
        kept = items[act.call_id]["retained" if is_retained else "others"]
        if "place" not in kept or act.outcome not in OUTCOMES:
            continue
        found.setdefault(act.call_id, []).append(_proposed(act, kept, is_retained=is_retained))
    return found


def _proposed(act: Decision, kept: frozenset[str], *, is_retained: bool) -> Proposed:
    dossier = act.dossier
    is_told = is_retained or "outcome" in kept
    applicant = None
    if "applicant" in kept and dossier.organisation.kind != Kind.PROPRIETAIRE_PRIVE:
        applicant = dossier.organisation.name
    return Proposed(
        reference=dossier.reference,
        standing=OUTCOMES[act.outcome] if is_told else Standing.NOT_RETAINED,
        title=(dossier.title or None) if "name" in kept else None,
        applicant=applicant,
        filed_on=day_of(dossier.filed_at) if applicant and dossier.filed_at else None,
        reason=words.public_reason(act) if is_told and "reason" in kept else None,
        decision=act.name,
        on=_day(act),
        address="",
    )


def _day(act: Decision) -> date | None:
    moments = [one for one in (act.call.results_at, act.visible_from) if one is not None]
    return day_of(max(moments)) if moments else None


def _own(
    ground: Ground, actor: Actor, calls: list[int], moment: datetime
) -> dict[int, list[Proposed]]:
    """Return the dossiers of the place whose decision this person may read whole, and his own filed ones."""
    inside = Q(pk__in=DossierPlace.objects.filter(ground.within()).values("dossier"))
    readable = list(deliberations.readable(actor, moment).filter(inside, call__in=calls)[:MOST_OWN])
    mine = list(
        Dossier.objects.filter(
            inside,
            organisation=actor.organisation_id,
            call__in=calls,
            filed_at__lte=moment,
            state__in=(Dossier.State.FILED, Dossier.State.CORRECTION),
        )
        .exclude(pk__in=[one.pk for one in readable])
        .select_related("organisation")[:MOST_OWN]
    )
    decided = deliberations.visible_decisions(readable, moment)
    found: dict[int, list[Proposed]] = {}
    for one in (*readable, *mine):
        act = decided.get(one.pk)
        is_decided = act is not None and act.outcome in OUTCOMES
        found.setdefault(one.call_id, []).append(
            Proposed(
                reference=one.reference,
                standing=OUTCOMES[act.outcome] if act and is_decided else Standing.FILED,
                title=one.title or None,
                applicant=one.organisation.name,
                filed_on=day_of(one.filed_at) if one.filed_at else None,
                reason=words.public_reason(act) if act else None,
                decision=f"{one.reference}/{act.number}" if act else "",
                on=day_of(act.confirmed_at) if act and act.confirmed_at else None,
                address=f"/deliberations/dossiers/{one.reference}/"
                if is_decided
                else f"/dossiers/{one.reference}/",
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class _Seen:
    call: Call
    measure: Measure
    ground: Ground
    moment: datetime
    out: Out | None
    """None before the results."""


def _row(seen: _Seen, public: list[Proposed], own: list[Proposed]) -> MeasureStanding:
    known = {one.reference: one for one in public}
    is_own = any(known.get(one.reference) != one for one in own)
    told = list((known | {one.reference: one for one in own}).values())
    order = [*OUTCOMES.values(), Standing.FILED]
    told.sort(key=lambda one: (order.index(one.standing), one.title or "", one.reference))
    standing, sentence, on = _answer(seen, told)
    call = seen.call
    return MeasureStanding(
        programme=call.programme_id,
        measure=call.measure_id,
        title=Text(call.title_fr, call.title_en),
        standing=standing,
        sentence=sentence,
        proofs=(_of_call(seen), *_proofs(call, told[:MOST_NAMED])),
        call=call.reference,
        on=on,
        is_fictitious=call.is_fictitious,
        is_own=is_own,
    )


def _answer(seen: _Seen, told: list[Proposed]) -> tuple[Standing, Text, date | None]:
    call, moment, name = seen.call, seen.moment, seen.ground.said_name
    stage = call.stage(moment)
    if told:
        return told[0].standing, words.told(told, name), told[0].on
    if seen.out is not None:
        results = day_of(call.results_at) if call.results_at else None
        standing, said = _untold(seen.out, public_items(seen.measure))
        return standing, said.filled(name=name), results
    if stage in {Call.Stage.OPEN, Call.Stage.ANNOUNCED} and call.opens_at and call.closes_at:
        return Standing.OPEN, words.opened(call, stage), day_of(call.opens_at)
    if stage == Call.Stage.CANCELLED and call.cancelled_at:
        return Standing.NOT_PUBLIC, words.cancelled(call.cancelled_at), day_of(call.cancelled_at)
    return (
        Standing.NOT_PUBLIC,
        words.examined(call),
        day_of(call.closes_at) if call.closes_at else None,
    )


def _untold(out: Out, items: Mapping[str, frozenset[str]]) -> tuple[Standing, Text]:
    """Return what results say of a place that none of the dossiers they list touches.

    Nothing here depends on the place, so that no dossier kept back can be found by what is said of others.
    """
    if not out.is_agreed:
        return Standing.NOT_PUBLIC, Text(
            "Les décisions ne sont plus celles que le journal a scellées : rien n’en est montré.",
            "The decisions are no longer those that the journal sealed: nothing of them is shown.",
        )
    if out.filed == 0:
        return Standing.NEVER_PROPOSED, Text(
            "Aucun dossier n’a été déposé dans cet appel : rien n’a été proposé pour {name}.",
            "No dossier was filed in this call: nothing was proposed for {name}.",
        )
    if "place" not in items["retained"]:
        return Standing.NOT_PUBLIC, Text(
            "Les résultats sont publiés sans les lieux : ce qui touche {name} n’est pas public.",
            "Results are published without places: what touches {name} is not public.",
        )
    if not out.is_placed:
        return Standing.NOT_PUBLIC, Text(
            "Aucun dossier retenu dont la commune est connue ne touche {name} ; au moins un dossier déposé n’en "
            "nomme aucune, et rien n’établit ce qu’il touche.",
            "No dossier retained whose commune is known touches {name}; at least one dossier filed names none, "
            "and nothing establishes what it touches.",
        )
    if "place" in items["others"] and out.is_settled:
        return Standing.NEVER_PROPOSED, Text(
            "Rien n’a été proposé pour {name} : aucun des dossiers décidés n’y touche.",
            "Nothing was proposed for {name}: none of the dossiers decided touches it.",
        )
    return Standing.NOT_PUBLIC, Text(
        "Aucun dossier retenu ne touche {name} ; si un autre y a été déposé, la règle de publication de "
        "l’appel ne permet pas de le dire.",
        "No dossier retained touches {name}; whether another one was filed there, the call’s rule of "
        "publication does not let anyone say.",
    )


def _of_call(seen: _Seen) -> Proof:
    call = seen.call
    name = Text("Résultats de l’appel {r}", "Results of the call {r}")
    if seen.out is None:
        name = Text("Appel {r}", "Call {r}")
    return Proof(
        id=f"call:{call.reference}",
        words=name.filled(r=call.reference),
        source="record",
        on=day_of(call.results_at) if seen.out is not None and call.results_at else None,
        address=f"/appels/{call.reference}/{'' if seen.out is None else 'resultats/'}",
    )


def _proofs(call: Call, told: list[Proposed]) -> list[Proof]:
    """Return one proof a dossier; the reference of a dossier is told to those who may open it alone."""
    return [
        Proof(
            id=f"decision:{one.decision or one.reference}"
            if one.address
            else f"result:{call.reference}/{place}",
            words=words.proof_words(one),
            source="record",
            on=one.on,
            address=one.address,
        )
        for place, one in enumerate(told, start=1)
    ]
