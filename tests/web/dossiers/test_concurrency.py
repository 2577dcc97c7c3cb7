"""Two people at the same moment, each on a connection of his own: one wins, the other loses nothing."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connections

from rebond.web.accounts.actors import Actor
from rebond.web.dossiers import services
from rebond.web.dossiers.errors import AlreadyFiled
from rebond.web.dossiers.file_errors import FieldFull
from rebond.web.dossiers.models import Answer, Attachment, Filing, SetAside
from rebond.web.dossiers.results import Conflict, Saved
from rebond.web.journal.models import Entry
from tests.web.dossiers.drafts import filled, pdf
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = ("epci_a", "epci_a_second", "epci_a_admin")


def at_once(world: World, act: Callable[[Actor, str], Any]) -> dict[str, Any]:
    """Run an act by each person at once; a table locked in the memory of SQLite is tried again."""
    actors = {who: world.actor(who) for who in PEOPLE}
    start = threading.Barrier(len(actors))
    got: dict[str, Any] = {}

    def run(who: str) -> None:
        try:
            start.wait(timeout=30)
            for _attempt in range(4000):
                try:
                    got[who] = act(actors[who], who)
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

    threads = [threading.Thread(target=run, args=(who,)) for who in actors]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=120)
    assert got.keys() == actors.keys()
    return got


def kinds(got: dict[str, Any]) -> list[str]:
    return sorted(type(one).__name__ for one in got.values())


def test_in_one_field_one_value_stands_and_the_others_are_kept() -> None:
    world = make_world(NOW)
    draft = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    got = at_once(
        world, lambda actor, who: services.save_answer(actor, draft, "site_nom", who, 0, NOW)
    )
    assert kinds(got) == [Conflict.__name__, Conflict.__name__, Saved.__name__]
    stands = Answer.objects.get(dossier=draft, path="site_nom")
    assert stands.version == 1
    kept = set(SetAside.objects.values_list("value", flat=True))
    assert kept | {stands.value} == set(PEOPLE)


def test_in_different_fields_everything_is_saved() -> None:
    world = make_world(NOW)
    draft = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    fields = dict(zip(PEOPLE, ("site_nom", "porteur_nom", "porteur_contact"), strict=True))
    got = at_once(
        world, lambda actor, who: services.save_answer(actor, draft, fields[who], who, 0, NOW)
    )
    assert kinds(got) == [Saved.__name__] * 3
    assert Answer.objects.filter(dossier=draft).count() == 3


def test_a_dossier_is_filed_once() -> None:
    world = make_world(NOW)
    draft = filled(world)
    got = at_once(world, lambda actor, _who: services.file(actor, draft, NOW))
    assert kinds(got) == [AlreadyFiled.__name__, AlreadyFiled.__name__, Filing.__name__]
    assert Filing.objects.filter(dossier=draft).count() == 1
    assert Entry.objects.filter(act="dossiers.filed").count() == 1


def test_a_field_never_has_more_files_than_it_accepts() -> None:
    world = make_world(NOW)
    draft = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    item = services.add_item(world.actor("epci_a"), draft, "procedures", NOW)
    path = f"{item}.procedure_piece"
    content = pdf()
    got = at_once(
        world,
        lambda actor, _who: services.attach(actor, draft, path, "a.pdf", io.BytesIO(content), NOW),
    )
    assert kinds(got) == [Attachment.__name__, FieldFull.__name__, FieldFull.__name__]
