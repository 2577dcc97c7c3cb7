"""From the proposal to the end of the contract: who acts, in which order, and what is refused."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.errors import RebondError
from rebond.web.accounts.models import Membership
from rebond.web.aids import charters, offers, profiles, recruiting
from rebond.web.aids.contract_errors import (
    ContractTooShort,
    EndMissing,
    EndTooMany,
    SituationUnfit,
    StartBeforeOffer,
)
from rebond.web.aids.models import Charter, Offer, Profile, Recruitment
from rebond.web.aids.signed_facts import Agreed
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.world import NOBODY, NOW, YOUNG, World, make_cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NAME, BORN = "Zoé Fictive-Œuvrard", "2009-02-03"
WHY = "La mission décrite n’est pas de transformation."


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def signed(world: World, offer: str = "open", name: str = NAME) -> Recruitment:
    """Return a recruitment of an offer that both have signed."""
    made = recruiting.answer_offer(world.users[YOUNG], world.offers[offer], now=NOW)
    recruiting.sign_charter(world.actor("firm"), made, now=NOW)
    return recruiting.sign_charter(world.users[YOUNG], made, name=name, born_on=BORN, now=NOW)


def kinds(world: World, persona: str) -> list[str]:
    return list(Notice.objects.filter(user=world.users[persona]).values_list("kind", flat=True))


def test_from_the_firm_s_proposal_to_the_label(world: World) -> None:
    firm, young = world.actor("firm"), world.users[YOUNG]
    offer = world.offers["open"]
    made = recruiting.propose(firm, offer, world.profiles["young"], now=NOW)
    assert (made.answered_at, made.starts_on) == (None, offer.starts_on)
    for party, typed in ((firm, {}), (young, {"name": NAME, "born_on": BORN})):
        with pytest.raises(RebondError, match="not answered"):
            recruiting.sign_charter(party, made, now=NOW, **typed)
    recruiting.accept(young, made, now=NOW)
    recruiting.set_contract(firm, made, starts_on="2031-09-15", ends_on="2032-09-14", now=NOW)
    one = recruiting.sign_charter(young, made, name=NAME, born_on=BORN, now=NOW + DAY)
    assert one.state == Recruitment.State.PROPOSED
    assert one.charter == Charter.objects.get(digest=charters.of_today().digest)
    young.refresh_from_db()
    assert young.name == NAME
    with pytest.raises(RebondError, match="already signed"):
        recruiting.set_contract(firm, made, starts_on="2031-10-01", ends_on="", now=NOW)
    both = recruiting.sign_charter(firm, made, now=NOW + 2 * DAY)
    assert both.state == Recruitment.State.SIGNED
    assert both.signed_digest == one.signed_digest != ""
    assert both.person_key.startswith("hmac:")
    assert both.contract_key.startswith("hmac:")
    labelled = recruiting.label(world.actor("recused"), made, now=NOW + 3 * DAY)
    assert labelled.state == Recruitment.State.LABELLED
    assert Offer.objects.get(pk=offer.pk).state == Offer.State.FILLED
    assert sorted(kinds(world, YOUNG)) == ["aids.labelled", "aids.proposed", "aids.signed"]
    assert "aids.to_label" in kinds(world, "recused")
    # Neither the name nor the birth date is anywhere but in the account.
    said = json.dumps(list(Content.objects.values_list("value", flat=True)), ensure_ascii=False)
    assert "Fictive" not in said
    assert BORN not in said
    acts = Entry.objects.filter(object_reference=made.reference).order_by("number")
    assert [one.act.removeprefix("aids.") for one in acts] == [
        "proposed",
        "answered",
        "dates_set",
        "signed",
        "signed",
        "labelled",
    ]


def test_nobody_signs_twice_nor_on_the_other_s_side(world: World) -> None:
    made = world.recruitments["answered"]
    firm, young = world.actor("firm"), world.users[YOUNG]
    recruiting.sign_charter(firm, made, now=NOW)
    with pytest.raises(RebondError, match="already signed"):
        recruiting.sign_charter(firm, made, now=NOW)
    for persona in ("recused", "national", "investor"):
        with pytest.raises(PermissionDenied):
            recruiting.sign_charter(world.actor(persona), made, now=NOW)
    with pytest.raises(PermissionDenied):
        recruiting.sign_charter(world.users[NOBODY], made, name=NAME, born_on=BORN, now=NOW)
    recruiting.sign_charter(young, made, name=NAME, born_on=BORN, now=NOW)
    with pytest.raises(RebondError, match="already signed"):
        recruiting.sign_charter(young, made, name=NAME, born_on=BORN, now=NOW)
    assert Entry.objects.filter(act="aids.signed").count() == 2


def test_days_that_contradict_the_contract_are_refused(world: World) -> None:
    firm, made = world.actor("firm"), world.recruitments["answered"]
    before = (made.starts_on, made.ends_on)
    for starts_on, ends_on, error in (
        ("2031-09-01", "2031-11-30", ContractTooShort),
        ("2031-09-01", "2032-08-30", ContractTooShort),
        ("2031-09-01", "", EndMissing),
        ("1995-09-01", "2032-08-31", StartBeforeOffer),
    ):
        with pytest.raises(error):
            recruiting.set_contract(firm, made, starts_on=starts_on, ends_on=ends_on, now=NOW)
        made.refresh_from_db()
        assert (made.starts_on, made.ends_on) == before
    # Days copied from an offer are no way around it.
    Recruitment.objects.filter(pk=made.pk).update(ends_on=None)
    for party, typed in ((firm, {}), (world.users[YOUNG], {"name": NAME, "born_on": BORN})):
        with pytest.raises(EndMissing):
            recruiting.sign_charter(party, made, now=NOW, **typed)
    Offer.objects.filter(pk=made.offer_id).update(contract="cdi")
    recruiting.set_contract(firm, made, starts_on="2031-09-01", ends_on="", now=NOW)
    with pytest.raises(EndTooMany):
        recruiting.set_contract(firm, made, starts_on="2031-09-01", ends_on="2032-08-31", now=NOW)


def test_the_person_says_at_the_signature_what_aids_read_and_takes_it_away(world: World) -> None:
    young, made = world.users[YOUNG], world.recruitments["answered"]
    recent = "diplome_moins_de_deux_ans"
    for agreed, error in (
        (Agreed("bac5", recent, "2029-06-02"), SituationUnfit),
        (Agreed("doctorat"), RebondError),
        (Agreed("bac5", "retraite"), RebondError),
    ):
        with pytest.raises(error):
            recruiting.sign_charter(young, made, now=NOW, name=NAME, born_on=BORN, agreed=agreed)
        made.refresh_from_db()
        assert (made.person_signed_at, made.level) == (None, "")
    told = Agreed("bac5", recent, "2029-06-03")
    recruiting.sign_charter(young, made, now=NOW, name=NAME, born_on=BORN, agreed=told)
    made.refresh_from_db()
    assert (made.level, made.situation, made.graduated_on) == ("bac5", recent, date(2029, 6, 3))
    said = json.dumps(list(Content.objects.values_list("value", flat=True)))
    assert "bac5" not in said
    # Declined by whom it may be, nothing of it stays.
    recruiting.refuse(world.actor("firm"), made, now=NOW)
    offers.close(world.actor("firm"), world.offers["proposed"], now=NOW)
    made.refresh_from_db()
    assert (made.level, made.situation, made.graduated_on) == ("", "", None)


NO_SIGNATURES: list[tuple[Any, ...]] = [
    ("", BORN),
    (" -’ ", BORN),
    ("x" * 121, BORN),
    (NAME, ""),
    (NAME, "03/02/2009"),
    (NAME, "2029-01-01"),
    (NAME, "2040-01-01"),
    (NAME, "1925-01-01"),
]


def test_a_signature_needs_a_name_and_a_birth_date_that_can_be(world: World) -> None:
    for name, born_on in NO_SIGNATURES:
        made = world.recruitments["answered"]
        with pytest.raises(RebondError):
            recruiting.sign_charter(world.users[YOUNG], made, name=name, born_on=born_on, now=NOW)
        made.refresh_from_db()
        assert (made.person_signed_at, made.person_key, made.charter) == (None, "", None)


def test_the_same_contract_signed_elsewhere_is_refused_and_the_signature_is_not_kept(
    world: World,
) -> None:
    first = signed(world)
    other = world.recruitments["answered"]
    recruiting.sign_charter(world.actor("firm"), other, now=NOW)
    with pytest.raises(RebondError, match=first.reference):
        recruiting.sign_charter(
            world.users[YOUNG], other, name="FICTIVE ŒUVRARD zoe", born_on=BORN, now=NOW
        )
    other.refresh_from_db()
    assert (other.state, other.person_signed_at) == ("proposed", None)
    # Once the first is declined, the contract may be signed again.
    recruiting.decline(world.actor("recused"), first, sentence=WHY, now=NOW)
    again = recruiting.sign_charter(world.users[YOUNG], other, name=NAME, born_on=BORN, now=NOW)
    assert again.state == Recruitment.State.SIGNED


def test_what_is_closed_withdrawn_or_over_meanwhile_is_refused_with_a_reason(world: World) -> None:
    firm, young, offer = world.actor("firm"), world.users[YOUNG], world.offers["open"]
    profile = world.profiles["young"]
    for moment, message in (
        (NOW + 70 * DAY, "has not been open since"),
        (profile.expires_at, "has not been open since"),
    ):
        with pytest.raises(RebondError, match=message):
            recruiting.propose(firm, offer, profile, now=moment)
    Profile.objects.filter(pk=profile.pk).update(expires_at=NOW)
    with pytest.raises(RebondError, match="no longer shown"):
        recruiting.propose(firm, offer, profile, now=NOW)
    with pytest.raises(RebondError, match="no profile"):
        recruiting.answer_offer(young, offer, now=NOW)
    Profile.objects.filter(pk=profile.pk).update(expires_at=NOW + DAY)
    profiles.withdraw_consent(young, now=NOW)
    with pytest.raises(RebondError, match="no longer shown"):
        recruiting.propose(firm, offer, profile, now=NOW)
    made = recruiting.answer_offer(young, offer, now=NOW)
    with pytest.raises(RebondError, match=made.reference):
        recruiting.answer_offer(young, offer, now=NOW)
    offers.close(firm, offer, now=NOW)
    with pytest.raises(RebondError, match="declined"):
        recruiting.sign_charter(firm, made, now=NOW)
    # The rows as they were before the closing are no way around it.
    Recruitment.objects.filter(pk=made.pk).update(state=Recruitment.State.PROPOSED)
    with pytest.raises(RebondError, match="no longer open: closed"):
        recruiting.sign_charter(firm, made, now=NOW)


def test_a_person_of_the_firm_does_not_answer_its_offer(world: World) -> None:
    Membership.objects.create(
        user=world.users[YOUNG],
        organisation=world.organisations["entreprise"],
        role="agent",
        started_at=NOW,
    )
    with pytest.raises(RebondError, match="acts for the firm"):
        recruiting.answer_offer(world.users[YOUNG], world.offers["open"], now=NOW)


def test_no_more_than_so_many_proposals_wait(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(recruiting, "MOST_OF_A_PERSON", 0)
    with pytest.raises(RebondError, match="already wait"):
        recruiting.answer_offer(world.users[YOUNG], world.offers["open"], now=NOW)


def test_who_examines_labels_once_and_the_others_are_declined(world: World) -> None:
    made = world.recruitments["signed"]
    other = Recruitment.objects.create(
        reference="R-AUTRE",
        offer=made.offer,
        person=world.users[NOBODY],
        created_at=NOW,
        starts_on=made.starts_on,
    )
    for persona in ("firm", "national", "member", "action_logement"):
        with pytest.raises(PermissionDenied):
            recruiting.label(world.actor(persona), made, now=NOW)
    bank = world.actor("recused")
    with pytest.raises(RebondError, match="characters"):
        recruiting.decline(bank, made, sentence="Non.", now=NOW)
    recruiting.label(bank, made, sentence="Vu.", now=NOW)
    with pytest.raises(RebondError, match="labelled"):
        recruiting.decline(bank, made, sentence=WHY, now=NOW)
    other.refresh_from_db()
    assert (other.state, other.declined_by) == ("declined", "rule")
    with pytest.raises(RebondError, match="proposed"):
        recruiting.label(bank, world.recruitments["proposed"], now=NOW)


NO_BREAKS: list[tuple[Any, ...]] = [
    ("2031-06-03", "trial"),
    ("2031-05-27", "trial"),
    ("", "trial"),
    ("hier", "trial"),
    ("2031-06-01", "malade"),
    ("2031-06-01", ""),
]


def test_a_break_on_a_day_that_cannot_be_is_refused(world: World) -> None:
    for on, reason in NO_BREAKS:
        made = world.recruitments["labelled"]
        with pytest.raises(RebondError):
            recruiting.break_contract(world.actor("firm"), made, on=on, reason=reason, now=NOW)
        made.refresh_from_db()
        assert (made.state, made.broken_on) == ("labelled", None)


def test_a_contract_breaks_or_ends_once(world: World) -> None:
    made, firm = world.recruitments["labelled"], world.actor("firm")
    with pytest.raises(RebondError, match="to come"):
        recruiting.end(firm, made, now=NOW)
    later = NOW + 300 * DAY
    with pytest.raises(RebondError, match="not before the planned end"):
        recruiting.break_contract(firm, made, on="2032-08-31", reason="both", now=later + 200 * DAY)
    broken = recruiting.break_contract(firm, made, on="2032-01-15", reason="both", now=later)
    assert (broken.state, broken.broken_on) == ("broken", date(2032, 1, 15))
    for act in (
        lambda: recruiting.break_contract(firm, made, on="2032-01-15", reason="both", now=later),
        lambda: recruiting.end(firm, made, now=later + 200 * DAY),
        lambda: recruiting.refuse(firm, made, now=later),
    ):
        with pytest.raises(RebondError, match="contract broken"):
            act()


@pytest.mark.parametrize(
    ("starts_on", "labelled_on", "first"),
    [
        (date(2031, 5, 1), date(2031, 5, 20), date(2031, 4, 30)),  # labelled after it began
        (date(2031, 9, 1), date(2031, 5, 20), date(2031, 5, 20)),  # given up before it began
    ],
)
def test_a_contract_may_break_before_the_day_of_its_label(
    world: World, starts_on: date, labelled_on: date, first: date
) -> None:
    made, firm = world.recruitments["labelled"], world.actor("firm")
    made.starts_on = starts_on
    made.labelled_at = NOW.replace(month=labelled_on.month, day=labelled_on.day)
    made.save(update_fields=["starts_on", "labelled_at"])
    with pytest.raises(RebondError, match="cannot be used"):
        recruiting.break_contract(firm, made, on=first - DAY, reason="both", now=NOW)
    broken = recruiting.break_contract(firm, made, on=first, reason="both", now=NOW)
    assert (broken.state, broken.broken_on) == ("broken", first)


def test_a_contract_comes_to_its_end(world: World) -> None:
    ended = recruiting.end(
        world.actor("recused"), world.recruitments["labelled"], now=NOW + 500 * DAY
    )
    assert ended.state == Recruitment.State.ENDED
    assert {"aids.ended"} <= set(kinds(world, YOUNG))


def test_either_side_refuses_until_the_label(world: World) -> None:
    recruiting.refuse(world.users[YOUNG], world.recruitments["proposed"], now=NOW)
    refused = recruiting.refuse(world.actor("firm"), world.recruitments["signed"], now=NOW)
    assert (refused.declined_by, refused.contract_key) == ("firm", "")
    with pytest.raises(RebondError, match="labelled"):
        recruiting.refuse(world.users[YOUNG], world.recruitments["labelled"], now=NOW)
    with pytest.raises(RebondError, match="declined"):
        recruiting.accept(world.users[YOUNG], world.recruitments["proposed"], now=NOW)
