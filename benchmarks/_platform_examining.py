"""The examination of the fictitious dossiers: opinions, lists, the committee, decisions, notices."""

from __future__ import annotations

import random
from typing import Any

from benchmarks._platform_data import BLOCK, DAY, NOW, REGIONS, SERVICES

SEATS = 8
SENT = 10
"""Dossiers that each région sends."""
DECIDED_AT_ONCE = 3
"""In the deliberation under way, one dossier in so many has nothing, one a proposal, one a decision."""


def writers() -> dict[int, Any]:
    """Return one membership of each organisation."""
    from rebond.web.accounts.models import Membership

    return {one.organisation_id: one for one in Membership.objects.order_by("-pk")}


def opinions(made: dict[str, Any], opened: list[Any], count: int, draw: random.Random) -> None:
    """Create opinion requests, most of them answered; those of the call decided all are."""
    from rebond.web.dossiers.models import Dossier
    from rebond.web.instruction.models import Opinion, OpinionRequest

    people = writers()
    filed = list(Dossier.objects.filter(state="filed").select_related("call").order_by("pk"))
    asked = []
    for number in range(count):
        one, turn = filed[number % len(filed)], number // len(filed)
        asked_at = one.filed_at + DAY
        may_wait = one.call_id != opened[0].pk and turn < len(SERVICES)
        asked.append(
            OpinionRequest(
                dossier=one,
                service=made[f"{SERVICES[turn % len(SERVICES)]}_{one.region_code}"],
                question="Le réseau suffit-il ?",
                state="waiting" if may_wait and draw.random() < 0.4 else "given",
                asked_by=people[made[f"prefecture_{one.region_code}"].pk],
                asked_at=asked_at,
                due_at=asked_at + (20 + 3 * turn) * DAY,
            )
        )
    OpinionRequest.objects.bulk_create(asked, batch_size=BLOCK)
    Opinion.objects.bulk_create(
        (
            Opinion(
                request=one,
                sense=draw.choice(("favourable", "reserved", "unfavourable")),
                text="Avis fictif.",
                given_by=people[one.service_id],
                given_at=min(one.due_at - DAY, NOW - DAY),
            )
            for one in OpinionRequest.objects.filter(state="given")
        ),
        batch_size=BLOCK,
    )


def committee(made: dict[str, Any], call: Any, draw: random.Random) -> None:
    """Create the lists that the régions sent, seats, declarations, reviews and the official evaluation."""
    from rebond.web.committee.models import CriterionScore, Declaration, Review, Seat
    from rebond.web.dossiers.models import Dossier
    from rebond.web.instruction.models import Shortlist, ShortlistEntry

    people = writers()
    prefectures = {region: made[f"prefecture_{region}"] for region in REGIONS}
    lists = {
        region: Shortlist.objects.create(
            call=call,
            region_code=region,
            organisation=one,
            sent_at=call.shortlists_due_at - DAY,
            sent_by=people[one.pk],
        )
        for region, one in prefectures.items()
    }
    places = dict.fromkeys(REGIONS, 0)
    entries = []
    for one in Dossier.objects.filter(call=call, state="filed").order_by("pk"):
        places[one.region_code] += 1
        place = places[one.region_code]
        entries.append(
            ShortlistEntry(
                shortlist=lists[one.region_code],
                dossier=one,
                position=place if place <= SENT else None,
                sentence="Phrase fictive de la région.",
            )
        )
    ShortlistEntry.objects.bulk_create(entries, batch_size=BLOCK)
    sent = [one.dossier for one in entries if one.position is not None]
    Dossier.objects.filter(pk__in=[one.pk for one in sent]).update(eligibility="yes")
    seats = [
        Seat.objects.create(
            call=call,
            membership=people[made[f"member_{n}"].pk],
            is_chair=n == 0,
            appointed_at=call.closes_at,
        )
        for n in range(SEATS)
    ]
    Declaration.objects.bulk_create(
        (
            Declaration(
                seat=seat,
                dossier=one,
                has_interest=draw.random() < 0.03,
                declared_at=call.shortlists_due_at,
            )
            for seat in seats
            for one in sent
        ),
        batch_size=BLOCK,
    )
    aside = set(
        Declaration.objects.filter(seat__in=seats, has_interest=True).values_list(
            "seat_id", "dossier_id"
        )
    )
    reviews = Review.objects.bulk_create(
        (
            Review(
                seat=seat,
                dossier=one,
                comment="Lecture fictive.",
                saved_at=call.shortlists_due_at + DAY,
                submitted_at=call.shortlists_due_at + 2 * DAY,
            )
            for seat in seats
            for one in sent
            if (seat.pk, one.pk) not in aside
        ),
        batch_size=BLOCK,
    )
    criteria = [one.id for one in call.revision.measure.grid.criteria]
    CriterionScore.objects.bulk_create(
        (
            CriterionScore(review=one, criterion=name, score=draw.randrange(101))
            for one in reviews
            for name in criteria
        ),
        batch_size=BLOCK,
    )
    evaluation(made["national"], call)


