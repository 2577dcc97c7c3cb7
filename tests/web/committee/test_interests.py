"""An interest, and what one wrote for an applicant, follow a person: under a new seat, after leaving."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.accounts import actors
from rebond.web.accounts.models import Membership
from rebond.web.committee import queries, seating, services
from rebond.web.committee.errors import ApplicantCannotSit, EvaluationCited, KindCannotSit
from rebond.web.committee.models import Declaration
from rebond.web.deliberations import medians
from rebond.web.deliberations import services as deliberations
from rebond.web.deliberations.errors import Recused
from rebond.web.dossiers import queries as dossiers
from tests.web.deliberations.scenes import decide, evaluate
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def test_a_recused_member_appointed_anew_still_does_not_read(
    world: World, django_assert_num_queries: Any
) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("recused")
    seating.end(world.actor("national"), world.seats["recused"], now=NOW)
    seating.appoint(
        world.actor("national"), world.calls["closed"], world.memberships["recused"], now=NOW
    )
    with django_assert_num_queries(1):
        seen = set(dossiers.visible(actor, NOW).values_list("reference", flat=True))
    assert one.reference not in seen
    assert "D-BFILED" in seen


def test_a_later_none_opens_the_dossier_again(world: World) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("recused")
    services.declare(actor, one, has_interest=False, now=NOW)
    assert not queries.is_recused(actor, one)
    assert dossiers.visible(actor, NOW).filter(pk=one.pk).exists()


def test_leaving_the_applicant_does_not_open_its_call(world: World) -> None:
    call, one = world.calls["closed"], world.dossiers["a_filed"]
    seat = Membership.objects.create(
        user=world.users["epci_a"],
        organisation=world.organisations["banque"],
        role="agent",
        started_at=NOW,
    )
    Membership.objects.filter(pk=world.memberships["epci_a"].pk).update(ended_at=NOW)
    with pytest.raises(ApplicantCannotSit):
        seating.appoint(world.actor("national"), call, seat, now=NOW + DAY)
    assert queries.standing(actors.of_membership(seat), call).is_recused(one.pk)
    # Gone before the call opened, and not the one who filed: nothing ties him to it.
    second = world.memberships["epci_a_second"]
    assert call.opens_at is not None
    Membership.objects.filter(pk=second.pk).update(ended_at=call.opens_at - DAY)
    other = Membership.objects.create(
        user=second.user, organisation=world.organisations["banque"], role="agent", started_at=NOW
    )
    assert seating.appoint(world.actor("national"), call, other, now=NOW).pk


@pytest.mark.parametrize("persona", ["investor", "parliament"])
def test_an_investor_and_the_parliament_do_not_sit(world: World, persona: str) -> None:
    Membership.objects.filter(pk=world.memberships[persona].pk).update(role="agent")
    with pytest.raises(KindCannotSit):
        seating.appoint(
            world.actor("national"), world.calls["closed"], world.memberships[persona], now=NOW
        )


def test_a_recused_person_takes_no_proposal_back(world: World) -> None:
    one = world.dossiers["a_filed"]
    decision = decide(world, one, is_confirmed=False)
    Declaration.objects.create(
        seat=world.seats["national"],
        dossier=one,
        has_interest=True,
        sentence="Un intérêt fictif.",
        declared_at=NOW,
    )
    with pytest.raises(Recused):
        deliberations.cancel(world.actor("national"), decision, NOW)
    decision.refresh_from_db()
    assert decision.cancelled_at is None


def test_the_evaluation_that_decisions_cite_is_not_replaced(world: World) -> None:
    call, one = world.calls["closed"], world.dossiers["a_filed"]
    first = evaluate(world, call, [one])
    decide(world, one, evaluation=first)
    second = evaluate(world, call, [one])
    second.asked_at = NOW
    second.save(update_fields=["asked_at"])
    found = queries.last_official(call)
    assert found is not None
    assert found.pk == first.pk
    with pytest.raises(EvaluationCited):
        services.ask_evaluation(world.actor("national"), call, "official", {}, now=NOW)
    with pytest.raises(PermissionDenied):
        services.ask_evaluation(world.actor("member"), call, "official", {}, now=NOW)


def test_medians_count_what_the_committee_counts(world: World) -> None:
    call, one, member = world.calls["closed"], world.dossiers["a_filed"], world.actor("member")
    criterion = queries.choices.current(call).criteria[0].id
    services.submit_review(member, one, services.Written({criterion: "2"}), now=NOW)
    seating.end(world.actor("national"), world.seats["member"], now=NOW)
    seating.appoint(world.actor("national"), call, world.memberships["member"], now=NOW + DAY)
    services.declare(member, one, has_interest=False, now=NOW + DAY)
    services.submit_review(member, one, services.Written({criterion: "8"}), now=NOW + DAY)
    found = medians.medians_of(one)
    assert found.reviews == 1
    assert found.by_criterion == {criterion: (8.0, 1)}
    services.declare(
        member, one, has_interest=True, sentence="Un intérêt fictif.", now=NOW + 2 * DAY
    )
    assert medians.medians_of(one).reviews == 0
