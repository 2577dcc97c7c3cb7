"""Closing a deliberation: everything that is missing at once, one closing, its digest in the journal."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.calls.models import Call
from rebond.web.deliberations import services, sittings
from rebond.web.deliberations.errors import AlreadyClosed, NotReady, NotTheMoment
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.models import Content, Entry
from tests.web.deliberations.scenes import add_dossiers, decide
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def test_everything_missing_is_said_at_once(world: World) -> None:
    call = world.calls["closed"]
    Call.objects.filter(pk=call.pk).update(results_at=None)
    decide(world, world.dossiers["a_filed"], is_confirmed=False)
    with pytest.raises(NotReady) as caught:
        services.close(world.actor("national"), call, NOW)
    said = [one.fr for one in caught.value.missing]
    assert len(said) == 3
    assert said[0] == "La date des résultats n’est pas fixée."
    assert "D-AFILED" in said[1]
    assert "D-BFILED" in said[2]
    assert not Entry.objects.exists()


def test_results_that_have_passed_must_be_moved_first(world: World) -> None:
    call = world.calls["closed"]
    for name in ("a_filed", "b_filed"):
        decide(world, world.dossiers[name])
    Call.objects.filter(pk=call.pk).update(results_at=NOW - DAY)
    with pytest.raises(NotReady):
        services.close(world.actor("national"), call, NOW)
    Call.objects.filter(pk=call.pk).update(results_at=NOW)
    assert services.close(world.actor("national"), call, NOW).deliberated_at == NOW


def test_a_withdrawn_dossier_needs_no_decision(world: World) -> None:
    call = world.calls["closed"]
    decide(world, world.dossiers["a_filed"])
    Dossier.objects.filter(pk=world.dossiers["b_filed"].pk).update(state="withdrawn")
    closed = services.close(world.actor("national"), call, NOW)
    entry = Entry.objects.get(act="deliberations.close")
    digest, count = sittings.digest_of_call(closed)
    assert Content.objects.get(entry=entry).value == {
        "digest": digest,
        "decisions": count,
        "unfinished": {"opinions": 1, "reviews": 2},
    }
    assert count == 1


def test_the_digest_stays_when_a_later_act_comes(world: World) -> None:
    call = world.calls["closed"]
    for name in ("a_filed", "b_filed"):
        decide(world, world.dossiers[name])
    closed = services.close(world.actor("national"), call, NOW)
    before = sittings.digest_of_call(closed)
    decide(
        world,
        world.dossiers["a_filed"],
        "not_retained",
        act="review",
        number=2,
        at=NOW + DAY,
        visible_from=NOW + DAY,
    )
    assert sittings.digest_of_call(closed) == before


def test_it_closes_once_and_the_second_is_told_by_whom(world: World) -> None:
    call = world.calls["closed"]
    for name in ("a_filed", "b_filed"):
        decide(world, world.dossiers[name])
    services.close(world.actor("national"), call, NOW)
    with pytest.raises(AlreadyClosed) as caught:
        services.close(world.actor("national_second"), call, NOW + DAY)
    assert "national (fictif)" in caught.value.message("fr")


def test_only_the_manager_closes_and_only_after_filing(world: World) -> None:
    for who in ("cnam", "prefecture_1", "member"):
        with pytest.raises(PermissionDenied):
            services.close(world.actor(who), world.calls["closed"], NOW)
    with pytest.raises(NotTheMoment):
        services.close(world.actor("national"), world.calls["open"], NOW)


def test_a_long_list_of_missing_names_twenty_and_counts_the_rest(world: World) -> None:
    add_dossiers(world, world.calls["closed"], 28)
    said = sittings.missing(world.calls["closed"], NOW)
    assert len(said) == 21
    assert "10 autres" in said[-1].fr


def test_once_closed_no_first_decision_is_proposed(world: World) -> None:
    call = world.calls["closed"]
    for name in ("a_filed", "b_filed"):
        decide(world, world.dossiers[name])
    services.close(world.actor("national"), call, NOW)
    [late] = add_dossiers(world, call, 1)
    with pytest.raises(NotTheMoment):
        services.propose(
            world.actor("national"),
            late,
            "retained",
            {"kind": "committee"},
            "x" * 40,
            "",
            None,
            NOW,
        )
