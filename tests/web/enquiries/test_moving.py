"""States, answers and notes: who may, what follows, what the site's history keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from rebond.web.enquiries import services
from rebond.web.enquiries.errors import (
    AlreadyMoved,
    BadFigure,
    CannotFollow,
    EnquiryOver,
    MessageMissing,
    ReasonMissing,
)
from rebond.web.enquiries.models import Enquiry, Message
from rebond.web.enquiries.services import Outcome
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from rebond.web.sites.models import SiteEvent
from tests.web.enquiries.conftest import DAY, received, unmanaged
from tests.web.world import CAST, NOW, World

SignIn = Callable[[str], Client]
MAY_ACT = {"epci_a", "epci_a_second", "epci_a_admin"}
TEAM = {"national", "national_second", "national_admin"}


def test_the_manager_acts_the_others_note_and_nobody_else_does_anything(world: World) -> None:
    one = received(world, "open")
    for persona in sorted(set(CAST) - MAY_ACT):
        actor = world.actor(persona)
        with pytest.raises(PermissionDenied):
            services.answer(actor, one, "Oui.", now=NOW)
        with pytest.raises(PermissionDenied):
            services.move(actor, one, "visit", Outcome(), seen="received", now=NOW)
        if persona in TEAM | {"agency"}:
            services.note(actor, one, "À suivre.", now=NOW)
        else:
            with pytest.raises(PermissionDenied):
                services.note(actor, one, "À suivre.", now=NOW)
    assert SiteEvent.objects.count() == 0
    for persona in sorted(MAY_ACT):
        services.answer(world.actor(persona), one, "Oui.", now=NOW)
    assert one.messages.filter(is_internal=False, membership__isnull=False).count() == 3


def test_the_team_acts_where_a_site_has_no_manager(world: World) -> None:
    unmanaged(world)
    one = received(world, "open", site="other")
    for persona in sorted(set(CAST) - TEAM):
        with pytest.raises(PermissionDenied):
            services.move(world.actor(persona), one, "visit", Outcome(), seen="received", now=NOW)
    services.answer(world.actor("national"), one, "Nous cherchons.", now=NOW)
    services.move(world.actor("national"), one, "visit", Outcome(), seen="answered", now=NOW)
    event = SiteEvent.objects.get()
    assert (event.kind, event.enquiry_reference) == ("visit", one.reference)


def test_a_contact_goes_from_answer_to_operation_and_the_history_keeps_the_figures(
    world: World,
) -> None:
    one, actor = received(world, "open"), world.actor("epci_a")
    services.answer(actor, one, "Oui.", now=NOW)
    one.refresh_from_db()
    assert (one.state, one.answered_at) == ("answered", NOW)
    outcome = Outcome(
        on=(NOW - 2 * DAY).date(),
        figures={"jobs": 120, "investment_cents": 500_000_000},
        is_public=True,
    )
    services.move(actor, one, "permit_filed", outcome, seen="answered", now=NOW)
    services.move(actor, one, "in_operation", Outcome(), seen="permit_filed", now=NOW + DAY)
    one.refresh_from_db()
    assert (one.state, one.closed_at, one.lost_reason) == ("in_operation", NOW + DAY, "")
    filed, opened = SiteEvent.objects.order_by("pk")
    assert filed.kind == "permit_filed"
    assert filed.figures == {"jobs": 120, "investment_cents": 500_000_000}
    assert (filed.on, filed.is_public) == ((NOW - 2 * DAY).date(), True)
    assert (opened.kind, opened.figures, opened.is_public) == ("in_operation", {}, False)
    states = list(one.messages.order_by("number").values_list("number", "state"))
    assert states == [(1, "received"), (2, "answered"), (3, "permit_filed"), (4, "in_operation")]
    moved = Entry.objects.filter(act="enquiries.moved")
    assert moved.count() == 2
    told = Notice.objects.filter(kind="enquiries.moved", object_reference=one.reference)
    orgs = set(told.values_list("user__memberships__organisation__slug", flat=True))
    assert orgs == {"agence", "equipe-nationale"}
    with pytest.raises(CannotFollow):
        services.move(actor, one, "lost", Outcome(lost_reason="cost"), seen="in_operation", now=NOW)


def test_a_loss_says_why_and_a_step_back_is_refused(world: World) -> None:
    one, actor = received(world, "open"), world.actor("epci_a")
    services.move(actor, one, "offer", Outcome(), seen="received", now=NOW)
    one.refresh_from_db()
    assert one.answered_at == NOW
    for target, outcome, error in (
        ("visit", Outcome(), CannotFollow),
        ("nowhere", Outcome(), CannotFollow),
        ("lost", Outcome(), ReasonMissing),
        ("lost", Outcome(lost_reason="because"), ReasonMissing),
        ("lost", Outcome(lost_reason="cost", on=(NOW + DAY).date()), BadFigure),
    ):
        with pytest.raises(error):
            services.move(actor, one, target, outcome, seen="offer", now=NOW)
    services.close(actor, one, "cost", seen="offer", now=NOW)
    one.refresh_from_db()
    assert (one.state, one.lost_reason, one.closed_at) == ("lost", "cost", NOW)
    assert list(SiteEvent.objects.order_by("pk").values_list("kind", flat=True)) == [
        "offer",
        "lost",
    ]


def test_of_two_who_move_at_once_the_second_is_told_who_did_what_when(
    world: World, sign_in: SignIn
) -> None:
    one = received(world, "open")
    services.move(world.actor("epci_a"), one, "visit", Outcome(), seen="received", now=NOW)
    lines, rows, events = Message.objects.count(), Entry.objects.count(), SiteEvent.objects.count()
    with pytest.raises(AlreadyMoved) as told:
        services.move(
            world.actor("epci_a_second"), one, "offer", Outcome(), seen="received", now=NOW
        )
    assert "epci_a (fictif)" in told.value.message("fr")
    assert "visite" in told.value.message("fr")
    assert "2 juin 2031 à 11" in told.value.message("fr")
    response = sign_in("epci_a_second").post(
        f"/demandes/{one.reference}/",
        {"acte": "avancer", "etat": "offer", "etat_lu": "received", "emplois": "12"},
    )
    assert response.status_code == 400
    assert 'name="etat_lu" value="visit"' in re.sub(r"\s+", " ", response.content.decode())
    assert 'value="12"' in response.content.decode()
    now = (Message.objects.count(), Entry.objects.count(), SiteEvent.objects.count())
    assert now == (lines, rows, events)


def test_nothing_is_written_to_somebody_who_has_left_or_without_words(world: World) -> None:
    one, actor = received(world, "open"), world.actor("epci_a")
    for text in ("", "  \x00\u202e\n"):
        with pytest.raises(MessageMissing):
            services.answer(actor, one, text, now=NOW)
    services.withdraw(one, now=NOW)
    for act in (
        lambda: services.answer(actor, one, "Oui.", now=NOW),
        lambda: services.note(actor, one, "Oui.", now=NOW),
        lambda: services.write(one, "Oui.", now=NOW),
        lambda: services.reveal(one, now=NOW),
        lambda: services.move(actor, one, "visit", Outcome(), seen="received", now=NOW),
    ):
        with pytest.raises(EnquiryOver):
            act()


def test_the_page_does_each_act_and_shows_it(world: World, sign_in: SignIn) -> None:
    one, client = received(world, "open"), sign_in("epci_a")
    address = f"/demandes/{one.reference}/"
    for sent in (
        {"acte": "noter", "note": "Note de la page."},
        {"acte": "repondre", "texte": "Réponse de la page."},
        {
            "acte": "avancer",
            "etat": "lost",
            "etat_lu": "answered",
            "motif": "power",
            "jour": "2031-05-30",
            "emplois": "1 200",
            "investissement": "2,5",
            "public": "1",
        },
    ):
        assert client.post(address, sent).status_code == 302, sent
    body = client.get(address).content.decode()
    assert "Note de la page." in body
    assert "Réponse de la page." in body
    assert "Contact clos le" in body
    event = SiteEvent.objects.get()
    assert event.figures == {"jobs": 1200, "investment_cents": 250_000_000}
    assert event.on.isoformat() == "2031-05-30"
    assert event.is_public
    for wrong in ({"acte": "avancer", "etat": "x"}, {"acte": "rien"}, {}):
        assert client.post(address, wrong).status_code in {302, 400}
    assert Enquiry.objects.get(pk=one.pk).state == "lost"


def test_reading_is_noted_for_the_others_and_late_ones_come_first(
    world: World, sign_in: SignIn
) -> None:
    old = received(world, "open", now=NOW - timedelta(days=20))
    fresh = received(world, "open", now=NOW - DAY)
    done = received(world, "open", now=NOW - timedelta(days=30))
    services.answer(world.actor("epci_a"), done, "Oui.", now=NOW - timedelta(days=29))
    client = sign_in("agency")
    page = client.get("/demandes/")
    rows = [row.enquiry.reference for row in page.context["found"].rows]
    assert rows == [old.reference, "C-FICTIF", fresh.reference, done.reference]
    assert page.context["counts"].late == 1
    for query, expected in (
        ("situation=en-retard", [old.reference]),
        ("etat=answered", [done.reference]),
        ("situation=clos", []),
        (f"q={fresh.reference.lower()}", [fresh.reference]),
        ("q=ailleurs", []),
        ("page=99&situation=x&etat=y", rows),
    ):
        found = client.get(f"/demandes/?{query}").context["found"].rows
        assert [row.enquiry.reference for row in found] == expected, query
    assert old.recipients.get(rule="agency").opened_at is None
    client.get(f"/demandes/{old.reference}/")
    assert old.recipients.get(rule="agency").opened_at == NOW
    # Who only reads sees it among the late ones of others; who answers, among its own.
    desk = {pile.code: pile.total for pile in client.get("/bureau/").context["piles"]}
    assert desk.get("contacts-en-retard") == 1
    assert "contacts" not in desk
    desk = {pile.code: pile for pile in sign_in("epci_a").get("/bureau/").context["piles"]}
    assert (desk["contacts"].total, desk["contacts"].late) == (3, 1)
    assert "contacts-en-retard" not in desk
