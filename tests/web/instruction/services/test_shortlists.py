from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.errors import (
    BadPlace,
    IneligibleOnList,
    ListChanged,
    NoRegionalStage,
    SentenceMissing,
    SentenceTooShort,
    ShortlistIncomplete,
    ShortlistSent,
)
from rebond.web.instruction.models import Shortlist, ShortlistEntry
from rebond.web.instruction.services import (
    leave_out_ineligible,
    place_on_shortlist,
    reorder,
    send_shortlist,
)
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.instruction.conftest import another, choose
from tests.web.world import HAUTS_DE_FRANCE, NORMANDIE, NOW, World


def order(world: World) -> list[str]:
    entries = ShortlistEntry.objects.filter(
        shortlist__call=world.calls["closed"],
        shortlist__region_code=NORMANDIE,
        position__isnull=False,
    )
    return [f"{e.position}:{e.dossier.reference}" for e in entries.order_by("position")]


@pytest.fixture
def ranked(unsent: World) -> World:
    """Three dossiers of Normandie on the list, in order."""
    actor = unsent.actor("prefecture_1")
    dossiers = [unsent.dossiers["a_filed"], another(unsent, "b"), another(unsent, "c")]
    for place, one in enumerate(dossiers, 1):
        place_on_shortlist(actor, one, place, f"Raison numéro {place}, fictive.", NOW)
        unsent.dossiers[one.reference] = one
    return unsent


def test_a_dossier_put_in_front_moves_the_others_down(ranked: World) -> None:
    actor = ranked.actor("prefecture_1")
    place_on_shortlist(actor, ranked.dossiers["D-C"], 1, "Le plus mûr de la région.", NOW)
    assert order(ranked) == ["1:D-C", "2:D-AFILED", "3:D-B"]
    place_on_shortlist(actor, ranked.dossiers["D-C"], 3, "Moins mûr que les deux autres.", NOW)
    assert order(ranked) == ["1:D-AFILED", "2:D-B", "3:D-C"]
    place_on_shortlist(
        actor, ranked.dossiers["D-AFILED"], None, "Pas mûr cette année, à revoir.", NOW
    )
    assert order(ranked) == ["1:D-B", "2:D-C"]


def test_each_act_on_the_list_is_one_row_of_the_journal(ranked: World) -> None:
    before = Entry.objects.count()
    place_on_shortlist(
        ranked.actor("prefecture_1"),
        ranked.dossiers["D-B"],
        None,
        "Pas\nmûr cette année, à revoir. ",
        NOW,
    )
    assert Entry.objects.count() == before + 1
    last = Entry.objects.last()
    assert last is not None
    assert (last.act, last.content.value) == (
        "instruction.set_aside",
        {"position": None, "sentence": "Pas mûr cette année, à revoir."},
    )


def test_a_place_needs_a_sentence(unsent: World) -> None:
    with pytest.raises(SentenceMissing):
        place_on_shortlist(unsent.actor("prefecture_1"), unsent.dossiers["a_filed"], 1, " \n", NOW)
    assert ShortlistEntry.objects.count() == 0


def test_a_sentence_that_says_nothing_is_refused(unsent: World) -> None:
    with pytest.raises(SentenceTooShort, match="at least 20"):
        place_on_shortlist(unsent.actor("prefecture_1"), unsent.dossiers["a_filed"], 1, "Ok.", NOW)
    assert ShortlistEntry.objects.count() == 0


def test_a_place_after_the_last_is_refused(ranked: World) -> None:
    with pytest.raises(BadPlace, match="last place is 3"):
        place_on_shortlist(
            ranked.actor("prefecture_1"),
            ranked.dossiers["D-C"],
            4,
            "Moins mûr que les autres.",
            NOW,
        )
    assert order(ranked) == ["1:D-AFILED", "2:D-B", "3:D-C"]


@pytest.mark.parametrize("persona", ["prefecture_2", "national", "epci_a", "dreal_1", "member"])
def test_only_the_region_ranks_its_dossiers(unsent: World, persona: str) -> None:
    actor, one = unsent.actor(persona), unsent.dossiers["a_filed"]
    with pytest.raises(PermissionDenied):
        place_on_shortlist(actor, one, 1, "Oui, le premier des sites.", NOW)
    with pytest.raises(PermissionDenied):
        send_shortlist(actor, one.call, NORMANDIE, NOW, accepts_warnings=True)
    with pytest.raises(PermissionDenied):
        reorder(actor, one.call, NORMANDIE, [], NOW)
    assert Shortlist.objects.filter(sent_at__isnull=False).count() == 0


def test_a_prefecture_cannot_send_the_list_of_another_region(unsent: World) -> None:
    with pytest.raises(PermissionDenied):
        send_shortlist(
            unsent.actor("prefecture_1"),
            unsent.calls["closed"],
            HAUTS_DE_FRANCE,
            NOW,
            accepts_warnings=True,
        )


def test_an_ineligible_dossier_is_left_out_with_the_condition_it_misses(unsent: World) -> None:
    actor = unsent.actor("prefecture_1")
    gate = unsent.calls["closed"].revisions.get().measure.gates[0]
    one = another(unsent, "no", eligibility="no", failed_gates=[gate.id])
    with pytest.raises(IneligibleOnList):
        place_on_shortlist(actor, one, 1, "Quand même, malgré tout cela.", NOW)
    entry = place_on_shortlist(actor, one, None, "", NOW)
    assert entry.position is None
    assert entry.sentence == f"Condition non remplie\u00a0: {gate.title.fr.rstrip('.')}."


