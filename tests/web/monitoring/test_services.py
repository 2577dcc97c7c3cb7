"""Declared and checked are two numbers; none is written over, each has its source; who may, and who may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.journal.models import Content, Entry
from rebond.web.monitoring import queries, services
from rebond.web.monitoring.errors import NothingTyped, ReasonMissing, SourceMissing, YearUnfit
from rebond.web.monitoring.models import Observation
from rebond.web.monitoring.services import Said
from rebond.web.notices.models import Notice
from tests.web.monitoring.monitoring_world import YEAR, frozen
from tests.web.world import NOW, World

SAID = Said(YEAR, {"jobs": 120}, "Déclaration fictive", date(2031, 1, 15))
WHY = "Une faute de frappe dans la première déclaration."


def test_a_number_declared_and_one_checked_stand_side_by_side(world: World) -> None:
    site = world.sites["public"]
    services.declare(world.actor("epci_a"), site, SAID, NOW)
    services.check(world.actor("sous_prefet"), site, replace(SAID, values={"jobs": 97}), NOW)
    (line,) = queries.lines_of(site)
    assert line.declared is not None
    assert line.checked is not None
    assert (line.declared.value, line.checked.value, line.differ) == (120, 97, True)
    acts = list(Entry.objects.filter(act__startswith="monitoring.").order_by("number"))
    assert [one.act for one in acts] == ["monitoring.declare", "monitoring.check"]
    assert [one.object_reference for one in acts] == [site.identifier] * 2
    told = Notice.objects.filter(kind="monitoring.checked")
    assert {one.user.email for one in told} >= {"epci_a@exemple.invalid"}
    assert "97" not in str([one.facts for one in told])


def test_a_check_that_agrees_tells_nobody(world: World) -> None:
    site = world.sites["public"]
    services.declare(world.actor("epci_a"), site, SAID, NOW)
    services.check(world.actor("national"), site, SAID, NOW)
    assert not Notice.objects.filter(kind="monitoring.checked").exists()


def test_a_number_is_replaced_only_with_a_reason_and_the_first_stays(world: World) -> None:
    site, actor = world.sites["public"], world.actor("epci_a")
    services.declare(actor, site, SAID, NOW)
    other = replace(SAID, values={"jobs": 12})
    with pytest.raises(ReasonMissing) as caught:
        services.declare(actor, site, replace(other, reason="faute"), NOW)
    assert "120" in caught.value.message("fr")
    assert Observation.objects.count() == 1
    services.declare(actor, site, replace(other, reason=WHY), NOW)
    (line,) = queries.lines_of(site)
    assert line.declared is not None
    assert (line.declared.value, line.declared.number, line.declared.reason) == (12, 2, WHY)
    assert [one.value for one in line.said] == [120, 12]


def test_saying_the_same_again_changes_nothing(world: World) -> None:
    site, actor = world.sites["public"], world.actor("epci_a")
    services.declare(actor, site, SAID, NOW)
    with pytest.raises(NothingTyped):
        services.declare(actor, site, SAID, NOW)
    assert Observation.objects.count() == 1


def test_what_cannot_be_is_refused_and_changes_nothing(world: World) -> None:
    for said, error in (
        (replace(SAID, values={}), NothingTyped),
        (replace(SAID, year=NOW.year), YearUnfit),
        (replace(SAID, year=1999), YearUnfit),
        (replace(SAID, source=" "), SourceMissing),
        (replace(SAID, stated_on=date(2031, 6, 3)), SourceMissing),
    ):
        with pytest.raises(error):
            services.declare(world.actor("epci_a"), world.sites["public"], said, NOW)
    assert not Observation.objects.exists()
    assert not Entry.objects.filter(act="monitoring.declare").exists()


def test_who_declares_and_who_checks(world: World) -> None:
    frozen(world)
    declare, check = {"epci_a"}, {"prefecture_1", "sous_prefet", "national"}
    others = {"epci_a_reader", "epci_b", "prefecture_2", "dreal_1", "investor"}
    for year, persona in enumerate(sorted(declare | check | others), start=2018):
        actor, said = world.actor(persona), replace(SAID, year=year)
        for subject in (world.sites["public"], world.dossiers["a_filed"]):
            for command, allowed in ((services.declare, declare), (services.check, check)):
                if persona in allowed:
                    assert command(actor, subject, said, NOW)
                else:
                    with pytest.raises(PermissionDenied):
                        command(actor, subject, said, NOW)


def test_the_journal_does_not_hold_the_number_itself(world: World) -> None:
    services.declare(world.actor("epci_a"), world.sites["public"], SAID, NOW)
    entry = Entry.objects.get(act="monitoring.declare")
    said = Content.objects.get(entry=entry).value
    assert said["numbers"] == {"jobs": 1}
    assert "120" not in str({**said, "digest": ""})
