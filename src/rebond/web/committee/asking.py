"""Asking the engine: what is asked is checked and frozen here; a job runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from rebond.programme import Measure
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee import candidates, choices, permissions, queries
from rebond.web.committee.errors import (
    BadChoice,
    EvaluationCited,
    NoEvaluation,
    NothingToEvaluate,
    SimulationClosed,
    TooManyPlaces,
    TooManyTrials,
)
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.jobs import services as jobs
from rebond.web.journal.services import append
from rebond.web.territories.places import atlas

JOB = "committee.evaluation"
MOST_DRAWS = 100_000
LARGEST_SEED = 2**32 - 1
MOST_WAITING = 5
RULES = ("covered_regions_min", "minimum_distance_km", "budget_cents")
ASKED = frozenset({"k", "weights", "draws", "seed", "rules", "calls", "note"})
LONGEST_NOTE = 200


def ask_evaluation(
    actor: Actor, call: Call, purpose: str, parameters: Mapping[str, Any], *, now: datetime
) -> Evaluation:
    """Ask for an evaluation of a call's dossiers; the row waits until a worker has run it.

    An official one is journalled; a trial and a simulation touch nothing and leave no act.

    Parameters
    ----------
    parameters : mapping
        Any of ``k``, ``weights`` ({"intervals": {criterion: [low, high]}, "orderings": [[heavier, lighter]]}),
        ``draws``, ``seed``, ``rules`` (see `RULES`), ``note``; for a simulation ``calls``, the past calls.

    Raises
    ------
    PermissionDenied
    NoEvaluation, NothingToEvaluate, TooManyPlaces, BadChoice, SimulationClosed, EvaluationCited, TooManyTrials
    """
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call.pk)
        _refuse(actor, call, purpose, now)
        frozen = frozen_parameters(actor, call, purpose, parameters, now)
        evaluation = Evaluation.objects.create(
            call=call,
            purpose=purpose,
            parameters=frozen,
            asked_by_id=actor.membership_id,
            asked_at=now,
        )
        if purpose == Evaluation.Purpose.OFFICIAL:
            append(
                actor,
                "committee.ask_evaluation",
                ("evaluation", str(evaluation.pk)),
                {"call": call.reference, "parameters": frozen},
                now=now,
            )
        jobs.ask(JOB, {"evaluation": str(evaluation.pk)}, now=now)
        return evaluation


def _refuse(actor: Actor, call: Call, purpose: str, now: datetime) -> None:
    allowed: dict[Evaluation.Purpose, Callable[[Actor, Call], bool]] = {
        Evaluation.Purpose.OFFICIAL: permissions.may_manage,
        Evaluation.Purpose.TRIAL: lambda who, one: permissions.may_try(who, one, now),
        Evaluation.Purpose.SIMULATION: permissions.may_simulate,
    }
    if purpose not in allowed or not allowed[Evaluation.Purpose(purpose)](actor, call):
        raise PermissionDenied
    if purpose == Evaluation.Purpose.SIMULATION and call.stage(now) not in {
        Call.Stage.DRAFT,
        Call.Stage.ANNOUNCED,
    }:
        raise SimulationClosed
    if purpose == Evaluation.Purpose.OFFICIAL and _is_settled(call):
        raise EvaluationCited
    if purpose != Evaluation.Purpose.OFFICIAL:
        waiting = Evaluation.objects.filter(
            asked_by=actor.membership_id, state=Evaluation.State.WAITING
        ).count()
        if waiting >= MOST_WAITING:
            raise TooManyTrials(waiting)


def _is_settled(call: Call) -> bool:
    """Whether decisions rest on an evaluation already."""
    cited = Decision.objects.confirmed().filter(call=call, evaluation__isnull=False)
    return call.deliberated_at is not None or cited.exists()


def frozen_parameters(
    actor: Actor, call: Call, purpose: str, asked: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    """Return everything that decides the result, from what is asked and what the call chose."""
    if unknown := set(asked) - ASKED:
        raise BadChoice(_unknown(sorted(unknown)))
    revision = choices.revision_of(call)
    measure, chosen = choices.measure_of(revision), choices.choices_of(revision)
    if measure.grid is None:
        raise NoEvaluation
    is_simulation = purpose == Evaluation.Purpose.SIMULATION
    dossiers, as_of = (
        _past(actor, call, asked.get("calls") or ()) if is_simulation else _present(call, now)
    )
    field = candidates.rows(
        dossiers,
        queries.last_filings([one.pk for one in dossiers]),
        measure,
        atlas(),
        judged=not is_simulation,
    )
    count = len(field.entered)
    if not count:
        raise NothingToEvaluate
    k, is_k_asked, policy_k = _k(asked.get("k"), chosen, measure, count)
    rules = _rules(asked.get("rules") or {}, chosen, is_whole=k == policy_k)
    return {
        "revision": revision.pk,
        "policy_digest": revision.policy_digest,
        "k": k,
        "k_asked": is_k_asked,
        "k_before": policy_k,
        "weights": _weights(asked.get("weights"), chosen, measure),
        "rules": rules,
        "draws": _whole(asked.get("draws") or chosen.draws, "draws", 1, MOST_DRAWS),
        "seed": _seed(asked.get("seed"), chosen),
        "as_of": as_of,
        "calls": sorted({one.call.reference for one in dossiers}),
        "note": str(asked.get("note") or "").strip()[:LONGEST_NOTE],
        "candidates": field.references(),
        "dossiers": [one.dossier for one in field.entered],
        "places": {one.dossier: one.place for one in field.entered},
        "filings": {one.dossier: one.filing for one in field.entered},
        "corrected": {
            one.reference: one.corrected_communes for one in dossiers if one.corrected_communes
        },
        "left_out": [asdict(one) | {"gates": list(one.gates)} for one in field.left_out],
    }


def _present(call: Call, now: datetime) -> tuple[list[Dossier], str]:
    """Return the dossiers before the committee, read as of the day the call closed."""
    closing = call.closes_at or now
    return (
        list(queries.dossiers(call, now).select_related("call")),
        timezone.localtime(closing).date().isoformat(),
    )


def past_calls(actor: Actor, call: Call) -> list[Call]:
    """Return the calls of the same measure whose deliberation is over, run by the same organisation."""
    return list(
        Call.objects.filter(
            manager=actor.organisation_id,
            programme_id=call.programme_id,
            measure_id=call.measure_id,
            deliberated_at__isnull=False,
            cancelled_at=None,
        )
        .exclude(pk=call.pk)
        .order_by("-closes_at", "pk")[: queries.SHOWN]
    )


def _past(actor: Actor, call: Call, references: Sequence[str]) -> tuple[list[Dossier], str]:
    known = {one.reference: one for one in past_calls(actor, call)}
    wanted = [known[name] for name in references if name in known] or list(known.values())
    if not wanted or set(references) - set(known):
        raise NothingToEvaluate
    dossiers = list(
        Dossier.objects.filter(call__in=wanted, state__in=queries.APPLIED)
        .select_related("call")
        .order_by("reference")
    )
    latest = max(one.closes_at for one in wanted if one.closes_at is not None)
    return dossiers, timezone.localtime(latest).date().isoformat()


def _k(
    asked: Any, chosen: choices.Choices, measure: Measure, count: int
) -> tuple[int, bool, int | None]:
    """Return K, whether a person asked for it, and the K of the call or the policy."""
    stated = chosen.k or (measure.selection.k if measure.selection is not None else None)
    if asked in {None, ""}:
        return min(stated or count, count), False, stated
    k = _whole(asked, "K", 1, 10**6)
    if k > count:
        raise TooManyPlaces(k, count)
    return k, True, stated


def _rules(asked: Mapping[str, Any], chosen: choices.Choices, *, is_whole: bool) -> dict[str, int]:
    """Return the rules asked for; the call's number of régions was chosen for its own K only."""
    if unknown := set(asked) - set(RULES):
        raise BadChoice(_unknown(sorted(unknown)))
    rules = {
        name: _whole(value, name, 0, 10**12)
        for name, value in asked.items()
        if value not in {None, ""}
    }
    if "covered_regions_min" not in rules and is_whole and chosen.covered_regions_min is not None:
        rules["covered_regions_min"] = chosen.covered_regions_min
    return rules