def test_all_ineligible_dossiers_are_left_out_together(unsent: World) -> None:
    for name in ("no1", "no2"):
        another(unsent, name, eligibility="no")
    elsewhere = another(unsent, "no3", like="b_filed", eligibility="no")
    done = leave_out_ineligible(
        unsent.actor("prefecture_1"), unsent.calls["closed"], NORMANDIE, NOW
    )
    assert {one.dossier.reference for one in done} == {"D-NO1", "D-NO2"}
    assert not ShortlistEntry.objects.filter(dossier=elsewhere).exists()


def test_reordering_names_exactly_what_is_on_the_list(ranked: World) -> None:
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    for wrong in (["D-C"], ["D-C", "D-B", "D-B"], ["D-C", "D-B", "D-AFILED", "D-X"]):
        with pytest.raises(ListChanged):
            reorder(actor, call, NORMANDIE, wrong, NOW)
    reorder(actor, call, NORMANDIE, ["D-C", "D-B", "D-AFILED"], NOW)
    assert order(ranked) == ["1:D-C", "2:D-B", "3:D-AFILED"]


def test_a_list_waits_until_every_dossier_has_a_sentence(ranked: World) -> None:
    another(ranked, "forgotten")
    with pytest.raises(ShortlistIncomplete, match="neither place nor sentence"):
        send_shortlist(
            ranked.actor("prefecture_1"),
            ranked.calls["closed"],
            NORMANDIE,
            NOW,
            accepts_warnings=True,
        )


def test_more_than_the_call_takes_is_refused_fewer_must_be_accepted(ranked: World) -> None:
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    ranked.requests["a_filed"].delete()
    choose(call, shortlist_min=1, shortlist_max=2)
    with pytest.raises(ShortlistIncomplete, match="takes 2 at most"):
        send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True)
    choose(call, shortlist_min=5, shortlist_max=10)
    call = type(call).objects.get(pk=call.pk)
    with pytest.raises(ShortlistIncomplete, match="expects 5 at least"):
        send_shortlist(actor, call, NORMANDIE, NOW)
    assert send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True).sent_at == NOW


def test_an_opinion_still_awaited_is_a_warning(ranked: World) -> None:
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    with pytest.raises(ShortlistIncomplete, match="still awaited"):
        send_shortlist(actor, call, NORMANDIE, NOW)


def test_a_list_waits_for_the_last_moment_when_a_dossier_can_be_filed(ranked: World) -> None:
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    call.closes_at = NOW - timedelta(hours=11)
    call.save()
    with pytest.raises(ShortlistIncomplete, match="can still be filed"):
        send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True)
    later = NOW + timedelta(hours=1)
    assert send_shortlist(actor, call, NORMANDIE, later, accepts_warnings=True).sent_at == later


def test_sending_freezes_tells_the_committee_and_keeps_every_sentence(ranked: World) -> None:
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    left = another(ranked, "left")
    place_on_shortlist(actor, left, None, "Pas mûr cette année, à revoir.", NOW)
    send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True)
    with pytest.raises(ShortlistSent, match="2 June 2031 at 11:00 by prefecture_1"):
        place_on_shortlist(actor, left, 1, "Finalement, le premier de tous.", NOW)
    with pytest.raises(ShortlistSent):
        reorder(actor, call, NORMANDIE, ["D-C", "D-B", "D-AFILED"], NOW)
    last = Entry.objects.last()
    assert last is not None
    value = last.content.value
    assert value["sent"] == ["D-AFILED", "D-B", "D-C"]
    assert value["left_out"] == ["D-LEFT"]
    assert value["sentences"]["D-LEFT"] == "Pas mûr cette année, à revoir."
    told = {n.user for n in Notice.objects.filter(kind="instruction.shortlist_sent")}
    assert {ranked.users["member"], ranked.users["national"]} <= told
    assert ranked.users["epci_a"] not in told


def test_of_two_people_who_send_at_once_one_wins_and_the_other_is_told(ranked: World) -> None:
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True)
    with pytest.raises(ShortlistSent) as refused:
        send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True)
    assert refused.value.at == NOW
    assert Entry.objects.filter(act="instruction.shortlist_sent").count() == 1


def test_a_withdrawn_dossier_leaves_the_list_and_its_place(ranked: World) -> None:
    Dossier.objects.filter(reference="D-B").update(state=Dossier.State.WITHDRAWN)
    actor, call = ranked.actor("prefecture_1"), ranked.calls["closed"]
    send_shortlist(actor, call, NORMANDIE, NOW, accepts_warnings=True)
    last = Entry.objects.last()
    assert last is not None
    assert last.content.value["sent"] == ["D-AFILED", "D-C"]
    assert ShortlistEntry.objects.get(dossier__reference="D-C").position == 2


def test_a_call_without_regional_stage_has_no_list(unsent: World) -> None:
    choose(unsent.calls["closed"], has_regional_stage=False)
    with pytest.raises(NoRegionalStage):
        place_on_shortlist(
            unsent.actor("prefecture_1"),
            unsent.dossiers["a_filed"],
            1,
            "Oui, le premier des sites.",
            NOW,
        )


def test_the_manager_makes_the_list_of_a_region_without_prefecture(unsent: World) -> None:
    one = another(unsent, "breton", region_code="53")
    one.instruction.organisation = unsent.organisations["equipe-nationale"]
    one.instruction.save()
    national = unsent.actor("national")
    place_on_shortlist(national, one, 1, "Seul dossier de sa région.", NOW)
    assert send_shortlist(
        national, one.call, "53", NOW, accepts_warnings=True
    ).organisation.slug == ("equipe-nationale")
