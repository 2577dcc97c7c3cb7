"""Adding rows: one after the other, whatever the clock, inside the act's transaction, without personal data."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection, transaction

from rebond.web.journal import chain, services
from rebond.web.journal.errors import NothingToErase
from rebond.web.journal.models import Content, Entry, Head
from tests.web.world import NOW, World, make_world

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)


def test_a_row_tells_who_for_whom_in_which_role_what_and_on_what(world: World) -> None:
    actor = world.actor("epci_a")
    entry = services.append(actor, "dossiers.file", ("dossier", "D-1"), {"é": [1, 2.5]}, now=NOW)
    entry.refresh_from_db()
    assert (entry.number, entry.actor, entry.organisation, entry.role) == (
        1,
        actor.reference,
        "epci-a",
        "agent",
    )
    assert entry.content.value == {"é": [1, 2.5]}
    assert entry.previous_digest == ""
    after = services.append(None, "calls.open", ("call", "c"), {}, now=NOW)
    assert after.previous_digest == entry.digest
    assert chain.verify().number == 2


@pytest.mark.parametrize("text", ['"', "\\", "\n\t\x01", "é € 😀 \u2028", "{}", "%s"])
def test_any_text_is_chained_as_it_is(world: World, text: str) -> None:
    services.append(None, "calls.open", ("call", f"c{text}"), {text: text}, now=NOW)
    assert chain.verify().number == 1
    assert Entry.objects.get().content.value == {text: text}


def test_a_clock_that_goes_back_changes_neither_order_nor_proof(db: None) -> None:
    for days in (3, 1, 2):
        services.append(None, "calls.open", ("call", str(days)), {}, now=NOW + days * DAY)
    assert chain.verify().number == 3
    assert list(Entry.objects.values_list("object_reference", flat=True)) == ["3", "1", "2"]


def test_an_act_that_is_taken_back_leaves_no_row(db: None) -> None:
    with transaction.atomic():
        services.append(None, "calls.open", ("call", "a"), {}, now=NOW)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    services.append(None, "calls.open", ("call", "b"), {}, now=NOW)
    assert chain.verify().number == 1


def test_what_a_row_said_is_erased_by_an_act_and_the_chain_holds(world: World) -> None:
    said = services.append(None, "calls.open", ("call", "a"), {"texte": "à effacer"}, now=NOW)
    services.erase(world.actor("national_admin"), said.number, "demande", now=NOW)
    walk = chain.verify()
    assert (walk.number, walk.missing) == (2, {1})
    assert not Content.objects.filter(entry=said).exists()
    with pytest.raises(NothingToErase):
        services.erase(world.actor("national_admin"), said.number, "encore", now=NOW)


@pytest.mark.parametrize("persona", ["national", "epci_a_admin", "cnam"])
def test_only_an_administrator_of_the_national_team_erases(world: World, persona: str) -> None:
    services.append(None, "calls.open", ("call", "a"), {}, now=NOW)
    with pytest.raises(PermissionDenied):
        services.erase(world.actor(persona), 1, "non", now=NOW)
    assert Content.objects.count() == 1


def append_many(count: int) -> None:
    try:
        for number in range(count):
            with transaction.atomic():
                services.append(None, "calls.open", ("call", str(number)), {}, now=NOW)
    finally:
        connection.close()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite in memory has one connection")
@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_make_one_chain() -> None:
    writers = [threading.Thread(target=append_many, args=(15,)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    close_old_connections()
    assert chain.verify().number == Head.objects.get().number == 60
