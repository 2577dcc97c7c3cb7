from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from rebond.programme.answers import AnswerFault, AnswerProblem
from rebond.web.dossiers import queries, services
from rebond.web.dossiers.errors import AlreadySettled, CallNotOpen, ItemGone, NotAList, TooManyItems
from rebond.web.dossiers.models import Answer, Dossier, SetAside
from rebond.web.dossiers.results import Conflict, Saved
from rebond.web.journal.models import Entry
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db

LATER = NOW + DAY


def draft(world: World) -> Dossier:
    return services.start(world.actor("epci_a"), world.calls["open"], now=NOW)


def test_an_answer_is_saved_with_its_next_version(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    first = services.save_answer(actor, one, "site_nom", " Les Peupliers ", 0, NOW)
    second = services.save_answer(actor, one, "site_nom", "Les Saules", 1, LATER)
    assert (first, second) == (
        Saved("site_nom", "Les Peupliers", 1, NOW),
        Saved("site_nom", "Les Saules", 2, LATER),
    )
    one.refresh_from_db()
    assert (one.title, one.saved_at) == ("Les Saules", LATER)


def test_the_same_value_again_changes_nothing(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    services.save_answer(actor, one, "site_nom", "A", 0, NOW)
    again = services.save_answer(world.actor("epci_a_second"), one, "site_nom", "A", 0, LATER)
    assert again == Saved("site_nom", "A", 1, NOW)
    one.refresh_from_db()
    assert one.saved_at == NOW


def test_a_keystroke_leaves_no_row_in_the_journal(world: World) -> None:
    one = draft(world)
    before = Entry.objects.count()
    services.save_answer(world.actor("epci_a"), one, "site_nom", "A", 0, NOW)
    services.add_item(world.actor("epci_a"), one, "acces", NOW)
    assert Entry.objects.count() == before


def test_nothing_is_lost_when_two_write_in_one_field(world: World) -> None:
    one = draft(world)
    first, second = world.actor("epci_a"), world.actor("epci_a_second")
    services.save_answer(first, one, "site_nom", "Le premier", 0, NOW)
    conflict = services.save_answer(second, one, "site_nom", "Le second", 0, LATER)
    assert isinstance(conflict, Conflict)
    assert (conflict.value, conflict.mine, conflict.version) == ("Le premier", "Le second", 1)
    assert (conflict.organisation, conflict.edited_at) == ("epci-a (fictif)", NOW)
    assert Answer.objects.get(dossier=one, path="site_nom").value == "Le premier"
    aside = SetAside.objects.get(pk=conflict.set_aside)
    assert (aside.value, aside.written_by) == ("Le second", world.memberships["epci_a_second"])
    assert [a.pk for a in queries.set_asides(one)] == [aside.pk]


def test_letters_typed_over_a_conflict_keep_one_row(world: World) -> None:
    one = draft(world)
    services.save_answer(world.actor("epci_a"), one, "site_nom", "A", 0, NOW)
    for text in ("L", "Le", "Le s"):
        services.save_answer(world.actor("epci_a_second"), one, "site_nom", text, 0, NOW)
    assert SetAside.objects.get().value == "Le s"


@pytest.mark.parametrize(("keep", "stands"), [("mine", "Le second"), ("theirs", "Le premier")])
def test_what_was_set_aside_is_applied_or_left_once(world: World, keep: str, stands: str) -> None:
    one = draft(world)
    actor = world.actor("epci_a_second")
    services.save_answer(world.actor("epci_a"), one, "site_nom", "Le premier", 0, NOW)
    services.save_answer(actor, one, "site_nom", "Le second", 0, NOW)
    aside = SetAside.objects.get()
    services.settle(actor, aside, keep, LATER)
    assert Answer.objects.get(dossier=one, path="site_nom").value == stands
    assert queries.set_asides(one) == []
    with pytest.raises(AlreadySettled):
        services.settle(actor, aside, "mine", LATER)


def test_a_value_that_cannot_be_read_changes_nothing(world: World) -> None:
    one = draft(world)
    with pytest.raises(AnswerProblem) as caught:
        services.save_answer(world.actor("epci_a"), one, "surface_brute_ha", "soixante", 0, NOW)
    assert caught.value.fault == AnswerFault.NOT_NUMBER
    assert caught.value.path == "surface_brute_ha"
    assert not one.answers.exists()


@pytest.mark.parametrize("path", ["acces", "site", "pieces", "inconnu", "acces.abc"])
def test_groups_lists_and_files_take_no_value(world: World, path: str) -> None:
    with pytest.raises(AnswerProblem):
        services.save_answer(world.actor("epci_a"), draft(world), path, "x", 0, NOW)


def test_a_blank_takes_an_answer_back_and_keeps_its_version(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    services.save_answer(actor, one, "site_nom", "A", 0, NOW)
    assert services.save_answer(actor, one, "site_nom", "", 1, NOW) == Saved(
        "site_nom", None, 2, NOW
    )
    one.refresh_from_db()
    assert one.title == ""


@pytest.mark.parametrize(
    "persona", ["epci_a_reader", "epci_b", "prefecture_1", "national", "investor"]
)
def test_only_writers_of_the_organisation_change_a_draft(world: World, persona: str) -> None:
    one, actor = draft(world), world.actor(persona)
    for change in (
        lambda: services.save_answer(actor, one, "site_nom", "A", 0, NOW),
        lambda: services.add_item(actor, one, "acces", NOW),
        lambda: services.withdraw(actor, one, "Non.", NOW),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_a_draft_is_closed_with_its_call(world: World) -> None:
    one, closes = draft(world), world.calls["open"].closes_at
    with pytest.raises(CallNotOpen):
        services.save_answer(world.actor("epci_a"), one, "site_nom", "A", 0, closes)


def test_items_are_added_in_order_and_removed_with_their_answers(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    first, second = (services.add_item(actor, one, "acces", NOW) for _ in range(2))
    services.save_answer(actor, one, f"{first}.acces_nom", "A13", 0, NOW)
    assert [one.answers.get(path=path).value for path in (first, second)] == [1, 2]
    services.remove_item(actor, one, first, NOW)
    assert set(one.answers.values_list("path", flat=True)) == {second}
    third = services.add_item(actor, one, "acces", NOW)
    assert one.answers.get(path=third).value == 3


def test_writing_in_an_item_that_somebody_removed_is_said(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    item = services.add_item(actor, one, "acces", NOW)
    services.remove_item(world.actor("epci_a_second"), one, item, NOW)
    with pytest.raises(ItemGone):
        services.save_answer(actor, one, f"{item}.acces_nom", "A13", 0, NOW)
    with pytest.raises(ItemGone):
        services.remove_item(actor, one, item, NOW)


def test_a_list_has_a_limit_and_a_field_is_no_list(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    for _ in range(20):
        services.add_item(actor, one, "reseaux", NOW)
    with pytest.raises(TooManyItems):
        services.add_item(actor, one, "reseaux", NOW)
    for path in ("site_nom", "site"):
        with pytest.raises(NotAList):
            services.add_item(actor, one, path, NOW)


def test_communes_set_where_the_dossier_stands(world: World) -> None:
    one, actor = draft(world), world.actor("epci_a")
    services.save_answer(actor, one, "site_communes", "62498, Lisieux", 0, NOW)
    one.refresh_from_db()
    assert (one.commune_code, one.region_code) == ("62498", "32")
    places = {(place.kind, place.code) for place in one.places.all()}
    assert {
        ("commune", "62498"),
        ("commune", "14366"),
        ("epci", "200069532"),
        ("departement", "14"),
        ("region", "28"),
        ("perimetre", "acv"),
    } <= places
    services.save_answer(actor, one, "site_communes", "14366", 1, NOW)
    one.refresh_from_db()
    assert one.region_code == "28"
    assert not one.places.filter(code="62498").exists()
