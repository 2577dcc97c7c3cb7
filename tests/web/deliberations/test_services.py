"""Two persons decide; the second one is never the first; one wins, and nothing is half done."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connections, transaction

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership
from rebond.web.committee.models import Declaration, Seat
from rebond.web.deliberations import reasons, records, services
from rebond.web.deliberations.errors import (
    AlreadyDecided,
    AlreadyProposed,
    BulkRefused,
    EvaluationNotOfficial,
    NotTheMoment,
    ProposalGone,
    Recused,
    SamePerson,
    SentenceTooShort,
    SentenceUnfit,
)
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from tests.web.deliberations.scenes import (
    ENGLISH,
    SENTENCE,
    add_dossiers,
    decide,
    evaluate,
)
from tests.web.world import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db
COMMITTEE = {"kind": "committee"}


def propose(world: World, who: str = "national", dossier: str = "a_filed", **more: Any) -> Decision:
    given = {
        "outcome": "retained",
        "reason": COMMITTEE,
        "sentence_fr": SENTENCE,
        "sentence_en": "",
        "evaluation": None,
        "now": NOW,
    }
    return services.propose(world.actor(who), world.dossiers[dossier], **{**given, **more})


def test_a_proposal_is_confirmed_by_a_second_person(world: World) -> None:
    proposal = propose(world)
    services.confirm(world.actor("national_second"), proposal, NOW)
    proposal.refresh_from_db()
    assert proposal.confirmed_by == world.memberships["national_second"]
    assert (proposal.number, proposal.visible_from) == (1, None)
    acts = list(Entry.objects.values_list("act", flat=True))
    assert acts == ["deliberations.propose", "deliberations.confirm"]


def test_the_proposer_never_confirms_even_under_another_role(world: World) -> None:
    proposal = propose(world)
    with pytest.raises(SamePerson):
        services.confirm(world.actor("national"), proposal, NOW)
    user, membership = world.users["national"], world.memberships["national"]
    membership.ended_at = NOW
    membership.save()
    world.memberships["again"] = Membership.objects.create(
        user=user,
        organisation=world.organisations["equipe-nationale"],
        role=Role.ADMINISTRATOR,
        started_at=NOW,
    )
    with pytest.raises(SamePerson):
        services.confirm(world.actor("again"), proposal, NOW)
    assert not Decision.objects.confirmed().exists()


@pytest.mark.parametrize("who", ["cnam", "prefecture_1", "member", "epci_a", "parliament"])
def test_others_than_the_manager_decide_nothing(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        propose(world, who)
    proposal = propose(world)
    for act in (services.confirm, services.cancel):
        with pytest.raises(PermissionDenied):
            act(world.actor(who), proposal, NOW)
    assert Entry.objects.count() == 1


def test_a_reader_of_the_manager_decides_nothing(world: World) -> None:
    Membership.objects.filter(pk=world.memberships["national"].pk).update(role=Role.READER)
    world.memberships["national"].refresh_from_db()
    with pytest.raises(PermissionDenied):
        propose(world)


def interest(world: World, who: str, dossier: str) -> None:
    seat = Seat.objects.filter(membership=world.memberships[who]).first() or Seat.objects.create(
        call=world.calls["closed"], membership=world.memberships[who], appointed_at=NOW
    )
    Declaration.objects.create(
        seat=seat, dossier=world.dossiers[dossier], has_interest=True, declared_at=NOW
    )


def test_who_declared_an_interest_neither_proposes_nor_confirms(world: World) -> None:
    interest(world, "national", "a_filed")
    with pytest.raises(Recused):
        propose(world, "national")
    interest(world, "national_second", "a_filed")
    proposal = propose(world, "national_admin")
    with pytest.raises(Recused):
        services.confirm(world.actor("national_second"), proposal, NOW)
    propose(world, "national", "b_filed")


def test_the_second_to_propose_is_told_who_was_first_and_when(world: World) -> None:
    propose(world)
    with pytest.raises(AlreadyProposed) as caught:
        propose(world, "national_second", now=NOW + DAY)
    assert "national (fictif)" in caught.value.message("fr")
    assert "2 juin 2031 à 11 h 00" in caught.value.message("fr")
    assert Decision.objects.count() == 1


def test_the_second_to_confirm_is_told_who_was_first(world: World) -> None:
    proposal = propose(world)
    services.confirm(world.actor("national_second"), proposal, NOW)
    with pytest.raises(AlreadyDecided) as caught:
        services.confirm(world.actor("national_admin"), proposal, NOW + DAY)
    assert "national_second (fictif)" in caught.value.message("en")
    assert Entry.objects.filter(act="deliberations.confirm").count() == 1


def test_a_proposal_taken_back_is_confirmed_by_nobody_and_leaves_room(world: World) -> None:
    proposal = propose(world)
    services.cancel(world.actor("national_second"), proposal, NOW)
    with pytest.raises(ProposalGone) as caught:
        services.confirm(world.actor("national_admin"), proposal, NOW)
    assert "national_second" in caught.value.message("fr")
    again = propose(world, outcome="not_retained")
    assert again.number == 1
    services.confirm(world.actor("national_second"), again, NOW)
    with pytest.raises(AlreadyDecided):
        services.cancel(world.actor("national"), again, NOW)


def test_a_short_sentence_is_refused_and_nothing_is_kept(world: World) -> None:
    with pytest.raises(SentenceTooShort):
        propose(world, sentence_fr="Trop court.")
    with pytest.raises(SentenceTooShort):
        propose(world, sentence_en="Too short.")
    assert not Decision.objects.exists()
    assert not Entry.objects.exists()


def test_nothing_is_decided_while_filing_is_open_nor_on_what_is_not_filed(world: World) -> None:
    for name in ("a_draft", "b_draft"):
        with pytest.raises(NotTheMoment):
            propose(world, dossier=name)
    Dossier.objects.filter(pk=world.dossiers["a_filed"].pk).update(state="withdrawn")
    with pytest.raises(NotTheMoment):
        propose(world)


def test_a_newer_official_evaluation_must_be_cited(world: World) -> None:
    official = evaluate(world, world.calls["closed"], [world.dossiers["a_filed"]])
    with pytest.raises(EvaluationNotOfficial):
        propose(world)
    says = reasons.from_evaluation(official, world.dossiers["a_filed"])
    assert says.outcome is not None
    proposal = propose(world, outcome=says.outcome, reason={"kind": says.kind}, evaluation=official)
    newer = evaluate(world, world.calls["closed"], [world.dossiers["b_filed"]])
    newer.asked_at = NOW
    newer.save()
    with pytest.raises(EvaluationNotOfficial):
        services.confirm(world.actor("national_second"), proposal, NOW)


def test_the_journal_holds_a_digest_and_neither_outcome_nor_sentence(world: World) -> None:
    services.confirm(world.actor("national_second"), propose(world), NOW)
    for content in Content.objects.all():
        assert set(content.value) == {"digest"}
    for entry in Entry.objects.all():
        assert (entry.object_type, entry.object_reference) == ("decision", "D-AFILED/1")


def test_colleagues_are_told_and_the_proposer_is_not(world: World) -> None:
    propose(world)
    told = set(Notice.objects.values_list("user__email", flat=True))
    assert told == {
        "national_second@exemple.invalid",
        "national_admin@exemple.invalid",
    }
    assert "retained" not in json.dumps(list(Notice.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize("field", ["sentence", "outcome", "reason", "confirmed_at"])
def test_the_database_refuses_to_edit_a_confirmed_decision(world: World, field: str) -> None:
    one = decide(world, world.dossiers["a_filed"])
    values = {
        "sentence": "une autre phrase",
        "outcome": "not_retained",
        "reason": {"kind": "rank"},
        "confirmed_at": NOW + DAY,
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=one.pk).update(**{field: values[field]})
    one.refresh_from_db()
    assert one.sentence == SENTENCE


def bulk(world: World, dossiers: list[Dossier], **more: Any) -> list[Decision]:
    given = {
        "outcome": "not_retained",
        "reason": COMMITTEE,
        "template_fr": "Le dossier {dossier}, « {titre} », n’est pas retenu par le comité.",
        "template_en": "The dossier {dossier}, “{titre}”, is not retained by the committee.",
        "evaluation": None,
        "now": NOW,
    }
    actor = world.actor("national")
    return services.propose_many(actor, world.calls["closed"], dossiers, **{**given, **more})


def test_a_bulk_fills_the_sentence_of_each_and_journals_once(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 5)
    made = bulk(world, dossiers)
    assert made[3].sentence == (
        "Le dossier D-N00003, « Site numéro 3 », n’est pas retenu par le comité."
    )
    assert "D-N00004" in made[4].sentence_en
    assert Entry.objects.count() == 1
    assert len(Content.objects.get().value["digests"]) == 5


def test_a_bulk_with_one_that_cannot_is_refused_whole_and_each_says_why(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 5)
    decide(world, dossiers[1], is_confirmed=False)
    Dossier.objects.filter(pk=dossiers[2].pk).update(state="withdrawn")
    with pytest.raises(BulkRefused) as caught:
        bulk(world, dossiers)
    assert [name for name, _error in caught.value.rows] == ["D-N00001", "D-N00002"]
    assert Decision.objects.count() == 1
    assert not Entry.objects.exists()
    assert not Notice.objects.exists()


def test_a_bulk_by_rank_reads_the_values_of_each(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 20)
    official = evaluate(world, world.calls["closed"], dossiers)
    below = [
        one
        for one in dossiers
        if records.read(official).by_dossier[one.reference].status == "below_cut"
    ]
    made = bulk(
        world,
        below,
        outcome="below_cut",
        reason={"kind": "rank", "rank": 1, "score": 0.99},
        template_fr="Le dossier est au rang {rang} sur {candidats}, pour {places} places.",
        template_en="",
        evaluation=official,
    )
    assert len({one.sentence for one in made}) == len(below)
    for one in made:
        candidate = records.read(official).by_dossier[one.dossier.reference]
        assert one.reason["rank"] == candidate.score_rank
        assert one.reason["score"] == candidate.score.mid


def test_confirming_many_is_all_or_nothing(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 3)
    made = bulk(world, dossiers)
    mine = propose(world, "national_second")
    with pytest.raises(BulkRefused) as caught:
        services.confirm_many(
            world.actor("national_second"), world.calls["closed"], [*made, mine], NOW
        )
    assert [name for name, _error in caught.value.rows] == ["D-AFILED"]
    assert not Decision.objects.confirmed().exists()
    services.confirm_many(world.actor("national_second"), world.calls["closed"], made, NOW)
    assert Decision.objects.confirmed().count() == 3


HOSTILE = "{titre.__class__} {0} {evil!r} {dossier.call.manager} <script>alert(1)</script>"


def test_a_hostile_template_reads_no_attribute(world: World) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 1)
    with pytest.raises(BulkRefused) as caught:
        bulk(world, dossiers, template_fr=HOSTILE, template_en=ENGLISH)
    assert "{titre.__class__}" in caught.value.message("fr")
    assert "<class" not in caught.value.message("fr")


def at_once(people: tuple[str, str], act: Callable[[Actor], object], world: World) -> list[str]:
    """Let two people act on two connections at the same moment; return what each of them got."""
    gate = threading.Barrier(2)
    got: dict[str, object] = {}

    def run(who: str) -> None:
        try:
            actor = world.actor(who)
            gate.wait(timeout=30)
            # The test database of SQLite lives in a cache shared in memory, which refuses a second writer
            # at once instead of making it wait as a file does.
            for _attempt in range(2000):
                try:
                    got[who] = act(actor)
                except OperationalError as error:
                    if "locked" not in str(error):
                        raise
                    threading.Event().wait(0.005)
                else:
                    return
        except Exception as error:  # noqa: BLE001 - each person's error is the result
            got[who] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(who,)) for who in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    return sorted(type(one).__name__ for one in got.values())


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_propose_at_once_one_wins_and_the_other_is_told() -> None:
    world = make_world(NOW)
    dossier = world.dossiers["a_filed"]

    def act(actor: Actor) -> object:
        return services.propose(actor, dossier, "retained", COMMITTEE, SENTENCE, "", None, NOW)

    assert at_once(("national", "national_second"), act, world) == ["AlreadyProposed", "Decision"]
    assert Decision.objects.count() == 1
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_confirm_at_once_one_wins_and_the_other_is_told() -> None:
    world = make_world(NOW)
    proposal = propose(world)

    def act(actor: Actor) -> object:
        return services.confirm(actor, proposal, NOW)

    people = ("national_second", "national_admin")
    assert at_once(people, act, world) == ["AlreadyDecided", "NoneType"]
    assert Entry.objects.filter(act="deliberations.confirm").count() == 1


def test_a_name_that_nothing_fills_is_refused_alone_and_for_many(world: World) -> None:
    with pytest.raises(SentenceUnfit):
        propose(world, sentence_fr=f"{SENTENCE} Il est {{inconnu}}.")
    with pytest.raises(BulkRefused) as caught:
        services.propose_many(
            world.actor("national"),
            world.calls["closed"],
            [world.dossiers["a_filed"]],
            "retained",
            COMMITTEE,
            f"{SENTENCE} Il est {{inconnu}}.",
            "",
            None,
            NOW,
        )
    assert "{inconnu}" in caught.value.message("fr")
    assert not Decision.objects.exists()
    filled = propose(world, sentence_fr=f"{SENTENCE} C’est {{dossier}}.")
    assert filled.sentence.endswith(f"C’est {world.dossiers['a_filed'].reference}.")
