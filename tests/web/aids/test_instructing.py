"""The operator's acts: a fact asked, an aid granted or refused, under the rules of the filing day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rebond.aid import Aid
from rebond.aid.amounts import Ceiling
from rebond.aid.loading import shipped_aid
from rebond.web.aids import applying, instructing, recruiting, reservations
from rebond.web.aids.application_errors import (
    ActElsewhere,
    AmountOutOfRule,
    FactFixed,
    NotThatState,
    NotYetDecidable,
    RecruitmentUnfit,
)
from rebond.web.aids.models import Application, Entitlement, Recruitment
from rebond.web.journal.models import Entry
from rebond.web.ledger import services, settling
from rebond.web.ledger.checking import differences
from rebond.web.ledger.errors import ReasonTooShort
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.aids.applications import (
    HOUSING,
    file,
    file_housing,
    funds,
    grant,
    recruitments,
)
from tests.web.ledger.funds import AID, WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_granting_commits_what_was_reserved_and_says_when_a_proof_is_due(world: World) -> None:
    fund, _housing = funds(world)
    made = grant(world, file(world))
    assert (made.state, made.amount, made.proof_due_on) == ("granted", AID, date(2031, 11, 30))
    one = reservations.of(made)
    assert one is not None
    assert one.state == "committed"
    fund.refresh_from_db()
    assert (fund.reserved, fund.committed) == (0, AID)
    assert Notice.objects.filter(kind="aids.application_granted").count() == 1
    with pytest.raises(NotThatState, match="granted"):
        grant(world, made)
    with pytest.raises(NotThatState):
        applying.withdraw(world.actor("firm"), made, NOW)
    assert Entry.objects.filter(act="aids.grant").count() == 1
    assert differences() == []


def test_what_no_source_establishes_is_held_as_met_with_a_reason_or_refused(world: World) -> None:
    funds(world)
    made = file_housing(world)
    operator = world.actor("action_logement")
    with pytest.raises(NotYetDecidable, match="200%"):
        instructing.grant(operator, made, WHY, NOW)
    with pytest.raises(ReasonTooShort):
        instructing.grant(operator, made, WHY, NOW, settled={"salaire": "oui"})
    with pytest.raises(AmountOutOfRule, match="900"):
        instructing.grant(operator, made, WHY, NOW, settled={"salaire": WHY}, amount=100_000)
    held = instructing.grant(operator, made, WHY, NOW, settled={"salaire": WHY, "autre": WHY})
    assert (held.state, held.amount, held.settled) == (State.GRANTED, HOUSING, {"salaire": WHY})
    assert differences() == []


def test_a_fact_asked_for_stands_before_the_decision_until_it_is_told(world: World) -> None:
    funds(world)
    made = file(world)
    operator = world.actor("recused")
    for facts in ([], ["charte_signee"], ["inconnu"]):
        with pytest.raises(NotYetDecidable):
            instructing.ask(operator, made, facts, WHY, NOW)
    asked = instructing.ask(operator, made, ["taille_entreprise"], WHY, NOW)
    assert asked.asked == [{"fact": "taille_entreprise", "words": WHY}]
    with pytest.raises(NotYetDecidable, match="asked for"):
        grant(world, made)
    told = applying.tell(world.actor("firm"), made, {"taille_entreprise": "grande"}, NOW)
    # The completed fact makes the rules refuse: the operator says so, nothing happens by itself.
    assert (told.state, told.answer["answer"]) == (State.RESERVED, "no")
    with pytest.raises(NotYetDecidable, match="answer no"):
        grant(world, told)
    refused = instructing.refuse(operator, told, WHY, NOW)
    assert (refused.state, refused.sentence) == (State.REFUSED, WHY)
    assert Entitlement.objects.count() == 0
    assert differences() == []


def test_a_fact_that_was_read_may_be_asked_for_again(world: World) -> None:
    funds(world)
    made, firm = file(world), world.actor("firm")
    told = {"situation_jeune": "autre"}
    with pytest.raises(FactFixed):
        applying.tell(firm, made, told, NOW)
    instructing.ask(world.actor("recused"), made, ["situation_jeune"], WHY, NOW)
    with pytest.raises(FactFixed):
        applying.tell(firm, made, told | {"niveau_jeune": "bac5"}, NOW)
    said = applying.tell(firm, made, told, NOW)
    assert (said.facts["situation_jeune"], said.asked) == ("autre", [])
    assert said.answer["answer"] == "no"
    with pytest.raises(NotYetDecidable, match="answer no"):
        grant(world, said)


def test_refusing_serves_who_waits(world: World) -> None:
    fund, _housing = funds(world, places=1)
    first, second = (file(world, one) for one in recruitments(world, 2))
    with pytest.raises(NotThatState, match="waiting"):
        grant(world, second)
    instructing.refuse(world.actor("recused"), first, WHY, NOW)
    second.refresh_from_db()
    assert second.state == State.RESERVED
    assert Notice.objects.filter(kind="aids.application_served").count() == 2
    assert grant(world, second).state == State.GRANTED
    fund.refresh_from_db()
    assert (fund.committed, fund.places_left) == (AID, 0)
    assert differences() == []


def test_a_rule_that_changes_in_the_middle_leaves_the_rule_of_the_filing_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    funds(world)
    made = file(world)
    today: list[Aid] = [shipped_aid(made.aid_id)]
    cents = today[0].amount.cents[0].model_copy(update={"value": 1})  # type: ignore[union-attr]
    today[0] = today[0].model_copy(
        update={"amount": today[0].amount.model_copy(update={"cents": (cents,)})}
    )
    monkeypatch.setattr(applying, "shipped_aid", lambda _name: today[0])
    (other,) = recruitments(world, 1)
    assert grant(world, made).amount == AID
    after = file(world, other)
    assert after.answer["amount"]["high_cents"] == 1
    assert after.aid_digest != made.aid_digest
    assert grant(world, after).amount == 1
    assert differences() == []


def test_only_its_operator_decides_and_a_reason_is_given(world: World) -> None:
    funds(world)
    made = file(world)
    for persona in ("action_logement", "national", "firm", "member", "parliament"):
        actor = world.actor(persona)
        with pytest.raises(PermissionDenied):
            instructing.grant(actor, made, WHY, NOW)
        with pytest.raises(PermissionDenied):
            instructing.refuse(actor, made, WHY, NOW)
        with pytest.raises(PermissionDenied):
            instructing.ask(actor, made, ["taille_entreprise"], WHY, NOW)
    for reason in ("", " " * 40, "non"):
        with pytest.raises(ReasonTooShort):
            instructing.refuse(world.actor("recused"), made, reason, NOW)
    made.refresh_from_db()
    assert made.state == State.RESERVED


def test_a_recruitment_without_its_label_is_not_paid(world: World) -> None:
    funds(world)
    made = file(world)
    Recruitment.objects.filter(pk=made.recruitment_id).update(state=Recruitment.State.SIGNED)
    with pytest.raises(RecruitmentUnfit, match="not labelled"):
        grant(world, made)


def test_the_pages_of_the_ledger_leave_the_reservation_of_an_application_alone(
    world: World,
) -> None:
    funds(world)
    made = file(world)
    one, bank = reservations.of(made), world.actor("recused")
    assert one is not None
    for act in (
        lambda: settling.commit(one, bank, NOW),
        lambda: settling.cancel(one, bank, WHY, NOW),
        lambda: settling.issue_orders(one, NOW, actor=bank),
        lambda: settling.recover(one, 1, WHY, bank, NOW),
    ):
        with pytest.raises(ActElsewhere, match=made.reference):
            act()
    one.refresh_from_db()
    assert one.state == "reserved"


def test_an_envelope_that_is_used_up_between_makes_it_wait_and_a_raise_serves_it(
    world: World,
) -> None:
    fund, _housing = funds(world, amount=AID, places=None)
    made = list(recruitments(world, 2))
    file(world, made[0])
    late = file(world, made[1], taille_entreprise=None)
    told = applying.tell(world.actor("firm"), late, {"taille_entreprise": "pme"}, NOW)
    assert told.state == State.WAITING
    services.raise_fund(world.actor("recused"), fund, AID, WHY, NOW - timedelta(days=400))
    told.refresh_from_db()
    assert told.state == State.RESERVED
    assert grant(world, told).state == State.GRANTED
    assert differences() == []


def test_an_amount_within_bounds_is_the_one_that_the_books_commit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The envelope was used up when the operator said an amount; once served, it grants another."""
    fund, _housing = funds(world, amount=AID, places=None)
    exact = shipped_aid("aide_vte")
    bounds = Ceiling.model_validate(
        {name: getattr(exact.amount, name) for name in ("title", "cents", "sources", "award")}
        | {"kind": "ceiling"}
    )
    monkeypatch.setattr(
        applying, "shipped_aid", lambda _name: exact.model_copy(update={"amount": bounds})
    )
    first, made = (file(world, one) for one in recruitments(world, 2))
    operator = world.actor("recused")
    assert instructing.grant(operator, first, WHY, NOW, amount=AID).state == State.GRANTED
    assert instructing.grant(operator, made, WHY, NOW, amount=AID).state == State.WAITING
    about = Notice.objects.filter(user=world.users["firm"], object_reference=made.reference)
    assert about.latest("pk").kind == "aids.application_waiting"
    services.raise_fund(operator, fund, AID, WHY, NOW)
    granted = instructing.grant(operator, made, WHY, NOW, amount=AID // 4)
    fund.refresh_from_db()
    assert (granted.state, granted.amount) == (State.GRANTED, AID // 4)
    assert (fund.committed, fund.left) == (AID + AID // 4, AID - AID // 4)
    assert differences() == []


def test_a_contract_that_ran_to_its_end_before_the_decision_is_granted(world: World) -> None:
    funds(world)
    made = file(world)
    late = NOW + timedelta(days=500)
    recruiting.end(world.actor("firm"), world.recruitments["labelled"], now=late)
    assert grant(world, made, late).state == State.GRANTED
    assert differences() == []
