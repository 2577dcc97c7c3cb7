"""Each count that a shipped indicator names exists, and says unknown rather than zero."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from rebond.programme import load_outcomes, shipped_programmes
from rebond.programme.outcomes import DeclaredHere
from rebond.web.aids.models import Offer
from rebond.web.calls.models import Call
from rebond.web.labels.models import Label
from rebond.web.monitoring.counts import COUNTS, Reading, counted
from rebond.web.sites.labelled import load
from rebond.web.sites.models import Site, SiteEvent
from rebond.web.training.history import load as load_history
from rebond.web.training.models import Laureate
from tests.web.monitoring.monitoring_world import YEAR, observed
from tests.web.world import NOW, World

PACK = "pack_rebond_2020"


def test_each_count_of_a_shipped_indicator_exists() -> None:
    named = {
        one.data.counted
        for name in shipped_programmes()
        if (found := load_outcomes(name)) is not None
        for one in found.indicators
        if isinstance(one.data, DeclaredHere)
    }
    assert named <= set(COUNTS)


def test_with_fictitious_rows_alone_nothing_is_known(world: World) -> None:
    observed(world, world.sites["public"], 120)
    reading = Reading(NOW, PACK)
    assert {name for name in COUNTS if counted(name, reading).is_known} == {"labelled_recruitments"}
    assert counted("labelled_recruitments", reading).value is None
    assert not counted("tout_autre", reading).is_known


def test_a_site_of_which_nothing_is_said_is_unknown_not_empty(world: World) -> None:
    site = world.sites["public"]
    Site.objects.filter(pk=site.pk).update(is_fictitious=False)
    first = counted("sites_in_operation", Reading(NOW, PACK))
    assert (first.value, first.unknown, first.of) == (None, 1, 1)
    SiteEvent.objects.create(
        site=site, kind="in_operation", on=NOW.date(), basis="checked", recorded_at=NOW
    )
    assert counted("sites_in_operation", Reading(NOW, PACK)).value == 1
    assert counted("brownfields_labelled", Reading(NOW, PACK)).value is None
    Site.objects.filter(pk=site.pk).update(is_brownfield=True)
    assert counted("brownfields_labelled", Reading(NOW, PACK)).value == 1


def test_sums_are_told_by_year_and_basis_when_enough_have_answered(world: World) -> None:
    sites = [world.sites[name] for name in ("public", "private", "other")]
    for number in range(3):
        one = world.sites["other"]
        sites.append(
            Site.objects.create(
                identifier=f"62498_SITE-ECO_{number}", delivery=one.delivery, changed_at=NOW
            )
        )
    Site.objects.update(is_fictitious=False, manager=None)
    for one in sites:
        Label.objects.get_or_create(
            site=one,
            programme_id=PACK,
            measure_id="site_cle_en_main",
            wave="2",
            defaults={"reference": f"L-{one.pk}"},
        )
        observed(world, one, 100)
    observed(world, sites[0], 90, basis="checked")
    (line,) = counted("jobs", Reading(NOW, PACK)).years
    assert line.year == YEAR
    assert line.declared is not None
    assert line.checked is None  # told once its day, 30 June, is past
    assert (line.declared.value, line.declared.subjects) == (600, 6)
    (line,) = counted("jobs", Reading(NOW + timedelta(days=30), PACK)).years
    assert line.checked is not None
    assert line.checked.is_secret


def test_the_days_from_closing_to_results_are_those_of_published_real_calls(world: World) -> None:
    call = world.calls["closed"]
    Call.objects.filter(pk=call.pk).update(
        is_fictitious=False,
        deliberated_at=NOW - timedelta(days=2),
        results_at=call.closes_at + timedelta(days=19),
    )
    assert counted("days_to_results", Reading(NOW, PACK)).value == 19
    assert not counted("days_to_results", Reading(NOW, "autre_programme")).is_known
    Call.objects.filter(pk=call.pk).update(programme_id="autre_programme")
    assert not counted("days_to_results", Reading(NOW, PACK)).is_known


def test_a_programme_counts_what_it_gave_and_not_what_other_waves_and_calls_did(
    world: World,
) -> None:
    """Of 66 known labelled sites 19 are of the Pack rebond; of 32 known laureates 12 of its call."""
    load(NOW)
    load_history(NOW)
    reading = Reading(NOW, PACK)
    assert len(reading.sites) == 19
    assert {one.label.wave for one in reading.sites.values()} == {"2"}
    assert counted("sites_in_operation", reading).of == 19
    assert Laureate.objects.filter(is_fictitious=False).count() == 32
    assert counted("training_laureates", reading).value == 12
    elsewhere = Reading(NOW, "autre_programme")
    assert not any(counted(name, elsewhere).value for name in COUNTS)


def test_a_few_recruitments_are_not_told_nor_is_none(world: World, settings: Any) -> None:
    Offer.objects.filter(pk=world.recruitments["labelled"].offer_id).update(is_fictitious=False)
    for programme in (PACK, "autre_programme"):
        told = counted("labelled_recruitments", Reading(NOW, programme))
        assert (told.value, told.is_few) == (None, True)
    settings.LEAST_COUNT = 1
    assert counted("labelled_recruitments", Reading(NOW, PACK)).value == 1
    assert counted("labelled_recruitments", Reading(NOW, "autre_programme")).is_few
