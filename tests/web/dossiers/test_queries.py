from __future__ import annotations

from typing import Any

import pytest

from rebond.web.accounts.models import Membership, Organisation
from rebond.web.calls.models import Revision
from rebond.web.committee.models import Declaration, Seat
from rebond.web.dossiers import queries, services
from rebond.web.dossiers.models import Answer, Dossier
from rebond.web.instruction.models import OpinionRequest, Shortlist
from tests.web.dossiers.drafts import COMPLETE, filled
from tests.web.world import CAST, DAY, NOW, World

pytestmark = pytest.mark.django_db

SEEN = {
    "epci_a": {"a_draft", "a_filed"},
    "epci_a_second": {"a_draft", "a_filed"},
    "epci_a_reader": {"a_draft", "a_filed"},
    "epci_a_admin": {"a_draft", "a_filed"},
    "epci_b": {"b_draft", "b_filed"},
    "commune_c": set(),
    "prefecture_1": {"a_filed"},
    "prefecture_2": {"b_filed"},
    "dreal_1": {"a_filed"},
    "dreal_2": {"b_filed"},
    "national": {"a_filed", "b_filed"},
    "national_second": {"a_filed", "b_filed"},
    "national_admin": {"a_filed", "b_filed"},
    "cnam": set(),
    "member": {"a_filed", "b_filed"},
    "recused": {"b_filed"},
    "investor": set(),
    "sous_prefet": set(),
    "firm": set(),
    "agency": set(),
    "parliament": set(),
    "action_logement": set(),
}


def seen(world: World, persona: str) -> set[str]:
    rows = queries.visible(world.actor(persona), NOW)
    names = {one.pk: name for name, one in world.dossiers.items()}
    return {names[one.pk] for one in rows}


def test_each_persona_is_written_here() -> None:
    assert SEEN.keys() == CAST.keys()


@pytest.mark.parametrize("persona", sorted(SEEN))
def test_each_persona_sees_its_dossiers_and_no_other(world: World, persona: str) -> None:
    assert seen(world, persona) == SEEN[persona]


def test_a_visitor_sees_none(world: World) -> None:
    assert not queries.visible(None, NOW).exists()


def test_it_is_one_query_without_doubles(world: World, django_assert_max_num_queries: Any) -> None:
    for persona in CAST:
        actor = world.actor(persona)
        with django_assert_max_num_queries(1):
            rows = list(queries.visible(actor, NOW))
        assert len(rows) == len({one.pk for one in rows})


def test_a_cancelled_request_closes_the_door_of_the_service(world: World) -> None:
    OpinionRequest.objects.filter(pk=world.requests["a_filed"].pk).update(state="cancelled")
    assert seen(world, "dreal_1") == set()


def test_a_list_that_is_not_sent_shows_nothing_to_the_committee(world: World) -> None:
    Shortlist.objects.filter(region_code="28").update(sent_at=None)
    assert seen(world, "member") == {"b_filed"}


def test_the_latest_declaration_decides(world: World) -> None:
    for has_interest, expected in ((True, {"b_filed"}), (False, {"a_filed", "b_filed"})):
        Declaration.objects.create(
            seat=world.seats["member"],
            dossier=world.dossiers["a_filed"],
            has_interest=has_interest,
            declared_at=NOW + DAY * (1 if has_interest else 2),
        )
        assert seen(world, "member") == expected


def test_an_ended_seat_sees_nothing(world: World) -> None:
    Seat.objects.filter(pk=world.seats["member"].pk).update(ended_at=NOW)
    assert seen(world, "member") == set()


def test_a_seat_in_one_call_opens_no_other(world: World) -> None:
    Seat.objects.filter(pk=world.seats["member"].pk).update(call=world.calls["training"])
    assert seen(world, "member") == set()


def test_without_regional_stage_members_read_what_was_filed(world: World) -> None:
    Shortlist.objects.update(sent_at=None)
    call = world.calls["closed"]
    row = Revision.objects.get(call=call)
    Revision.objects.create(
        call=call,
        number=2,
        policy=row.policy,
        policy_digest=row.policy_digest,
        settings={"has_regional_stage": False},
        created_at=NOW,
        published_at=NOW,
    )
    Dossier.objects.filter(pk=world.dossiers["a_filed"].pk).update(
        revision=Revision.objects.get(call=call, number=2)
    )
    assert seen(world, "member") == {"a_filed"}


def test_a_withdrawn_draft_stays_with_its_people(world: World) -> None:
    services.withdraw(world.actor("epci_a"), world.dossiers["a_draft"], "Abandon.", NOW)
    assert seen(world, "prefecture_1") == {"a_filed"}
    assert seen(world, "epci_a") == {"a_draft", "a_filed"}


def test_a_prefecture_of_another_scope_or_closed_membership_sees_nothing(world: World) -> None:
    other = Organisation.objects.get(slug="prefecture-1")
    other.scopes.update(code="11")
    actor = world.actor("prefecture_1")
    # It still examines what was opened to it, and nothing else of the région.
    assert seen(world, "prefecture_1") == {"a_filed"}
    assert Membership.objects.get(pk=actor.membership_id).organisation_id == other.pk


def test_answers_versions_and_problems_of_a_draft(world: World) -> None:
    one = filled(world)
    rows = queries.answer_rows(one)
    assert rows["site_nom"].value == COMPLETE["site_nom"] == queries.answers_of(one)["site_nom"]
    assert queries.problems(one, NOW) == ()
    Answer.objects.filter(dossier=one, path="site_nom").delete()
    assert [problem.path for problem in queries.problems(one, NOW)] == ["site_nom"]


def test_each_gate_is_told_with_its_answer(world: World) -> None:
    one = filled(world)
    rows = {row.id: row for row in queries.gate_answers(one, queries.answers_of(one), NOW)}
    assert rows["maitrise_fonciere"].answer == "yes"
    assert rows["electricite_debit_acces"].answer == "no"
    assert not rows["electricite_debit_acces"].eliminates
    assert rows["sans_archeologie_majeure"].answer == "unknown"


def test_the_journal_of_a_dossier_tells_its_people_more_than_others(world: World) -> None:
    one = filled(world)
    services.file(world.actor("epci_a"), one, NOW)
    own = [row.said for row in queries.history(world.actor("epci_a"), one)]
    assert own == ["brouillon ouvert", "dossier déposé"]
    others = [row.said for row in queries.history(world.actor("prefecture_1"), one)]
    assert others == ["dossier déposé"]
