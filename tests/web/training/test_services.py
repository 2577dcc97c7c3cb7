"""Laureates admitted, attached and followed: who may, what is refused, and that nothing is ever changed."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.errors import BadInput
from rebond.web.deliberations.models import Decision
from rebond.web.journal.models import Content, Entry
from rebond.web.notices.models import Notice
from rebond.web.training import queries, services
from rebond.web.training.errors import NotALaureate, OrganisationUnfit, StepAnswered, StepUnfit
from rebond.web.training.folding import state_of
from rebond.web.training.models import Laureate, PathStep
from tests.web.deliberations.scenes import decide
from tests.web.training.scenes import DID, SOURCE, admitted, past, published, told
from tests.web.world import DAY, NOW, World, be_real

pytestmark = pytest.mark.django_db


def test_a_retained_dossier_is_made_a_laureate_once_by_the_manager_of_its_call(
    world: World,
) -> None:
    dossier = published(world)
    assert [one.dossier for one in queries.to_admit(world.actor("cnam"), NOW)] == [dossier]
    assert not queries.to_admit(world.actor("national"), NOW).exists()
    for name in ("national", "epci_a", "member"):
        with pytest.raises(PermissionDenied):
            services.admit(world.actor(name), dossier, NOW)
    one = services.admit(world.actor("cnam"), dossier, NOW)
    assert services.admit(world.actor("cnam"), dossier, NOW) == one
    assert (one.name, one.place_code, one.organisation.slug) == (dossier.title, "14366", "epci-a")
    assert (one.retained_on, one.is_fictitious) == ((NOW - DAY).date(), True)
    assert not queries.to_admit(world.actor("cnam"), NOW).exists()
    assert Entry.objects.filter(act="training.admit").count() == 1
    told_to = set(
        Notice.objects.filter(kind="training.admitted").values_list("user__email", flat=True)
    )
    assert {"epci_a@exemple.invalid", "member@exemple.invalid"} <= told_to
    assert "cnam@exemple.invalid" not in told_to


def test_what_is_not_retained_or_not_of_training_or_not_yet_out_is_no_laureate(
    world: World,
) -> None:
    dossier = published(world)
    other = world.calls["training"].dossiers.get(reference="D-AUTRE")
    with pytest.raises(NotALaureate, match="no published decision"):
        services.admit(world.actor("cnam"), other, NOW)
    with pytest.raises(NotALaureate, match="no published decision"):
        services.admit(world.actor("cnam"), dossier, NOW - 2 * DAY)
    with pytest.raises(NotALaureate):
        services.admit(world.actor("national"), world.dossiers["a_filed"], NOW)
    assert not Laureate.objects.exists()


def test_a_laureate_whose_decision_is_taken_back_leaves_the_public_list(world: World) -> None:
    one = admitted(world)
    assert one in queries.laureates(NOW)
    decide(
        world,
        one.dossier,
        Decision.Outcome.NONE,
        act="withdrawal",
        number=2,
        visible_from=NOW - DAY / 2,
    )
    assert one not in queries.laureates(NOW)


def test_each_records_its_own_steps_and_no_other(world: World) -> None:
    one = admitted(world)
    own = {
        "cnam": {"engineering"},
        "member": {"support"},
        "epci_a": {"opening", "enrolled", "completed", "closing"},
        "epci_b": set(),
        "epci_a_reader": set(),
        "national": set(),
    }
    for name, kinds in own.items():
        for kind in PathStep.Kind.values:
            count = 12 if kind in {"enrolled", "completed"} else None
            if kind in kinds:
                assert services.record(world.actor(name), one, told(kind, count=count), NOW).pk
            else:
                with pytest.raises(PermissionDenied):
                    services.record(world.actor(name), one, told(kind, count=count), NOW)
    assert one.steps.count() == 6
    with pytest.raises(PermissionDenied):
        services.record(world.actor("cnam"), one, told("nonsense"), NOW)


def test_a_laureate_of_the_past_is_told_of_by_pages_until_an_organisation_is_attached(
    world: World,
) -> None:
    be_real()
    one = past()
    national, epci = world.actor("national"), world.actor("epci_a")
    with pytest.raises(StepUnfit, match="page that says it is needed"):
        services.record(national, one, told("opening"), NOW)
    services.record(national, one, told("opening", source_url=SOURCE), NOW)
    for slug in ("personne", "", "x" * 300, "investisseur", "banque"):
        with pytest.raises(OrganisationUnfit):
            services.attach(world.actor("cnam"), one, slug, NOW)
    with pytest.raises(PermissionDenied):
        services.attach(epci, one, "epci-a", NOW)
    services.attach(world.actor("cnam"), one, " epci-a ", NOW)
    with pytest.raises(OrganisationUnfit, match="already"):
        services.attach(national, one, "epci-b", NOW)
    with pytest.raises(PermissionDenied):
        services.record(national, one, told("closing", source_url=SOURCE), NOW)
    services.record(epci, one, told("enrolled", count=3), NOW)


def test_an_organisation_attached_by_mistake_is_detached_and_told(world: World) -> None:
    be_real()
    one, cnam, epci = past(), world.actor("cnam"), world.actor("epci_a")
    services.attach(cnam, one, "epci-a", NOW)
    services.record(epci, one, told("enrolled", count=3), NOW)
    with pytest.raises(PermissionDenied):
        services.detach(epci, one, DID, NOW)
    with pytest.raises(StepUnfit):
        services.detach(cnam, one, "non", NOW)
    undone = services.detach(cnam, one, DID, NOW)
    assert undone.organisation is None
    assert undone.steps.count() == 1
    assert Notice.objects.filter(user=world.users["epci_a"], kind="training.detached").exists()
    entry = Entry.objects.get(act="training.detach")
    assert entry.content.value["organisation"] == "epci-a"
    with pytest.raises(PermissionDenied):
        services.record(epci, one, told("enrolled", count=4), NOW)
    with pytest.raises(OrganisationUnfit, match="nothing to undo"):
        services.detach(cnam, one, DID, NOW)
    assert services.attach(cnam, one, "epci-b", NOW).organisation is not None
    # A laureate of a dossier keeps the organisation that filed it.
    with pytest.raises(OrganisationUnfit, match="nothing to undo"):
        services.detach(cnam, admitted(world), DID, NOW)


def test_a_step_is_answered_never_changed_and_answered_once(world: World) -> None:
    one, actor = admitted(world), world.actor("epci_a")
    wrong = services.record(actor, one, told("enrolled", count=300), NOW)
    before = PathStep.objects.filter(pk=wrong.pk).values().get()
    right = services.record(actor, one, told("enrolled", count=30), NOW, answers=wrong.pk)
    assert PathStep.objects.filter(pk=wrong.pk).values().get() == before
    with pytest.raises(StepAnswered, match=str(right.pk)):
        services.record(actor, one, told("enrolled", count=31), NOW, answers=wrong.pk)
    with pytest.raises(StepAnswered):
        services.withdraw(actor, one, wrong.pk, DID, NOW)
    assert state_of(one.steps.all()).of("enrolled") == right
    gone = services.withdraw(actor, one, right.pk, DID, NOW)
    assert state_of(one.steps.all()).is_silent
    with pytest.raises(StepUnfit, match="cannot be taken back"):
        services.withdraw(actor, one, gone.pk, DID, NOW)
    with pytest.raises(StepUnfit, match="does not exist"):
        services.withdraw(actor, one, 10**9, DID, NOW)
    with pytest.raises(PermissionDenied):
        services.withdraw(
            world.actor("cnam"), one, services.record(actor, one, told("opening"), NOW).pk, DID, NOW
        )
    acts = Entry.objects.filter(object_reference=one.reference).order_by("number")
    assert list(acts.values_list("act", flat=True)) == [
        "training.admit",
        "training.step",
        "training.answer",
        "training.withdraw",
        "training.step",
    ]
    said = json.dumps(list(Content.objects.values_list("value", flat=True)))
    assert "300" not in said
    assert "@" not in said


@pytest.mark.parametrize(
    "unfit",
    [
        {"on": None},
        {"on": date(2031, 6, 3)},
        {"on": date(1789, 7, 14)},
        {"on": date(2031, 5, 31)},
        {"count": None},
        {"count": -1},
        {"count": 10**9},
        {"kind": "opening", "count": 3},
        {"sentence": "court"},
        {"sentence": "x" * 3000},
        {"sentence": "Une phrase retournée \u202e par un signe invisible."},
        {"source_url": "javascript:alert(1)"},
        {"source_url": "https://"},
        {"source_url": "https://[oups/"},
        {"source_url": "https://exemple.invalid/" + "a" * 600},
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    world: World, unfit: dict[str, Any]
) -> None:
    one = admitted(world)
    given = {"kind": "enrolled", "count": 12, **unfit}
    with pytest.raises(BadInput):
        services.record(world.actor("epci_a"), one, told(**given), NOW)
    assert not one.steps.exists()
    assert not Entry.objects.filter(act="training.step").exists()


def test_the_same_step_sent_twice_is_recorded_once(world: World) -> None:
    one, actor = admitted(world), world.actor("cnam")
    services.record(actor, one, told("engineering"), NOW)
    with pytest.raises(StepUnfit, match="it is already"):
        services.record(actor, one, told("engineering"), NOW)
    assert one.steps.count() == 1


def test_a_step_before_the_retention_is_refused_and_says_which_day_that_was(world: World) -> None:
    be_real()
    one, national = past(), world.actor("national")
    assert one.retained_on == date(2021, 9, 8)
    told_of = told("opening", on=date(2021, 9, 7), source_url=SOURCE)
    with pytest.raises(StepUnfit) as fault:
        services.record(national, one, told_of, NOW)
    assert "le 7 septembre 2021 vient avant le jour" in fault.value.message("fr")
    assert "8 September 2021" in fault.value.message("en")
    assert "selection" in fault.value.message("en")
    services.record(national, one, told("opening", on=one.retained_on, source_url=SOURCE), NOW)
