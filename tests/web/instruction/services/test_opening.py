from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.errors import (
    DossierNotExamined,
    NoPrefecture,
    NotAColleague,
    NoteChanged,
)
from rebond.web.instruction.models import Instruction
from rebond.web.instruction.services import assign, hand_over, open_for, write_note
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.instruction.conftest import another, choose
from tests.web.world import HAUTS_DE_FRANCE, NORMANDIE, NOW, World

BRETAGNE = "53"


def unopened(world: World, name: str, **changes: str) -> Dossier:
    one = another(world, name, **changes)
    Instruction.objects.filter(dossier=one).delete()
    return Dossier.objects.get(pk=one.pk)


def test_a_filed_dossier_goes_to_the_prefecture_of_its_region(world: World) -> None:
    one = unopened(world, "new", like="b_filed")
    found = open_for(one, NOW)
    assert found.organisation == world.organisations["prefecture-2"]
    told = Notice.objects.filter(kind="instruction.opened")
    assert {n.user for n in told} == {world.users["prefecture_2"]}
    assert told[0].address == f"/instruction/dossiers/{one.reference}/"


def test_opening_twice_changes_nothing_and_tells_once(world: World) -> None:
    one = unopened(world, "new")
    first = open_for(one, NOW)
    notices = Notice.objects.count()
    assert open_for(one, NOW).pk == first.pk
    assert Notice.objects.count() == notices


def test_a_region_without_prefecture_falls_to_the_manager_of_the_call(world: World) -> None:
    one = unopened(world, "breton", region_code=BRETAGNE)
    assert open_for(one, NOW).organisation == world.organisations["equipe-nationale"]


def test_a_call_without_regional_stage_is_examined_by_its_manager(world: World) -> None:
    one = unopened(world, "new")
    choose(one.call, has_regional_stage=False)
    assert open_for(one, NOW).organisation == world.organisations["equipe-nationale"]


def test_a_correction_that_moves_the_dossier_moves_its_examination_until_a_list_is_sent(
    unsent: World,
) -> None:
    one = unsent.dossiers["a_filed"]
    assign(unsent.actor("prefecture_1"), one, unsent.memberships["prefecture_1"], NOW)
    Dossier.objects.filter(pk=one.pk).update(region_code=HAUTS_DE_FRANCE)
    moved = open_for(Dossier.objects.get(pk=one.pk), NOW)
    assert moved.organisation == unsent.organisations["prefecture-2"]
    assert moved.assigned_to is None


def test_a_dossier_of_a_sent_list_stays_where_it_was_examined(world: World) -> None:
    one = world.dossiers["a_filed"]
    Dossier.objects.filter(pk=one.pk).update(region_code=BRETAGNE)
    kept = open_for(Dossier.objects.get(pk=one.pk), NOW)
    assert kept.organisation == world.organisations["prefecture-1"]
    assert Dossier.objects.get(pk=one.pk).shortlist_entry.position == 1


def test_a_dossier_is_assigned_to_a_colleague_who_is_told(world: World) -> None:
    one = world.dossiers["a_filed"]
    colleague = world.memberships["prefecture_1"]
    assert assign(world.actor("prefecture_1"), one, colleague, NOW).assigned_to == colleague
    assert Entry.objects.get().act == "instruction.assigned"
    assert assign(world.actor("prefecture_1"), one, None, NOW).assigned_to is None


def test_nobody_of_another_organisation_can_be_given_a_dossier(world: World) -> None:
    with pytest.raises(NotAColleague):
        assign(
            world.actor("prefecture_1"),
            world.dossiers["a_filed"],
            world.memberships["prefecture_2"],
            NOW,
        )
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("persona", ["prefecture_2", "epci_a", "dreal_1", "cnam", "national"])
def test_only_the_organisation_that_examines_acts(world: World, persona: str) -> None:
    one = world.dossiers["a_filed"]
    with pytest.raises(PermissionDenied):
        assign(world.actor(persona), one, None, NOW)
    with pytest.raises(PermissionDenied):
        write_note(world.actor(persona), one, "Note.", NOW)
    assert Entry.objects.count() == 0


def test_a_scope_taken_away_takes_the_dossiers_of_its_region_away(world: World) -> None:
    world.organisations["prefecture-1"].scopes.update(code=BRETAGNE)
    with pytest.raises(PermissionDenied):
        write_note(world.actor("prefecture_1"), world.dossiers["a_filed"], "Note.", NOW)


def test_a_withdrawn_dossier_is_examined_no_more(world: World) -> None:
    Dossier.objects.update(state=Dossier.State.WITHDRAWN)
    with pytest.raises(DossierNotExamined, match="withdrawn"):
        write_note(world.actor("prefecture_1"), world.dossiers["a_filed"], "Note.", NOW)


def test_a_note_written_meanwhile_is_not_overwritten(world: World) -> None:
    one, actor = world.dossiers["a_filed"], world.actor("prefecture_1")
    write_note(actor, one, "Première.", NOW, base="")
    with pytest.raises(NoteChanged) as refused:
        write_note(actor, one, "Seconde.", NOW, base="")
    assert refused.value.note == "Première."
    assert Instruction.objects.get(dossier=one).note == "Première."
    assert write_note(actor, one, "Les deux.", NOW, base="Première.\r\n").note == "Les deux."


def test_the_journal_does_not_hold_what_an_internal_note_says(world: World) -> None:
    write_note(world.actor("prefecture_1"), world.dossiers["a_filed"], "À garder ici.", NOW)
    assert Entry.objects.get().content.value == {"characters": 13}


def test_a_prefecture_that_joins_later_takes_over_by_an_act_of_the_manager(unsent: World) -> None:
    manager = unsent.organisations["equipe-nationale"]
    call = unsent.calls["closed"]
    Instruction.objects.filter(dossier__region_code=NORMANDIE).update(organisation=manager)
    late = unopened(unsent, "late")
    assert open_for(late, NOW).organisation == manager
    assert hand_over(unsent.actor("national"), call, NORMANDIE, NOW) == 2
    assert {
        i.organisation.slug for i in Instruction.objects.filter(dossier__region_code=NORMANDIE)
    } == {"prefecture-1"}
    assert hand_over(unsent.actor("national"), call, NORMANDIE, NOW) == 0
    with pytest.raises(NoPrefecture):
        hand_over(unsent.actor("national"), call, BRETAGNE, NOW)
    with pytest.raises(PermissionDenied):
        hand_over(unsent.actor("cnam"), call, NORMANDIE, NOW)
