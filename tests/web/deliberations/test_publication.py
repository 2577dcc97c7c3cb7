"""Applicants are told once, when the moment has come and not before, and never the outcome."""

from __future__ import annotations

import json

import pytest

from rebond.web.deliberations import publication
from rebond.web.deliberations.models import Announcement
from rebond.web.jobs import registry
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.deliberations.scenes import HIDDEN_WORD, decide, deliberated
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    return set(Notice.objects.values_list("user__email", "object_reference"))


def test_nobody_is_told_before_the_results(world: World) -> None:
    deliberated(world, results_at=NOW + DAY)
    assert publication.announce(NOW) == 0
    assert told() == set()


def test_each_applicant_is_told_once_of_his_own(world: World) -> None:
    deliberated(world, results_at=NOW + DAY)
    assert publication.announce(NOW + DAY) == 2
    first = told()
    assert ("epci_a_reader@exemple.invalid", "D-AFILED") in first
    assert ("epci_b@exemple.invalid", "D-BFILED") in first
    assert not any("epci_a" in mail and reference == "D-BFILED" for mail, reference in first)
    assert publication.announce(NOW + 2 * DAY) == 0
    assert told() == first
    assert Notice.objects.count() == len(first)
    assert Entry.objects.filter(act="deliberations.announce").count() == 1


def test_a_notice_tells_no_outcome(world: World) -> None:
    deliberated(world, results_at=NOW)
    publication.announce(NOW)
    said = json.dumps(list(Notice.objects.values("facts", "address", "kind")))
    for word in ("retained", "retenu", "below_cut", HIDDEN_WORD):
        assert word not in said
    assert "/deliberations/dossiers/D-AFILED/" in said


def test_a_later_act_is_told_again(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    publication.announce(NOW)
    decide(
        world,
        world.dossiers["a_filed"],
        "not_retained",
        act="review",
        number=2,
        visible_from=NOW,
    )
    assert publication.announce(NOW + DAY) == 1
    assert Announcement.objects.count() == 3


def test_the_worker_looks_by_itself() -> None:
    assert "deliberations.publication.announce" in {one.name for one in registry.periodic()}