def _weights(asked: Any, chosen: choices.Choices, measure: Measure) -> dict[str, Any]:
    """Return the weights stated: those asked for, else the call's; none leaves those of the policy."""
    stated = asked if asked else chosen.weights
    if not isinstance(stated, Mapping):
        raise BadChoice(_unknown(["weights"]))
    names = {one.id for one in measure.grid.criteria} if measure.grid is not None else set()
    intervals: dict[str, list[float]] = {}
    for name, ends in (stated.get("intervals") or {}).items():
        low, high = ends if isinstance(ends, list | tuple) else (ends, ends)
        is_sound = all(
            isinstance(end, int | float) and not isinstance(end, bool) for end in (low, high)
        )
        if name not in names or not is_sound or not 0 <= low <= high <= 1:
            raise BadChoice(_unknown([str(name)]))
        intervals[name] = [float(low), float(high)]
    orderings = [list(pair) for pair in stated.get("orderings") or ()]
    if any(len(pair) != 2 or set(pair) - names or pair[0] == pair[1] for pair in orderings):  # noqa: PLR2004 - heavier, lighter
        raise BadChoice(_unknown(["orderings"]))
    return {"intervals": intervals, "orderings": orderings}


def _seed(asked: Any, chosen: choices.Choices) -> int | None:
    seed = chosen.seed if asked in {None, ""} else asked
    return None if seed is None else _whole(seed, "seed", 0, LARGEST_SEED)


def _whole(value: Any, name: str, least: int, most: int) -> int:
    text = str(value).strip()
    if not (
        text.isascii()
        and text.isdigit()
        and len(text) <= len(str(most))
        and least <= int(text) <= most
    ):
        raise BadChoice(
            Text(
                f"{name} : « {text[:20]} » n’est pas un entier de {least} à {most}.",
                f"{name}: “{text[:20]}” is not a whole number from {least} to {most}.",
            )
        )
    return int(text)


def _unknown(names: Sequence[str]) -> Text:
    listed = ", ".join(name[:40] for name in names)
    return Text(
        f"Choix inconnu ou inutilisable : {listed}.", f"Unknown or unusable choice: {listed}."
    )
