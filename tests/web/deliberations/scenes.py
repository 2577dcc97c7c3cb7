"""Deliberations of the test world: an official evaluation, decisions taken, results published.

Rows are made one by one, without the services that the tests try.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from rebond.record import read_record
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.proposals import digest_of
from rebond.web.deliberations.sittings import digest_of_call
from rebond.web.dossiers.models import Dossier, DossierPlace, Filing
from rebond.web.instruction.models import Instruction
from rebond.web.journal.services import append
from tests.web.fictitious import fictitious_file, territory_id
from tests.web.world import DAY, HAUTS_DE_FRANCE, NORMANDIE, NOW, World

SENTENCE = "Une phrase fictive, assez longue pour dire ce qui a décidé."
ENGLISH = "A fictitious sentence, long enough to say what decided it."
MOTIVE = "Un motif fictif, assez long pour dire pourquoi cet acte est pris."
HIDDEN_WORD = "phrase-secrete-que-personne-ne-lit-avant-le-jour"


def add_dossiers(world: World, call: Call, count: int, *, first: int = 0) -> list[Dossier]:
    """File fictitious dossiers in a call, half in each région."""
    made = []
    for number in range(first, first + count):
        is_norman = number % 2 == 0
        one = Dossier.objects.create(
            reference=f"D-N{number:05d}",
            call=call,
            revision=call.revisions.get(number=1),
            organisation=world.organisations["epci-a" if is_norman else "epci-b"],
            title=f"Site numéro {number}",
            state=Dossier.State.FILED,
            region_code=NORMANDIE if is_norman else HAUTS_DE_FRANCE,
            commune_code="14366" if is_norman else "62498",
            eligibility="unknown",
            created_at=NOW - 50 * DAY,
            saved_at=NOW - 30 * DAY,
            filed_at=NOW - 30 * DAY,
        )
        made.append(one)
    places = [DossierPlace(dossier=one, kind="region", code=one.region_code) for one in made]
    DossierPlace.objects.bulk_create(places)
    Filing.objects.bulk_create(
        Filing(
            dossier=one,
            number=1,
            revision=one.revision,
            answers={
                "site_nom": one.title,
                "porteur_contact": "Nom Secret de Personne",
                "surface_brute_ha": "41.50",
            },
            files=[],
            digest="sha256:" + "1" * 64,
            filed_by=world.memberships["epci_a"],
            filed_at=NOW - 30 * DAY,
        )
        for one in made
    )
    Instruction.objects.bulk_create(
        Instruction(
            dossier=one,
            organisation=world.organisations[
                "prefecture-1" if one.region_code == NORMANDIE else "prefecture-2"
            ],
            opened_at=NOW - 29 * DAY,
        )
        for one in made
    )
    return made


def evaluate(world: World, call: Call, dossiers: list[Dossier]) -> Evaluation:
    """Enter an official evaluation in which the dossiers are the fictitious candidates, in order."""
    count = max(20, len(dossiers))
    content = fictitious_file(count)
    return Evaluation.objects.create(
        call=call,
        purpose=Evaluation.Purpose.OFFICIAL,
        state=Evaluation.State.DONE,
        parameters={
            "dossiers": [one.reference for one in dossiers],
            "candidates": {
                territory_id(index): one.reference for index, one in enumerate(dossiers)
            },
        },
        record=content,
        record_digest=read_record(content).digest,
        asked_by=world.memberships["national"],
        asked_at=NOW - DAY,
        finished_at=NOW - DAY,
    )


def decide(
    world: World,
    dossier: Dossier,
    outcome: str = "retained",
    *,
    at: datetime = NOW,
    reason: dict[str, Any] | None = None,
    sentence: str = SENTENCE,
    evaluation: Evaluation | None = None,
    is_confirmed: bool = True,
    **more: Any,
) -> Decision:
    """Write a decision as it stands once confirmed."""
    made = Decision.objects.create(
        **{
            "call": dossier.call,
            "dossier": dossier,
            "outcome": outcome,
            "reason": reason or {"kind": "committee", "reviews": 0, "medians": {}},
            "sentence": sentence,
            "evaluation": evaluation,
            "proposed_by": world.memberships["national"],
            "proposed_at": at,
            "confirmed_by": world.memberships["national_second"] if is_confirmed else None,
            "confirmed_at": at if is_confirmed else None,
            **more,
        }
    )
    if is_confirmed:
        with transaction.atomic():
            said = {"digest": digest_of(made)}
            append(None, "deliberations.confirm", ("decision", made.name), said, now=at)
    return made


def close(call: Call, at: datetime) -> None:
    """Let the act that closes a deliberation enter the journal."""
    whole, count = digest_of_call(call)
    said = {"digest": whole, "decisions": count}
    with transaction.atomic():
        append(None, "deliberations.close", ("call", call.reference), said, now=at)


RANKED = {
    "kind": "rank",
    "evaluation": "sha256:" + "2" * 64,
    "rank": 41,
    "k": 30,
    "count": 56,
    "score": 0.4321,
    "chance": 0.12,
    "rank_low": 30,
    "rank_high": 50,
}


def deliberated(world: World, *, results_at: datetime) -> Call:
    """Close the deliberation of the closed call, a_filed retained and b_filed below the cut."""
    call = world.calls["closed"]
    decide(world, world.dossiers["a_filed"], "retained", at=NOW - 3 * DAY)
    decide(
        world,
        world.dossiers["b_filed"],
        "below_cut",
        at=NOW - 3 * DAY,
        reason=RANKED,
        sentence=f"{SENTENCE} {HIDDEN_WORD}",
    )
    Call.objects.filter(pk=call.pk).update(deliberated_at=NOW - 2 * DAY, results_at=results_at)
    call.refresh_from_db()
    close(call, NOW - 2 * DAY)
    return call


def published(world: World) -> Call:
    """Publish the results of the closed call, once however often it is asked."""
    call = world.calls["closed"]
    if not Decision.objects.filter(call=call).exists():
        return deliberated(world, results_at=NOW - DAY)
    call.refresh_from_db()
    return call


def proposal(world: World) -> Decision:
    """Return a proposal that waits on a_filed, made once."""
    acts = Decision.objects.filter(dossier=world.dossiers["a_filed"], cancelled_at=None)
    waiting = acts.filter(confirmed_at=None).first()
    if waiting is not None:
        return waiting
    last = acts.order_by("-number").first()
    return decide(
        world,
        world.dossiers["a_filed"],
        is_confirmed=False,
        act="review" if last else "decision",
        number=last.number + 1 if last else 1,
    )