def evaluation(manager: Any, call: Any) -> None:
    """Run the engine on what the régions sent, and keep its sealed file."""
    from rebond.web.accounts.actors import of_membership
    from rebond.web.accounts.models import Membership
    from rebond.web.committee import asking, evaluating
    from rebond.web.committee.models import Evaluation

    first = Membership.objects.filter(organisation=manager).order_by("pk")[0]
    moment = call.committee_at
    asked = asking.frozen_parameters(
        of_membership(first), call, "official", {"draws": 500, "seed": 1}, moment
    )
    made = Evaluation(
        call=call,
        purpose="official",
        state="done",
        parameters=asked,
        asked_by=first,
        asked_at=moment,
        finished_at=moment,
    )
    record, used = evaluating.computed(made, lambda _done, _total: None, moment)
    made.record, made.record_digest = record.to_bytes(), record.digest
    made.parameters = {**asked, **used}
    made.save()


def decisions(opened: list[Any]) -> None:
    """Decide every dossier of the first call; propose and confirm a part of those of the second."""
    from rebond.web.accounts.models import Membership
    from rebond.web.committee import queries as committees
    from rebond.web.deliberations import reasons
    from rebond.web.deliberations.models import Decision
    from rebond.web.dossiers.models import Dossier

    first, second = Membership.objects.filter(organisation__slug="national").order_by("pk")[:2]
    rows = []
    for call in opened[:2]:
        cited = committees.last_official(call)
        filed = Dossier.objects.filter(call=call, state="filed").select_related("call", "revision")
        for number, one in enumerate(filed.order_by("pk")):
            stands = 2 if call is opened[0] else number % DECIDED_AT_ONCE
            if not stands:
                continue
            said = reasons.from_evaluation(cited, one)
            at = call.committee_at + DAY
            rows.append(
                Decision(
                    call=call,
                    dossier=one,
                    outcome=said.outcome or "not_retained",
                    reason=said.reason or {"kind": "committee"},
                    sentence=said.sentence.fr if said.sentence else "Non retenu (fictif).",
                    sentence_en=said.sentence.en if said.sentence else "Not retained (fictitious).",
                    evaluation=cited if said.kind == "rank" else None,
                    proposed_by=first,
                    proposed_at=at,
                    confirmed_by=second if stands > 1 else None,
                    confirmed_at=at + DAY if stands > 1 else None,
                )
            )
    Decision.objects.bulk_create(rows, batch_size=BLOCK)


def closing(call: Any) -> None:
    """Enter the closing of a deliberation in the journal: results are shown only as they were entered."""
    from django.db import transaction

    from rebond.web.deliberations.sittings import digest_of_call
    from rebond.web.journal.services import append

    whole, count = digest_of_call(call)
    content = {"digest": whole, "decisions": count}
    with transaction.atomic():
        append(
            None,
            "deliberations.close",
            ("call", call.reference),
            content,
            now=call.deliberated_at,
        )


def notices(count: int) -> None:
    """Tell everyone of as many opinions, each person in turn."""
    from rebond.web.accounts.models import User
    from rebond.web.dossiers.models import Dossier
    from rebond.web.notices.models import Notice

    people = list(User.objects.order_by("pk"))
    # Those whose pages are asked have a long list; the others share the rest.
    busy = [one for one in people if one.email.split("@")[0] in {"national", "prefecture_28"}]
    filed = list(Dossier.objects.filter(state="filed").order_by("pk"))
    Notice.objects.bulk_create(
        (
            Notice(
                user=busy[number // 4 % 2] if number % 4 == 0 else people[number % len(people)],
                kind="instruction.opinion_given",
                object_type="dossier",
                object_reference=filed[number % len(filed)].reference,
                facts={
                    "title": filed[number % len(filed)].title,
                    "dossier": filed[number % len(filed)].reference,
                    "organisation": "dreal_28 (fictif)",
                },
                address=f"/dossiers/{filed[number % len(filed)].reference}/",
                created_at=NOW - DAY - (count - number) * DAY / count,
                read_at=NOW if number % 3 else None,
                mailed_at=NOW,
            )
            for number in range(count)
        ),
        batch_size=BLOCK,
    )


def jobs(count: int) -> None:
    """Keep jobs that ended, one in a hundred of them failed."""
    from rebond.web.jobs.models import Job

    Job.objects.bulk_create(
        (
            Job(
                kind="committee.evaluation",
                state="done" if number % 100 else "failed",
                created_at=NOW - DAY - number * DAY / count,
                started_at=NOW - DAY,
                finished_at=NOW - DAY,
                error_fr="" if number % 100 else "Panne fictive.",
                error_en="" if number % 100 else "Fictitious fault.",
            )
            for number in range(count)
        ),
        batch_size=BLOCK,
    )
